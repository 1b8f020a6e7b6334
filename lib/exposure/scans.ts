import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { notFound } from "../core/errors";
import { type Channel, type ScanForm, type UnreadableReason, unreadableReasons } from "../domain/exposures";

/** One looking through a source. Times ISO 8601; `null` means that it has not come to that. */
export interface ScanRun {
  id: string;
  trigger: string;
  status: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "partial";
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
  /** secrets with a place in it, whatever has become of them */
  secrets: number;
  runs: number;
  last: ScanRun | null;
}

/** So many sources are shown; all are counted. */
const mostSources = 200;
const mostRuns = 50;
/** So many things that could not be read are shown of a run; all are counted. */
const mostUnread = 200;

/** A run as JSON; the alias is of this code base, never input. */
const runJson = (alias: string): Prisma.Sql =>
  Prisma.raw(`json_build_object('id', ${alias}.id, 'trigger', ${alias}.trigger, 'status', ${alias}.status, 'queued', ${alias}.queued_at, 'started', ${alias}.started_at,
  'finished', ${alias}.finished_at, 'error', ${alias}.error, 'texts', ${alias}.texts, 'bytes', ${alias}.bytes, 'commits', ${alias}.commits, 'sightings', ${alias}.sightings, 'marked', ${alias}.marked,
  'exposures', ${alias}.exposures, 'occurrences', ${alias}.occurrences, 'unreadable', ${alias}.unreadable)`);
const sourceJson = Prisma.sql`json_build_object('id', s.id, 'form', s.form, 'name', s.name, 'location', s.location, 'channel', s.channel,
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
