import type { Context } from "../core/context";
import type { Tx } from "../core/db";
import { evaluateRules } from "./evaluate";

/**
 * More subjects than this are not judged in the transaction that found them: whoever moves findings excludes everybody else until the commit,
 * and a vendor that gives 10,000 tokens in one page would keep a departure waiting for ten seconds.
 */
export const mostAtOnce = 1_000;

/**
 * Evaluates the rules for these subjects in the caller's transaction, or, when they are many, puts them on the collector's list, from which they
 * are taken in batches. The list is written in the same transaction, so nothing is lost between.
 */
export async function evaluateSoon(tx: Tx, ctx: Context, subjects: { tokens?: readonly string[]; accounts?: readonly string[] }): Promise<void> {
  const [tokens, accounts] = [[...(subjects.tokens ?? [])], [...(subjects.accounts ?? [])]];
  const count = tokens.length + accounts.length;
  if (count > mostAtOnce)
    await tx.$executeRaw`
      insert into reevaluation (token_id, account_id)
      select id, null::uuid from unnest(${tokens}::uuid[]) id union all select null::uuid, id from unnest(${accounts}::uuid[]) id`;
  else if (count > 0) {
    await evaluateRules(tx, ctx, { tokens, accounts });
    await askForOwners(tx, { tokens, accounts });
  }
}

/** Who may own these tokens, or those that these accounts made, is looked at right after: no rule waits for it. */
export async function askForOwners(tx: Tx, { tokens = [], accounts = [] }: { tokens?: readonly string[]; accounts?: readonly string[] }): Promise<void> {
  await tx.$executeRaw`
    insert into reevaluation (token_id, owners_only)
    select id, true from unnest(${tokens}::uuid[]) id union select id, true from token where creator_account_id = any(${accounts}::uuid[])`;
}
