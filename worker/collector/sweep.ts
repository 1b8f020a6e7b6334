import type { Context } from "../../lib/core/context";
import { evaluateRules } from "../../lib/detection/evaluate";
import { everyId } from "../../lib/detection/scope";
import { proposeSuccession } from "../../lib/ownership/propose-succession";
import { evaluateSuggestions } from "../../lib/suggestions/evaluate-suggestions";

/**
 * Looks at every token and account once: after an update of the rules, and because time alone moves some facts (a token grows older).
 * In chunks of their own transactions, so that nobody waits for the whole.
 */
export async function sweepRules(ctx: Context, signal: AbortSignal): Promise<void> {
  for (const table of ["account", "token"] as const)
    for await (const ids of everyId(ctx.db, table)) {
      if (signal.aborted) return;
      const scope = table === "token" ? { tokens: ids } : { accounts: ids };
      await ctx.db.$transaction((tx) => evaluateRules(tx, ctx, scope), { timeout: 300_000, maxWait: 60_000 });
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
