import { linkAccounts } from "../../lib/accounts/link-accounts";
import type { Context } from "../../lib/core/context";
import type { Tx } from "../../lib/core/db";
import { evaluateRules } from "../../lib/detection/evaluate";
import { mostAtOnce } from "../../lib/detection/evaluate-soon";
import { proposeSuccession } from "../../lib/ownership/propose-succession";
import { evaluateSuggestions } from "../../lib/suggestions/evaluate-suggestions";
import { mergeTokens } from "../../lib/tokens/merge-tokens";
import { judgeDrifted } from "./sweep";

/** So many subjects are judged in one transaction; whoever else moves findings waits for no more. */
const batch = mostAtOnce;
const never = new AbortController().signal;

interface Entry {
  token: string | null;
  account: string | null;
  person: string | null;
  ownersOnly: boolean;
  everything: boolean;
}

/**
 * Looks at what a large page put off, and again at what other roles changed: links that people decided, owners, proofs, and persons who may be behind an account. The list
 * is emptied in the transaction of the answer, so a collector that dies in between loses nothing. A changed policy
 * concerns every token, and is answered by comparing all of them. Returns how many entries it took.
 */
export async function reevaluate(ctx: Context, signal: AbortSignal = never): Promise<number> {
  const [waiting] = await ctx.db.$queryRaw<{ some: boolean }[]>`select exists (select from reevaluation) as some`;
  if (!waiting?.some) return 0;
  const taken = await ctx.db.$transaction(
    async (tx) => {
      const rows = await tx.$queryRaw<Entry[]>`
        delete from reevaluation where id in (select id from reevaluation order by id limit ${batch})
        returning token_id as token, account_id as account, person_id as person, owners_only as "ownersOnly", everything`;
      const ids = (kind: "token" | "account" | "person", some = rows) => [...new Set(some.flatMap((row) => row[kind] ?? []))];
      const judged = rows.filter((row) => !row.ownersOnly);
      const [tokens, accounts, persons] = [ids("token", judged), ids("account"), ids("person")];
      // a signature may have changed which sighting speaks for a token
      if (tokens.length > 0) await mergeTokens(tx, ctx, { tokens });
      if (persons.length > 0) await linkAccounts(tx, ctx, { persons });
      if (accounts.length > 0) await linkAccounts(tx, ctx, { accounts });
      if (tokens.length + accounts.length > 0) await evaluateRules(tx, ctx, { tokens, accounts });
      await askWhoOwns(tx, ctx, ids("token"), accounts);
      return rows;
    },
    { timeout: 120_000, maxWait: 60_000 },
  );
  // Compares only, and judges in transactions of its own: a collector that dies meanwhile makes it up in its first sweep after the start.
  if (taken.some(({ everything }) => everything)) await judgeDrifted(ctx, signal);
  return taken.length;
}

/** Suggestions, and the question to a successor, for these tokens and those that these accounts made. */
async function askWhoOwns(tx: Tx, ctx: Context, tokens: string[], accounts: string[]): Promise<void> {
  const made = accounts.length === 0 ? [] : await tx.$queryRaw<{ id: string }[]>`select id from token where creator_account_id = any(${accounts}::uuid[])`;
  const all = [...new Set([...tokens, ...made.map(({ id }) => id)])];
  if (all.length === 0) return;
  await evaluateSuggestions(tx, ctx, all);
  await proposeSuccession(tx, ctx, { tokens: all });
}

/** Empties the list. */
export async function reevaluateAll(ctx: Context, signal: AbortSignal = never): Promise<void> {
  while ((await reevaluate(ctx, signal)) > 0);
}
