import { linkAccounts } from "../../lib/accounts/link-accounts";
import type { Context } from "../../lib/core/context";
import { evaluateRules } from "../../lib/detection/evaluate";
import { askForOwners, mostAtOnce } from "../../lib/detection/evaluate-soon";
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
  everything: boolean;
  connection: string | null;
}

/** Whether anything stands on the list: what looks every second opens no transaction for nothing. */
const waits = async ({ db }: Context, ownersOnly: boolean): Promise<boolean> =>
  (await db.reevaluation.findFirst({ where: { ownersOnly }, select: { id: true } })) !== null;

/**
 * Looks at what a large page put off, and again at what other roles changed: links that people decided, owners, proofs, and persons who may be behind an account. The list
 * is emptied in the transaction of the answer, so a collector that dies in between loses nothing. A changed policy
 * concerns every token, and is answered by comparing all of them. Who may own what it concerned is put on the list in turn. Returns how many entries it took.
 */
export async function reevaluate(ctx: Context, signal: AbortSignal = never): Promise<number> {
  const taken = await ctx.db.$transaction(
    async (tx) => {
      const rows = await tx.$queryRaw<Entry[]>`
        delete from reevaluation where id in (select id from reevaluation where not owners_only order by id limit ${batch})
        returning token_id as token, account_id as account, person_id as person, everything, connection_id as connection`;
      const ids = (kind: "token" | "account" | "person" | "connection") => [...new Set(rows.flatMap((row) => row[kind] ?? []))];
      const [tokens, accounts, persons] = [ids("token"), ids("account"), ids("person")];
      const connections = ids("connection");
      if (connections.length > 0)
        await tx.$executeRaw`insert into reevaluation (token_id) select id from token where connection_id = any(${connections}::uuid[])`;
      // a signature may have changed which sighting speaks for a token
      if (tokens.length > 0) await mergeTokens(tx, ctx, { tokens });
      if (persons.length > 0) await linkAccounts(tx, ctx, { persons });
      if (accounts.length > 0) await linkAccounts(tx, ctx, { accounts });
      if (tokens.length + accounts.length > 0) await evaluateRules(tx, ctx, { tokens, accounts });
      await askForOwners(tx, { tokens, accounts });
      return rows;
    },
    { timeout: 120_000, maxWait: 60_000 },
  );
  // Compares only, and judges in transactions of its own: a collector that dies meanwhile makes it up in its first sweep after the start.
  if (taken.some(({ everything }) => everything)) await judgeDrifted(ctx, signal);
  return taken.length;
}

/**
 * Who may own the tokens on the list, and who takes over what a leaver owned. In a transaction of its own, which waits five seconds at most: web may hold rows of owners and
 * offers as long as it likes (decision 13), and neither a finding nor a departure may wait for that. Returns how many entries it took.
 */
export async function askWhoOwns(ctx: Context): Promise<number> {
  return ctx.db.$transaction(
    async (tx) => {
      const rows = await tx.$queryRaw<{ token: string }[]>`
        delete from reevaluation where id in (select id from reevaluation where owners_only order by id limit ${batch}) returning token_id as token`;
      if (rows.length === 0) return 0;
      const tokens = [...new Set(rows.map(({ token }) => token))];
      await tx.$executeRaw`set local lock_timeout = '5s'`;
      await evaluateSuggestions(tx, ctx, tokens);
      await proposeSuccession(tx, ctx, { tokens });
      return rows.length;
    },
    { timeout: 120_000, maxWait: 60_000 },
  );
}

/** Empties the list. What follows for owners moves findings in turn, and comes to rest. What another took meanwhile is looked for again: it may have left more. */
export async function reevaluateAll(ctx: Context, signal: AbortSignal = never): Promise<void> {
  while (!signal.aborted && (await waits(ctx, false))) await reevaluate(ctx, signal);
  while (!signal.aborted && (await waits(ctx, true))) await askWhoOwns(ctx);
}
