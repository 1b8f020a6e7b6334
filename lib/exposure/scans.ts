import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { notFound } from "../core/errors";
import { decodePlace, encodePlace, notOurs } from "../core/keyset";
import { parse } from "../core/parse";
import type { Channel, ScanForm } from "../domain/exposures";
import { nameSql, runJson, type Scan, type ScanRun, scanOf } from "./scan-runs";
import { SourceListInput } from "./scanning/schemas";

export interface Mirror {
  /** as anybody, with a credential of its own, with a connection's, or with that of the system that lists it */
  access: "none" | "sealed" | "connection" | "system";
  givenBy: string;
  givenAt: string;
  connection: { id: string; name: string } | null;
  /** null = never to its end */
  fetched: string | null;
  /** on the collector's disk, then */
  bytes: number | null;
}

/** What is looked through. Its name is text that somebody else wrote. */
export interface ScanSource {
  id: string;
  form: ScanForm;
  name: string;
  /** path on the collector's host, the origin of a system, or the address of a repository that is fetched; null = it came once and is not kept */
  location: string | null;
  /** of a system over HTTP: who gave the credential that it is read with, the connection whose it is where it is one's, and since when all of it was read at least once */
  system: { givenBy: string; givenAt: string; connection: { id: string; name: string } | null; whole: string | null } | null;
  /** of a repository that is fetched: as whom, and when that last came to its end */
  mirror: Mirror | null;
  /** the system that lists it, and since when that rests */
  parent: { id: string; name: string; paused: string | null } | null;
  /** of a system: how many repositories it lists */
  repositories: number;
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

/** So many sources are shown at a time; all are counted. */
const mostSources = 200;
const mostRuns = 50;
const sourceJson = Prisma.sql`json_build_object('id', s.id, 'form', s.form, 'name', s.name, 'location', s.location, 'channel', s.channel, 'every', s.every,
  'next', case when s.paused_at is null and s.removed_at is null and p.paused_at is null then s.next_run_at end, 'removed', s.removed_at,
  'mirror', (select json_build_object('access', m.access, 'givenBy', ${Prisma.raw(nameSql("m.given_by"))}, 'givenAt', m.given_at, 'fetched', m.fetched_at, 'bytes', m.bytes,
    'connection', (select json_build_object('id', c.id, 'name', c.name) from connection c where c.id = m.connection_id)) from scan_mirror m where m.source_id = s.id),
  'parent', case when p.id is not null then json_build_object('id', p.id, 'name', p.name, 'paused', p.paused_at) end,
  'repositories', (select count(*)::int from scan_source h where h.parent_id = s.id and h.removed_at is null),
  'system', (select json_build_object('givenBy', ${Prisma.raw(nameSql("y.given_by"))}, 'givenAt', y.given_at, 'whole', y.whole_at,
    'connection', (select json_build_object('id', c.id, 'name', c.name) from connection c where c.id = y.connection_id)) from scan_system y where y.source_id = s.id),
  'paused', case when s.paused_at is not null then json_build_object('by', ${Prisma.raw(nameSql("s.paused_by"))}, 'at', s.paused_at) end,
  'secrets', (select count(distinct o.exposure_id)::int from occurrence o where o.source_id = s.id), 'runs', (select count(*)::int from scan_run n where n.source_id = s.id),
  'last', case when r.id is not null then ${runJson("r")} end)`;
const lastRun = Prisma.sql`left join scan_source p on p.id = s.parent_id left join lateral (select * from scan_run n where n.source_id = s.id order by n.queued_at desc, n.id desc limit 1) r on true`;

export interface ScanSources {
  sources: ScanSource[];
  /** in all, and after these */
  total: number;
  more: number;
  /** where they go on */
  next: string | null;
  system: { id: string; name: string } | null;
}

/**
 * What was looked through, the latest first, without the repositories that systems list; of one system those that it lists now, with its name, and first
 * those whose last run failed. Two hundred at a time. Throws NotFound for a system that is none.
 */
export async function listScanSources(ctx: Context, input: unknown = {}): Promise<ScanSources> {
  authorize(ctx.actor, "inventory.read");
  const { system: wanted, cursor } = parse(SourceListInput, input);
  const from = placeOf(cursor);
  const system = wanted === undefined ? null : await ctx.db.scanSource.findUnique({ where: { id: wanted }, select: { id: true, name: true } });
  if (wanted !== undefined && !system) throw notFound("The system");
  const those = system ? Prisma.sql`s.parent_id = ${system.id}::uuid and s.removed_at is null` : Prisma.sql`s.parent_id is null`;
  const [total, rows] = await Promise.all([
    ctx.db.scanSource.count({ where: system ? { parentId: system.id, removedAt: null } : { parentId: null } }),
    ctx.db.$queryRaw<{ row: ScanSource; here: number; failed: number; queued: string }[]>`
      select ${sourceJson} as row, x.here, x.failed, to_json(x.queued) #>> '{}' as queued from (
        select k.*, count(*) over ()::int as here from (
          select s.id, case when s.parent_id is not null and r.status = 'failed' then 1 else 0 end as failed, coalesce(r.queued_at, '-infinity') as queued
          from scan_source s ${lastRun} where ${those}) k
        ${from ? Prisma.sql`where (k.failed, k.queued, k.id) < (${from.failed}::int, ${from.queued}::text::timestamptz, ${from.id}::uuid)` : Prisma.empty}
        order by k.failed desc, k.queued desc, k.id desc limit ${mostSources}) x
      join scan_source s on s.id = x.id ${lastRun} order by x.failed desc, x.queued desc, x.id desc`,
  ]);
  const last = rows.at(-1);
  const more = last ? last.here - rows.length : 0;
  const next = last && more > 0 ? encodePlace([`${last.failed} ${last.queued}`, last.row.id]) : null;
  return { sources: rows.map(({ row }) => row), total, more, next, system };
}

const Sorted = z.tuple([z.enum(["0", "1"]), z.union([z.literal("-infinity"), z.iso.datetime({ offset: true })])]);
function placeOf(cursor: string): { failed: number; queued: string; id: string } | null {
  const place = decodePlace(cursor);
  if (!place) return null;
  const sorted = Sorted.safeParse(String(place[0]).split(" "));
  if (!sorted.success) throw notOurs();
  return { failed: Number(sorted.data[0]), queued: sorted.data[1], id: place[1] };
}

export interface ScanSourcePage {
  source: ScanSource;
  /** newest first, at most fifty */
  runs: ScanRun[];
  /** the one that was asked for, or the last */
  run: Scan | null;
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
  const shown = runId === null ? runs[0] : runs.find((each) => each.id === runId);
  if (!shown && runId !== null) throw notFound("The run");
  return { source: source.row, runs, run: shown ? await scanOf(ctx, shown.id) : null };
}

/** What the list of exposures rests on. */
export interface ScanCoverage {
  sources: number;
  /** of these, taken off the list: what they lack is no gap that anybody would close */
  removed: number;
  /** of the others, looked through to their end at least once, and when the least lately looked through of them last was */
  whole: number;
  oldest: string | null;
  /** when any was last looked through to its end */
  newest: string | null;
  /** of those not removed, whose last run failed or broke off */
  failed: number;
  /** things that could not be read in the last runs of those not removed */
  unreadable: number;
}

export async function scanCoverage(ctx: Context): Promise<ScanCoverage> {
  authorize(ctx.actor, "inventory.read");
  const [row] = await ctx.db.$queryRaw<[Omit<ScanCoverage, "oldest" | "newest"> & { oldest: Date | null; newest: Date | null }]>`
    select count(*)::int as sources, count(s.removed_at)::int as removed, max(g.at) as newest,
      count(g.at) filter (where s.removed_at is null)::int as whole, min(g.at) filter (where s.removed_at is null) as oldest,
      count(*) filter (where s.removed_at is null and r.status = 'failed')::int as failed,
      coalesce(sum((select sum(value::int) from jsonb_each_text(r.unreadable))) filter (where s.removed_at is null), 0)::int as unreadable
    from scan_source s left join lateral (select * from scan_run n where n.source_id = s.id and n.status not in ('queued', 'running') order by n.queued_at desc, n.id desc limit 1) r on true
    left join lateral (select max(n.finished_at) as at from scan_run n where n.source_id = s.id and n.status = 'succeeded') g on true`;
  return { ...row, oldest: row.oldest?.toISOString() ?? null, newest: row.newest?.toISOString() ?? null };
}
