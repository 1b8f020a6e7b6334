import type { Context } from "../../lib/core/context";
import { evaluateRules } from "../../lib/detection/evaluate";
import { mostAtOnce } from "../../lib/detection/evaluate-soon";
import { driftedTokens } from "../../lib/detection/judge-tokens";
import type { TokenScope } from "../../lib/detection/judged-sql";
import { everyId, tokenRanges } from "../../lib/detection/scope";
import { proposeSuccession } from "../../lib/ownership/propose-succession";
import { evaluateSuggestions } from "../../lib/suggestions/evaluate-suggestions";

const never = new AbortController().signal;

/**
 * Looks at every account and token once: after an update of the rules, when a policy changed, and because time alone moves some facts.
 * Tokens are compared first, in one statement that reads and locks nothing; only those whose rules would say something else than when
 * they were last judged are judged again. In batches of their own transactions, so that nobody waits for the whole.
 */
export async function sweepRules(ctx: Context, signal: AbortSignal): Promise<void> {
  for await (const accounts of everyId(ctx.db, "account")) {
    if (signal.aborted) return;
    await ctx.db.$transaction((tx) => evaluateRules(tx, ctx, { accounts }), { timeout: 300_000, maxWait: 60_000 });
  }
  await judgeDrifted(ctx, signal);
}

/** Judges again what has drifted: what one connection found, while the other may still compare. Returns how many tokens that were. */
export async function judgeDrifted(ctx: Context, signal: AbortSignal): Promise<number> {
  let count = 0;
  const ranges = await tokenRanges(ctx.db);
  const sweepRest = async () => {
    for (let range = ranges.pop(); range && !signal.aborted; range = ranges.pop()) {
      const drifted = await compare(ctx, range);
      await judgeInBatches(ctx, drifted, signal);
      count += drifted.length;
    }
  };
  await Promise.all([sweepRest(), sweepRest()]);
  return count;
}

/** The tokens in scope whose rules would say something else than they said. */
function compare(ctx: Context, scope: TokenScope): Promise<string[]> {
  return ctx.db.$transaction(
    async (tx) => {
      // Two connections share the processors already: workers of each would only hand rows about.
      await tx.$executeRaw`select set_config('jit', 'off', true), set_config('work_mem', '48MB', true), set_config('max_parallel_workers_per_gather', '0', true)`;
      const rows = await tx.$queryRaw<{ id: string }[]>(driftedTokens(scope, ctx.clock.now()));
      return rows.map(({ id }) => id);
    },
    { timeout: 600_000, maxWait: 60_000 },
  );
}

/** Those whose moment has come since they were last judged: an end, a window, an interval. An index finds them. Returns how many. */
export async function judgeDue(ctx: Context, signal: AbortSignal = never): Promise<number> {
  let count = 0;
  for (;;) {
    const due = await ctx.db.$queryRaw<{ id: string }[]>`
      select token_id as id from judgement where due_at <= ${ctx.clock.now()} order by due_at limit ${mostAtOnce}`;
    if (due.length === 0 || signal.aborted) return count;
    await judgeInBatches(
      ctx,
      due.map(({ id }) => id),
      signal,
    );
    count += due.length;
  }
}

async function judgeInBatches(ctx: Context, ids: readonly string[], signal: AbortSignal): Promise<void> {
  for (let start = 0; start < ids.length && !signal.aborted; start += mostAtOnce) {
    const tokens = ids.slice(start, start + mostAtOnce);
    await ctx.db.$transaction((tx) => evaluateRules(tx, ctx, { tokens }), { timeout: 300_000, maxWait: 60_000 });
  }
}

/**
 * Looks at who may own each token once: what people taught about a pattern, and who leads a team, moves suggestions that nothing else touches.
 */
export async function sweepOwners(ctx: Context, signal: AbortSignal): Promise<void> {
  for await (const tokens of everyId(ctx.db, "token")) {
    if (signal.aborted) return;
    await ctx.db.$transaction(
      async (tx) => {
        await tx.$executeRaw`set local lock_timeout = '5s'`;
        await evaluateSuggestions(tx, ctx, tokens);
        await proposeSuccession(tx, ctx, { tokens });
      },
      { timeout: 300_000, maxWait: 60_000 },
    );
  }
}

const keepDays = 30;

/** Runs older than a month go, except the newest of each connection. */
export async function pruneRuns(ctx: Context): Promise<void> {
  const before = new Date(ctx.clock.now().getTime() - keepDays * 86_400_000);
  await ctx.db.$executeRaw`
    delete from sync_run r where r.finished_at < ${before}
      and exists (select from sync_run n where n.connection_id = r.connection_id and n.finished_at > r.finished_at)`;
}

const keepSelectionDays = 7;

/** What somebody reviewed for a bulk action a week ago is no longer what they would review today. */
export async function pruneSelections(ctx: Context): Promise<void> {
  const before = new Date(ctx.clock.now().getTime() - keepSelectionDays * 86_400_000);
  await ctx.db.$executeRaw`delete from token_selection where created_at < ${before}`;
}

/**
 * Lists in memory read what is touched within seconds, and read everything anew when they looked away for 50 minutes. A row may go once every
 * transaction up to its own has been over for an hour: a row that is an hour old names the transactions that were over by then.
 */
export async function trimTouches(ctx: Context): Promise<void> {
  await ctx.db.$executeRaw`
    delete from token_touch where xid < (select max(oldest) from token_touch where at < clock_timestamp() - interval '1 hour')`;
}
