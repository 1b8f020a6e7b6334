import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { notFound } from "../core/errors";
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

/** So many sources are shown; all are counted. */
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

/** What was looked through, the latest first, with how many there are; of one system what it lists now, with the system's name. Throws NotFound for a system that is none. */
export async function listScanSources(
  ctx: Context,
  input: unknown = {},
): Promise<{ sources: ScanSource[]; total: number; system: { id: string; name: string } | null }> {
  authorize(ctx.actor, "inventory.read");
  const { system: wanted } = parse(SourceListInput, input);
  const system = wanted === undefined ? null : await ctx.db.scanSource.findUnique({ where: { id: wanted }, select: { id: true, name: true } });
  if (wanted !== undefined && !system) throw notFound("The system");
  const [total, [result]] = await Promise.all([
    ctx.db.scanSource.count({ where: system ? { parentId: system.id, removedAt: null } : {} }),
    ctx.db.$queryRaw<[{ sources: ScanSource[] }]>`
      select coalesce(json_agg(row order by n), '[]') as sources from (
        select ${sourceJson} as row, row_number() over (order by r.queued_at desc nulls last, s.id) as n from scan_source s ${lastRun}
        where ${system?.id ?? null}::uuid is null or (s.parent_id = ${system?.id ?? null}::uuid and s.removed_at is null) order by n limit ${mostSources}) x`,
  ]);
  return { sources: result.sources, total, system };
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
