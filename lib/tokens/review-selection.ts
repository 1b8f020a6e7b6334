import { z } from "zod";
import { authorize } from "../authorization/authorize";
import { sha256 } from "../core/canonical";
import type { Context } from "../core/context";
import { forbidden, invalidInput } from "../core/errors";
import { parse } from "../core/parse";
import { chosenIds } from "./list-index/answer";
import { type Reviewed, reviewed } from "./reviewed-sql";
import { TokenFilters } from "./schemas";

/** So many tokens one bulk action may hold: what a person can be said to have reviewed by its filters. */
export const mostSelected = 10_000;

export const ReviewSelectionInput = TokenFilters.extend({
  /** of those that the filters leave, these alone */
  only: z.array(z.uuid()).max(mostSelected).optional(),
  /** of those that the filters leave, not these */
  except: z.array(z.uuid()).max(mostSelected).optional(),
});

export interface Selection {
  id: string;
  digest: string;
  count: number;
  /** how many the filters left, before `only` and `except` */
  total: number;
}

/** [id, state, owner, facts] */
export type SelectionItem = [id: string, state: string, owner: string, facts: string];
export const itemOf = ({ id, state, owner, facts }: Reviewed): SelectionItem => [id, state, owner, facts];

/** SHA-256 over one line an item, sorted by id: what a bulk action is bound to. */
export const selectionDigest = (items: readonly SelectionItem[]): string => sha256(items.map((item) => `${item.join("\t")}\n`).join(""));

/**
 * Turns "all that match" into a set that no longer moves: each token with its state, owner and facts as they are now. It is the person's own,
 * and acts on nothing. Throws InvalidInput for none and for more than `mostSelected`.
 */
export async function reviewSelection(ctx: Context, input: unknown): Promise<Selection> {
  authorize(ctx.actor, "inventory.read");
  if (ctx.actor.type !== "person") throw forbidden("Only a signed-in person can review tokens: the set is theirs.");
  const { only, except, ...filters } = parse(ReviewSelectionInput, input);
  const { total, count, ids } = await chosenIds(ctx.db, filters, { only, except }, mostSelected);
  if (!ids) throw invalidInput(`${count} tokens fit, and at most ${mostSelected} can be acted on at once. Narrow the list, by connection for instance.`);
  if (ids.length === 0) throw invalidInput("No token fits. Choose at least one.");
  const items = (await reviewed(ctx.db, ids)).map(itemOf);
  const selection = { id: ctx.ids.uuid(), digest: selectionDigest(items), count: items.length };
  await ctx.db.tokenSelection.create({
    data: { ...selection, personId: ctx.actor.id, filters: JSON.parse(JSON.stringify({ ...filters, only, except })), items, createdAt: ctx.clock.now() },
  });
  return { ...selection, total };
}
