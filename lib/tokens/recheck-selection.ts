import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import type { Queryable } from "../core/db";
import { conflict, notFound } from "../core/errors";
import { parse } from "../core/parse";
import { tokenStateTitles } from "../domain/words";
import { type SelectionItem, selectionDigest } from "./review-selection";
import { type Reviewed, reviewed } from "./reviewed-sql";

export const RecheckSelectionInput = z.object({ selection: z.uuid(), digest: z.string().regex(/^[0-9a-f]{64}$/, "is not a digest") });
export type RecheckSelectionInput = z.infer<typeof RecheckSelectionInput>;

export interface Left {
  id: string;
  /** null: it is no longer known */
  name: string | null;
  /** a sentence */
  reason: string;
}

export interface Rechecked {
  /** still as reviewed */
  unchanged: string[];
  left: Left[];
}

/** How a reviewed set stands now. */
export async function recheckSelection(ctx: Context, input: unknown): Promise<Rechecked> {
  authorize(ctx.actor, "inventory.read");
  return stillAsReviewed(ctx.db, ctx, parse(RecheckSelectionInput, input));
}

/**
 * Looks at every token of a reviewed set again, inside the transaction that is about to act: act on `unchanged`, and say what is `left`.
 * The set must be the actor's own (else NotFound) and the one whose digest was shown (else Conflict).
 */
export async function stillAsReviewed(db: Queryable, ctx: Context, { selection, digest }: RecheckSelectionInput): Promise<Rechecked> {
  const items = await keptItems(db, ctx, { selection, digest }, "tokens");
  const now = new Map(
    (
      await reviewed(
        db,
        items.map(([id]) => id),
      )
    ).map((token) => [token.id, token]),
  );
  const [unchanged, left]: [string[], Left[]] = [[], []];
  for (const item of items) {
    const token = now.get(item[0]);
    const reason = changed(item, token);
    if (reason) left.push({ id: item[0], name: token?.name ?? null, reason });
    else unchanged.push(item[0]);
  }
  return { unchanged, left };
}

/** What was reviewed: the actor's own set of that list (else NotFound), and the one whose digest was shown (else Conflict). */
export async function keptItems(
  db: Queryable,
  ctx: Context,
  { selection, digest }: RecheckSelectionInput,
  list: "tokens" | "exposures",
): Promise<SelectionItem[]> {
  const kept = ctx.actor.type === "person" ? await db.tokenSelection.findFirst({ where: { id: selection, personId: ctx.actor.id, list } }) : null;
  if (!kept) throw notFound("The selection");
  const items = kept.items as SelectionItem[];
  if (kept.digest !== digest || selectionDigest(items) !== digest) throw conflict(`This is not the selection that was shown. Select the ${list} again.`);
  return items;
}

function changed([, state, owner, facts]: SelectionItem, token: Reviewed | undefined): string | null {
  if (!token) return "It is no longer known.";
  if (token.merged) return "It turned out to be the same credential as another row, which speaks for it now.";
  const titles: Record<string, string> = tokenStateTitles;
  if (token.state !== state) return `Its state changed from ${titles[state]?.toLowerCase()} to ${titles[token.state]?.toLowerCase()}.`;
  if (token.owner !== owner) return "Somebody else answers for it now.";
  if (token.facts !== facts) return "What its system says of it changed: its name, scopes, environment or dates.";
  return null;
}
