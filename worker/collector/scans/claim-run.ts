import { appendAudit } from "../../../lib/audit/append";
import type { Context } from "../../../lib/core/context";
import type { Tx } from "../../../lib/core/db";
import { conflict, notFound } from "../../../lib/core/errors";
import type { Channel } from "../../../lib/domain/exposures";
import { staleMilliseconds } from "./end-run";
import type { Run } from "./open-run";

/** A run whose content somebody sends. */
export interface SentRun extends Run {
  name: string;
  fileName: string;
  channel: Channel;
}

/** Takes a run that waits for its content, or whose content did not come to its end: it begins anew. Throws NotFound, or Conflict with what to do. */
export async function claimSent(ctx: Context, id: string, size: number | null): Promise<SentRun> {
  const now = ctx.clock.now();
  const stale = new Date(now.getTime() - staleMilliseconds);
  return ctx.db.$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<SentRun[]>`
      update scan_run r set status = 'running', started_at = ${now}, heartbeat_at = ${now}, finished_at = null, error = null, extent = 'whole', size = coalesce(${size}, r.size), received = 0,
        texts = 0, bytes = 0, commits = 0, sightings = 0, marked = '{}', unreadable = '{}'
      from scan_source s
      where r.id = ${id}::uuid and s.id = r.source_id and s.form = 'upload' and r.file_name is not null and r.cancelled_by is null
        and (r.status in ('queued', 'failed') or (r.status = 'running' and r.heartbeat_at < ${stale}))
      returning r.id, r.source_id as "sourceId", s.name, r.file_name as "fileName", s.channel::text as channel`;
    if (!row) throw await refused(tx, id);
    await tx.unreadable.deleteMany({ where: { runId: id } });
    await appendAudit(tx, ctx.actor, {
      action: "scan.started",
      subject: { type: "scan", id },
      detail: { form: "upload", name: row.name, channel: row.channel },
    });
    return row;
  });
}

async function refused(tx: Tx, id: string): Promise<Error> {
  const row = await tx.scanRun.findUnique({ where: { id }, select: { status: true, fileName: true, cancelledBy: true } });
  if (!row || row.fileName === null) return notFound("The run");
  if (row.cancelledBy !== null || row.status === "cancelled")
    return conflict("This run was cancelled. Start a new one; what was found is known and not doubled.");
  if (row.status === "running") return conflict("The content of this run is being sent already. Its page shows how far it is.");
  return conflict("This run is over. Start a new one; what was found is known and not doubled.");
}

/** What lies on this host, systems over HTTP, and repositories that are fetched: whoever waits for one of these keeps nobody else waiting. */
export type Lane = "host" | "systems" | "mirrors";

/**
 * Takes the run that has waited longest for a source that is not being looked through, nor another at the same system; null where none waits. Of
 * repositories one is fetched at a time from each origin, and another origin's goes first: one that is slow, or lists many, keeps no other waiting. What
 * rests is taken for whoever asked for it alone.
 */
export async function claimNext(ctx: Context, lane: Lane = "host"): Promise<Run | null> {
  const now = ctx.clock.now();
  // as written, so that the index of what waits answers it
  const [waiting] = await ctx.db.$queryRaw<{ some: boolean }[]>`select exists (select from scan_run where status = 'queued' and file_name is null) as some`;
  if (!waiting?.some) return null;
  return ctx.db.$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<(Run & { name: string })[]>`
      update scan_run r set status = 'running', started_at = ${now}, heartbeat_at = ${now} from scan_source s
      where s.id = r.source_id and r.id = (
        with busy as materialized (
          select o.id, o.form, o.location, case when o.form = 'git' and o.location like 'https://%' then split_part(o.location, '/', 3) end as code, coalesce(b.extent, 'fetch') = 'fetch' as fetching
          from scan_run b join scan_source o on o.id = b.source_id where b.status = 'running')
        select q.id from scan_run q join scan_source p on p.id = q.source_id
        where q.status = 'queued' and q.file_name is null and q.cancelled_by is null and p.location is not null and p.removed_at is null
          and case when p.form = 'rest' then 'systems' when exists (select from scan_mirror m where m.source_id = p.id) then 'mirrors' else 'host' end = ${lane}
          and not exists (select from busy b where b.id = p.id or (p.form = 'rest' and b.form = 'rest' and b.location = p.location)
            or (${lane} = 'mirrors' and b.fetching and b.code = split_part(p.location, '/', 3)))
          and (q.trigger <> 'schedule' or (p.paused_at is null and not exists (select from scan_source t where t.id = p.parent_id and t.paused_at is not null)))
        order by exists (select from busy b where ${lane} = 'mirrors' and b.code = split_part(p.location, '/', 3)), q.queued_at, q.id limit 1 for update of q skip locked)
      returning r.id, r.source_id as "sourceId", s.name`;
    if (!row) return null;
    await appendAudit(tx, ctx.actor, { action: "scan.started", subject: { type: "scan", id: row.id }, detail: { name: row.name } });
    return row;
  });
}

/** Queues a run of every source whose time has come. Returns how many. */
export async function queueDueScans(ctx: Context): Promise<number> {
  const now = ctx.clock.now();
  // what a system lists rests with it
  const due = { nextRunAt: { lte: now }, pausedAt: null, removedAt: null, OR: [{ parentId: null }, { parent: { pausedAt: null } }] };
  if (!(await ctx.db.scanSource.findFirst({ where: due, select: { id: true } }))) return 0;
  return ctx.db.$transaction(async (tx) => {
    const queued = await tx.$queryRaw<{ id: string }[]>`
      update scan_source s set next_run_at = ${now}::timestamptz + make_interval(mins => s.every)
      where s.every is not null and s.removed_at is null and s.paused_at is null and s.next_run_at <= ${now}
        and not exists (select from scan_source p where p.id = s.parent_id and p.paused_at is not null) returning s.id`;
    if (queued.length === 0) return 0;
    return tx.$executeRaw`
      insert into scan_run (id, source_id, trigger, status, queued_at)
      select gen_random_uuid(), d.id, 'schedule', 'queued', ${now} from unnest(${queued.map(({ id }) => id)}::uuid[]) d (id)
      where not exists (select from scan_run r where r.source_id = d.id and r.status = 'running' and r.file_name is null)
      on conflict (source_id) where status = 'queued' and file_name is null do nothing`;
  });
}
