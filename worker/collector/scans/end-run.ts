import { appendAudit } from "../../../lib/audit/append";
import type { Context } from "../../../lib/core/context";
import type { Tx } from "../../../lib/core/db";
import { keepable } from "../../../lib/core/keepable";
import { createScanner } from "../../../lib/detection/secrets/scanner";
import { bare } from "../../../lib/exposure/sightings";
import type { Unreadable } from "../../../lib/exposure/sources/piece";

/** A run that has said nothing for so long is taken for dead. */
export const staleMilliseconds = 50_000;
export const brokenOff = "Its process ended before it was done. What it had found is kept; the next run of this source makes up the rest.";
/** Content that nobody sends within a day does not come. */
const waitMilliseconds = 86_400_000;

export interface Ending {
  status: "succeeded" | "failed" | "cancelled";
  error: string | null;
}

/** Writes how a run ended, with what it could not read. One that was ended by somebody else stays as it is; returns whether this did. */
export async function endRun(tx: Tx, ctx: Context, runId: string, { status, error: said }: Ending, unread: readonly Unreadable[]): Promise<boolean> {
  // a system's or git's own words may stand in it
  const error = said === null ? null : keepable(bare({ scanner: createScanner() }, said));
  const { count } = await tx.scanRun.updateMany({ where: { id: runId, status: "running" }, data: { status, error, finishedAt: ctx.clock.now() } });
  if (count === 0) return false;
  const { exposures, occurrences } = await tx.scanRun.findUniqueOrThrow({ where: { id: runId }, select: { exposures: true, occurrences: true } });
  const rows = unread.map(({ path, reason, detail }, n) => ({ runId, n, path: keepable(path), reason, detail: detail === null ? null : keepable(detail) }));
  await tx.unreadable.createMany({ data: rows });
  await appendAudit(tx, ctx.actor, { action: `scan.${status}`, subject: { type: "scan", id: runId }, detail: { exposures, occurrences, error } });
  return true;
}

interface Ended extends Ending {
  id: string;
  exposures: number;
  occurrences: number;
}

/** Ends what will not end by itself: runs whose process died, runs that were cancelled before they began, content that never came. Returns how many. */
export async function endBrokenRuns(ctx: Context): Promise<number> {
  const now = ctx.clock.now();
  const before = (milliseconds: number) => new Date(now.getTime() - milliseconds);
  return ctx.db.$transaction(async (tx) => {
    const ended = await tx.$queryRaw<Ended[]>`
      update scan_run set finished_at = ${now},
        status = (case when cancelled_by is not null then 'cancelled' else 'failed' end)::sync_status,
        error = case when cancelled_by is not null then null when status = 'running' then ${brokenOff} else 'Its content never came. Send it again.' end
      where (status = 'running' and heartbeat_at < ${before(staleMilliseconds)}) or (status = 'queued' and cancelled_by is not null)
        or (status = 'queued' and file_name is not null and queued_at < ${before(waitMilliseconds)})
      returning id, status::text as status, error, exposures, occurrences`;
    await sayEnded(tx, ctx, ended);
    return ended.length;
  });
}

/** Ends the runs of one source whose process died. */
export async function endSilentRuns(tx: Tx, ctx: Context, sourceId: string): Promise<void> {
  const now = ctx.clock.now();
  const ended = await tx.$queryRaw<Ended[]>`
    update scan_run set status = 'failed', error = ${brokenOff}, finished_at = ${now}
    where source_id = ${sourceId}::uuid and status = 'running' and heartbeat_at < ${new Date(now.getTime() - staleMilliseconds)}
    returning id, status::text as status, error, exposures, occurrences`;
  await sayEnded(tx, ctx, ended);
}

async function sayEnded(tx: Tx, ctx: Context, ended: readonly Ended[]): Promise<void> {
  for (const { id, status, ...detail } of ended) await appendAudit(tx, ctx.actor, { action: `scan.${status}`, subject: { type: "scan", id }, detail });
}
