import { appendAudit } from "../../../lib/audit/append";
import type { Coverage } from "../../../lib/connections/coverage";
import type { ReadConnector } from "../../../lib/connectors/contract";
import type { Context } from "../../../lib/core/context";
import type { Tx } from "../../../lib/core/db";
import { formatDuration } from "../../../lib/core/format";
import { type Claimed, holdRun } from "./claim";
import { secondsToNext } from "./pace";

export interface Ending {
  status: "succeeded" | "partial" | "failed" | "cancelled";
  /** what went wrong or was left out, with the next step; null when nothing was */
  error: string | null;
  /** everything was listed to its end, though rows may have been rejected: what is known is fresh */
  complete: boolean;
  /** whether the connection works; null = this run does not say (cancelled) */
  healthy: boolean | null;
  /** seconds before which the vendor asks not to come back; 0 = it did not ask */
  pauseSeconds?: number;
  /** null = the connection could not be opened */
  connector: ReadConnector | null;
}

/** Ends a run: its row, the connection's health and coverage, the audit entry, and what was kept only for the run. Throws ClaimLost. */
export async function finishRun(ctx: Context, run: Claimed, ended: Ending): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    await holdRun(tx, run);
    const now = ctx.clock.now();
    const { connection } = await tx.syncRun.findUniqueOrThrow({
      where: { id: run.id },
      select: { connection: { select: { syncIntervalSeconds: true, health: { select: { message: true } } } } },
    });
    const ending = { ...ended, error: withPause(ended, connection.syncIntervalSeconds) };
    const row = await tx.syncRun.update({
      where: { id: run.id },
      data: { status: ending.status, error: ending.error, finishedAt: now, heartbeatAt: now, phase: null, claimedBy: null },
      include: { connection: { select: { name: true } } },
    });
    await tx.$executeRaw`delete from sync_seen where run_id = ${run.id}::uuid`;
    await writeHealth(tx, run, ending, now, connection.syncIntervalSeconds);
    // A scheduled run that found everything as it was, or failed as the one before, says nothing new; the log of a quiet month stays readable.
    const quiet = row.trigger === "schedule" && ending.error === (connection.health?.message ?? null) && row.created + row.changed + row.missing === 0;
    if (quiet) return keepOneAnHour(tx, run, ending, now);
    const { read, created, changed, unchanged, rejected, missing, trigger } = row;
    await appendAudit(tx, ctx.actor, {
      action: "sync.finished",
      subject: { type: "connection", id: run.connectionId },
      detail: {
        run: run.id,
        connection: row.connection.name,
        trigger,
        status: ending.status,
        error: ending.error,
        read,
        created,
        changed,
        unchanged,
        rejected,
        missing,
      },
    });
  });
}

/** Of the scheduled runs that say the same, one an hour stays: a directory that is read every few seconds would fill the history with them. */
async function keepOneAnHour(tx: Tx, run: Claimed, { status, error }: Ending, now: Date): Promise<void> {
  const hour = new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000);
  await tx.syncRun.deleteMany({
    where: {
      ...{ connectionId: run.connectionId, id: { not: run.id }, trigger: "schedule", status, error },
      ...{ created: 0, changed: 0, missing: 0, finishedAt: { gte: hour } },
    },
  });
}

/** The run's sentence, with the pause that the vendor asked for where it is longer than the interval. */
function withPause({ error, pauseSeconds = 0 }: Ending, intervalSeconds: number): string | null {
  if (error === null || pauseSeconds <= intervalSeconds) return error;
  return `${error} The vendor asks to be left alone for ${formatDuration(pauseSeconds * 1000)}, so the next scheduled sync waits that long.`;
}

async function writeHealth(tx: Tx, run: Claimed, ending: Ending, now: Date, intervalSeconds: number): Promise<void> {
  const seconds = secondsToNext({
    ...{ intervalSeconds, pauseSeconds: ending.pauseSeconds ?? 0, healthy: ending.healthy !== false },
    ...{ directory: ending.connector?.directory !== undefined, milliseconds: now.getTime() - run.startedAt.getTime() },
  });
  const nextSyncAt = new Date(now.getTime() + seconds * 1000);
  const good = ending.complete ? { lastGoodSyncAt: run.startedAt } : {};
  const state = ending.healthy === null ? {} : { state: ending.healthy ? "ok" : "failing", message: ending.error, checkedAt: now };
  const seen = ending.connector ? { capabilities: coverageOf(ending.connector) } : {};
  const data = { ...state, ...good, ...seen, ...(await countFacts(tx, run.connectionId)), nextSyncAt };
  await tx.connectionHealth.upsert({
    where: { connectionId: run.connectionId },
    update: data,
    create: { connectionId: run.connectionId, state: "never_synced", ...data },
  });
}

/** How much the connection holds now. */
async function countFacts(tx: Tx, connectionId: string): Promise<{ tokens: number; missing: number; accounts: number }> {
  const [row] = await tx.$queryRaw<{ tokens: number; missing: number; accounts: number }[]>`
    select count(*)::int as tokens, count(missing_since)::int as missing, (select count(*)::int from account where connection_id = ${connectionId}::uuid) as accounts
    from token where connection_id = ${connectionId}::uuid`;
  return row ?? { tokens: 0, missing: 0, accounts: 0 };
}

function coverageOf(connector: ReadConnector): Coverage {
  const classes = Object.fromEntries(Object.entries(connector.reader?.capabilities ?? {}).map(([name, abilities]) => [name, { ...abilities }]));
  return { classes, blindSpots: connector.reader?.blindSpots ?? [], directory: connector.directory !== undefined };
}
