import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { notFound } from "../core/errors";
import { type Channel, type ScanForm, type UnreadableReason, unreadableReasons } from "../domain/exposures";
import { type ExposureRow, exposureRows } from "./exposure-row";

/** One looking through a source. Times ISO 8601; `null` means that it has not come to that. */
export interface ScanRun {
  id: string;
  /** who asked for it, by name; "schedule" = its time had come */
  trigger: string;
  /** waiting = for its content; stalled = nothing was heard of it for a while */
  status: "waiting" | "queued" | "running" | "stalled" | "succeeded" | "failed" | "cancelled" | "partial";
  /** how much of the source: all of it, of a history what is new, nothing because nothing changed */
  extent: "whole" | "since" | "unchanged" | null;
  /** of content that somebody sends */
  fileName: string | null;
  /** bytes that somebody sends, and that came so far */
  size: number | null;
  received: number;
  queued: string;
  started: string | null;
  finished: string | null;
  error: string | null;
  texts: number;
  bytes: number;
  commits: number;
  /** what looked like a secret, and of these those known not to be live, by mark */
  sightings: number;
  marked: Record<string, number>;
  /** secrets and places that were not known before */
  exposures: number;
  occurrences: number;
  /** what could not be looked at, or not whole, by reason */
  unreadable: Record<string, number>;
}

/** What is looked through. Its name is text that somebody else wrote. */
export interface ScanSource {
  id: string;
  form: ScanForm;
  name: string;
  /** path on the collector's host; null = it came once and is not kept */
  location: string | null;
  channel: Channel;
  /** minutes between two runs; null = only when somebody asks, or sends it */
  every: number | null;
  /** when it is due, unless it rests */
  next: string | null;
  /** who lets it rest, and since when */
  paused: { by: string; at: string } | null;
  /** since when it is no longer looked through */
  removed: string | null;
  /** secrets with a place in it, whatever has become of them */
  secrets: number;
  runs: number;
  last: ScanRun | null;
}

/** So many sources are shown; all are counted. */
const mostSources = 200;
const mostRuns = 50;
const mostSeen = 100;
/** So many things that could not be read are shown of a run; all are counted. */
const mostUnread = 200;

/** Whoever did it, by name where a person is known. The column is of this code base, never input. */
const nameSql = (column: string): string => `coalesce((select p.display_name from person p where ${column} = 'person:' || p.id), replace(${column}, ':', ' '))`;
const stalled = "interval '15 seconds'";
const statusSql = (run: string): string =>
  `case when ${run}.cancelled_by is not null and ${run}.status in ('queued', 'failed') then 'cancelled' when ${run}.status = 'queued' and ${run}.file_name is not null then 'waiting'
    when ${run}.status = 'running' and ${run}.heartbeat_at < now() - ${stalled} then 'stalled' else ${run}.status::text end`;

/** A run as JSON; the alias is of this code base, never input. */
const runJson = (alias: string): Prisma.Sql =>
  Prisma.raw(`json_build_object('id', ${alias}.id, 'trigger', ${nameSql(`${alias}.trigger`)}, 'status', ${statusSql(alias)}, 'extent', ${alias}.extent, 'fileName', ${alias}.file_name,
  'size', ${alias}.size, 'received', ${alias}.received, 'queued', ${alias}.queued_at, 'started', ${alias}.started_at,
  'finished', ${alias}.finished_at, 'error', ${alias}.error, 'texts', ${alias}.texts, 'bytes', ${alias}.bytes, 'commits', ${alias}.commits, 'sightings', ${alias}.sightings, 'marked', ${alias}.marked,
  'exposures', ${alias}.exposures, 'occurrences', ${alias}.occurrences, 'unreadable', ${alias}.unreadable)`);
const sourceJson = Prisma.sql`json_build_object('id', s.id, 'form', s.form, 'name', s.name, 'location', s.location, 'channel', s.channel, 'every', s.every,
  'next', case when s.paused_at is null and s.removed_at is null then s.next_run_at end, 'removed', s.removed_at,
  'paused', case when s.paused_at is not null then json_build_object('by', ${Prisma.raw(nameSql("s.paused_by"))}, 'at', s.paused_at) end,
  'secrets', (select count(distinct o.exposure_id)::int from occurrence o where o.source_id = s.id), 'runs', (select count(*)::int from scan_run n where n.source_id = s.id),
  'last', case when r.id is not null then ${runJson("r")} end)`;
const lastRun = Prisma.sql`left join lateral (select * from scan_run n where n.source_id = s.id order by n.queued_at desc, n.id desc limit 1) r on true`;

/** What was looked through, the latest first, with how many there are. */
export async function listScanSources(ctx: Context): Promise<{ sources: ScanSource[]; total: number }> {
  authorize(ctx.actor, "inventory.read");
  const [total, [result]] = await Promise.all([
    ctx.db.scanSource.count(),
    ctx.db.$queryRaw<[{ sources: ScanSource[] }]>`
      select coalesce(json_agg(row order by n), '[]') as sources from (
        select ${sourceJson} as row, row_number() over (order by r.queued_at desc nulls last, s.id) as n from scan_source s ${lastRun} order by n limit ${mostSources}) x`,
  ]);
  return { sources: result.sources, total };
}

/** Something that could not be looked at. Path and detail are text that somebody else wrote. */
export interface Unread {
  /** place in its run, from 0 */
  n: number;
  path: string;
  reason: UnreadableReason | string;
  detail: string | null;
}

export interface ScanSourcePage {
  source: ScanSource;
  /** newest first, at most fifty */
  runs: ScanRun[];
  /** the one that was asked for, or the last */
  run: ScanRun | null;
  /** of that run, in the order in which it was met; at most two hundred */
  unread: Unread[];
}

/** A run with its source and what it saw. */
export interface Scan extends ScanRun {
  source: { id: string; name: string; form: ScanForm; channel: Channel };
  /** secrets seen by it, as far as no later run of its source saw them too; at most a hundred, the gravest first */
  seen: ExposureRow[];
}

/** One run, however far it is. Throws NotFound. */
export async function scanOf(ctx: Context, given: string): Promise<Scan> {
  authorize(ctx.actor, "inventory.read");
  const id = z.uuid().safeParse(given).data;
  if (!id) throw notFound("The run");
  const [found] = await ctx.db.$queryRaw<{ run: ScanRun; source: Scan["source"] }[]>`
    select ${runJson("n")} as run, json_build_object('id', s.id, 'name', s.name, 'form', s.form, 'channel', s.channel) as source
    from scan_run n join scan_source s on s.id = n.source_id where n.id = ${id}::uuid`;
  if (!found) throw notFound("The run");
  const seen = await ctx.db.$queryRaw<{ id: string }[]>`
    select e.id from exposure e where e.id in (
      select o.exposure_id from scan_run n join occurrence o on o.source_id = n.source_id and o.last_seen_at >= n.started_at and (n.finished_at is null or o.last_seen_at <= n.finished_at)
      where n.id = ${id}::uuid)
    order by e.severity, e.detected_at desc, e.id limit ${mostSeen}`;
  return {
    ...found.run,
    source: found.source,
    seen: await exposureRows(
      ctx.db,
      seen.map((each) => each.id),
    ),
  };
}

/** A source with its runs, and one of them in full. Throws NotFound for either. */
export async function scanSourcePage(ctx: Context, given: string, wanted?: string): Promise<ScanSourcePage> {
  authorize(ctx.actor, "inventory.read");
  const [id, runId] = [z.uuid().safeParse(given).data, wanted === undefined ? null : z.uuid().safeParse(wanted).data];
  if (!id) throw notFound("The source");
  const [[source], [{ runs }]] = await Promise.all([
    ctx.db.$queryRaw<{ row: ScanSource }[]>`select ${sourceJson} as row from scan_source s ${lastRun} where s.id = ${id}::uuid`,
    ctx.db.$queryRaw<[{ runs: ScanRun[] }]>`
      select coalesce(json_agg(${runJson("n")} order by n.queued_at desc, n.id desc), '[]') as runs
      from (select * from scan_run where source_id = ${id}::uuid order by queued_at desc, id desc limit ${mostRuns}) n`,
  ]);
  if (!source) throw notFound("The source");
  const run = runId === null ? (runs[0] ?? null) : runs.find((each) => each.id === runId);
  if (run === undefined) throw notFound("The run");
  const unread = run
    ? await ctx.db.unreadable.findMany({
        where: { runId: run.id },
        orderBy: { n: "asc" },
        take: mostUnread,
        select: { n: true, path: true, reason: true, detail: true },
      })
    : [];
  return { source: source.row, runs, run, unread };
}

/** A reason in words; one that this version does not know stands as it is. */
export const unreadableTitle = (reason: string): string => (unreadableReasons as Record<string, string>)[reason] ?? reason;

/** What the list of exposures rests on. */
export interface ScanCoverage {
  sources: number;
  /** that were looked through to their end at least once, and when the least lately looked through of them last was */
  whole: number;
  oldest: string | null;
  newest: string | null;
  /** whose last run failed or broke off */
  failed: number;
  /** things that could not be read in the last runs */
  unreadable: number;
}

export async function scanCoverage(ctx: Context): Promise<ScanCoverage> {
  authorize(ctx.actor, "inventory.read");
  const [row] = await ctx.db.$queryRaw<[Omit<ScanCoverage, "oldest" | "newest"> & { oldest: Date | null; newest: Date | null }]>`
    select count(*)::int as sources, count(g.at)::int as whole, min(g.at) as oldest, max(g.at) as newest, count(*) filter (where r.status in ('failed', 'cancelled'))::int as failed,
      coalesce(sum((select sum(value::int) from jsonb_each_text(r.unreadable))), 0)::int as unreadable
    from scan_source s ${lastRun}
    left join lateral (select max(n.finished_at) as at from scan_run n where n.source_id = s.id and n.status = 'succeeded') g on true`;
  return { ...row, oldest: row.oldest?.toISOString() ?? null, newest: row.newest?.toISOString() ?? null };
}
