import type { Context } from "../../../lib/core/context";
import type { Tx } from "../../../lib/core/db";
import { ClaimLost } from "./fault";
import type { SyncLimits } from "./parts";

/** A run that this collector holds. */
export interface Claimed {
  id: string;
  connectionId: string;
  claim: string;
  startedAt: Date;
  /** the step that was under way, or null at the beginning */
  phase: string | null;
  cursor: unknown;
  cancelledBy: string | null;
}

/**
 * Takes the next run: one that was left behind by a collector that died, else the one that waits longest. Several collectors never get
 * the same one, and a connection is never read twice at once.
 */
export async function claimRun(ctx: Context, limits: SyncLimits): Promise<Claimed | null> {
  const now = ctx.clock.now();
  if (!(await ctx.db.syncRun.findFirst({ where: { status: { in: ["queued", "running"] } }, select: { id: true } }))) return null;
  await forgetOld(ctx, new Date(now.getTime() - limits.forgetMilliseconds));
  const stale = new Date(now.getTime() - limits.staleMilliseconds);
  const claim = ctx.ids.uuid();
  const [run] = await ctx.db.$queryRaw<Claimed[]>`
    update sync_run r set status = 'running', claimed_by = ${claim}, started_at = coalesce(r.started_at, ${now}), heartbeat_at = ${now}
    where r.id = (
      select q.id from sync_run q
      where (q.status = 'running' and (q.claimed_by is null or q.heartbeat_at < ${stale}))
        or (q.status = 'queued' and not exists (select from sync_run o where o.connection_id = q.connection_id and o.status = 'running'))
      order by q.status = 'running' desc, q.queued_at limit 1 for update skip locked)
    returning r.id, r.connection_id as "connectionId", r.claimed_by as claim, r.started_at as "startedAt", r.phase, r.cursor, r.cancelled_by as "cancelledBy"`;
  return run ?? null;
}

/** A run that nobody carried on for very long goes back to its beginning. */
async function forgetOld(ctx: Context, before: Date): Promise<void> {
  await ctx.db.$executeRaw`
    with forgotten as (
      update sync_run set phase = null, cursor = null, started_at = null, read = 0, created = 0, changed = 0, unchanged = 0, rejected = 0, expected = null
      where status = 'running' and heartbeat_at < ${before} and phase is not null returning id
    ), rejects as (delete from sync_reject using forgotten where sync_run_id = forgotten.id)
    delete from sync_seen using forgotten where run_id = forgotten.id`;
}

/** Locks the run for this transaction. Throws ClaimLost when it is not ours any more: then nothing of the page is written. */
export async function holdRun(tx: Tx, run: Claimed): Promise<{ cancelledBy: string | null }> {
  const [row] = await tx.$queryRaw<{ cancelledBy: string | null }[]>`
    select cancelled_by as "cancelledBy" from sync_run where id = ${run.id}::uuid and status = 'running' and claimed_by = ${run.claim} for update`;
  if (!row) throw new ClaimLost();
  return row;
}

/** Says that the run lives. Returns whether it is still ours, and whether somebody wants it stopped. */
export async function beat(ctx: Context, run: Claimed): Promise<{ ours: boolean; cancelled: boolean }> {
  const [row] = await ctx.db.$queryRaw<{ cancelledBy: string | null }[]>`
    update sync_run set heartbeat_at = ${ctx.clock.now()} where id = ${run.id}::uuid and status = 'running' and claimed_by = ${run.claim}
    returning cancelled_by as "cancelledBy"`;
  return { ours: row !== undefined, cancelled: row?.cancelledBy != null };
}

/** Lets a run go, so that another collector takes it up at once: this process ends. */
export async function releaseRun(ctx: Context, run: Claimed): Promise<void> {
  await ctx.db.$executeRaw`update sync_run set claimed_by = null where id = ${run.id}::uuid and status = 'running' and claimed_by = ${run.claim}`;
}
