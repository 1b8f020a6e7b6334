import { appendAuditOfEach } from "../audit/append";
import type { Context } from "../core/context";
import type { Tx } from "../core/db";
import { conflict } from "../core/errors";
import { lockStanding, type Standing } from "./gap-row";
import type { Outcome, Reviewed } from "./schemas";

/** What a decision applies to: the tokens that are still as they were reviewed, and what was left out, with the reason. */
export interface StillAsReviewed {
  ready: Standing[];
  leftOut: Outcome["leftOut"];
}

/** Locks what the decision rests on and leaves out what has changed since it was reviewed, and what `refuse` gives a reason against. */
export async function stillAsReviewed(tx: Tx, items: readonly Reviewed[], refuse: (row: Standing) => string | null): Promise<StillAsReviewed> {
  const standing = await lockStanding(
    tx,
    items.map(({ token }) => token),
  );
  const result: StillAsReviewed = { ready: [], leftOut: [] };
  for (const { token, version } of items) {
    const row = standing.get(token);
    const because = !row ? "it is not there any more" : row.version !== version ? "its owner or what is suggested for it changed meanwhile" : refuse(row);
    if (row && !because) result.ready.push(row);
    else result.leftOut.push({ token, name: row?.name ?? "A token", because: because ?? "it is not there any more" });
  }
  return result;
}

/** A decision about one token that can't hold is a Conflict; of several, those that can't are told. */
export function concluded(asked: readonly unknown[], outcome: Outcome): Outcome {
  const [only] = outcome.leftOut;
  if (asked.length === 1 && only) throw conflict(`${only.name} was left as it is: ${only.because}. Look at it again.`);
  return outcome;
}

/** One audit entry a token, in one statement. */
export async function auditTokens(tx: Tx, ctx: Context, action: string, entries: readonly { token: string; detail: Record<string, unknown> }[]): Promise<void> {
  const each = entries.map(({ token, detail }) => ({ action, id: token, detail }));
  await appendAuditOfEach(tx, ctx.actor, "token", each);
}
