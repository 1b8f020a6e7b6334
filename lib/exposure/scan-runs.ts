import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { notFound } from "../core/errors";
import { decodePlace, encodePlace, notOurs } from "../core/keyset";
import { parse } from "../core/parse";
import type { Channel, ScanForm, UnreadableReason } from "../domain/exposures";
import { type ExposureRow, exposureRows } from "./exposure-row";
import { ScanListInput } from "./scanning/schemas";

/** One looking through a source. Times ISO 8601; `null` means that it has not come to that. */
export interface ScanRun {
  id: string;
  /** who asked for it, by name; "schedule" = its time had come */
  trigger: string;
  /** waiting = for its content; stalled = nothing was heard of it for a while */
  status: "waiting" | "queued" | "running" | "stalled" | "succeeded" | "failed" | "cancelled" | "partial";
  /** how much of the source: all of it, of a history or a system what is new, nothing because nothing changed; fetch = it is being fetched, or that did not come to its end */
  extent: "whole" | "since" | "unchanged" | "fetch" | null;
  /** of content that somebody sends */
  fileName: string | null;
  /** bytes that somebody sends, and that came so far; of a repository that is fetched, what its mirror takes on disk */
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

/** Something that could not be looked at. Path and detail are text that somebody else wrote. */
export interface Unread {
  /** place in its run, from 0 */
  n: number;
  path: string;
  reason: UnreadableReason | string;
  detail: string | null;
}

const mostSeen = 100;
/** So many things that could not be read are shown of a run; all are counted. */
const mostUnread = 200;

/** Whoever did it, by name where a person is known. The column is of this code base, never input. */
export const nameSql = (column: string): string =>
  `coalesce((select p.display_name from person p where ${column} = 'person:' || p.id), replace(${column}, ':', ' '))`;
const stalled = "interval '15 seconds'";
const statusSql = (run: string): string =>
  `case when ${run}.cancelled_by is not null and ${run}.status in ('queued', 'failed') then 'cancelled' when ${run}.status = 'queued' and ${run}.file_name is not null then 'waiting'
    when ${run}.status = 'running' and ${run}.heartbeat_at < now() - ${stalled} then 'stalled' else ${run}.status::text end`;

/** A run as JSON; the alias is of this code base, never input. */
export const runJson = (alias: string): Prisma.Sql =>
  Prisma.raw(`json_build_object('id', ${alias}.id, 'trigger', ${nameSql(`${alias}.trigger`)}, 'status', ${statusSql(alias)}, 'extent', ${alias}.extent, 'fileName', ${alias}.file_name,
  'size', ${alias}.size, 'received', ${alias}.received, 'queued', ${alias}.queued_at, 'started', ${alias}.started_at,
  'finished', ${alias}.finished_at, 'error', ${alias}.error, 'texts', ${alias}.texts, 'bytes', ${alias}.bytes, 'commits', ${alias}.commits, 'sightings', ${alias}.sightings, 'marked', ${alias}.marked,
  'exposures', ${alias}.exposures, 'occurrences', ${alias}.occurrences, 'unreadable', ${alias}.unreadable)`);
const sourceOfRun = Prisma.sql`json_build_object('id', s.id, 'name', s.name, 'form', s.form, 'channel', s.channel)`;

/** A run with its source and what it saw. */
export interface Scan extends ScanRun {
  source: { id: string; name: string; form: ScanForm; channel: Channel };
  /** secrets seen by it, as far as no later run of its source saw them too; at most a hundred, the gravest first */
  seen: ExposureRow[];
  /** in the order in which it was met; at most two hundred */
  unread: Unread[];
}

/** One run, however far it is. Throws NotFound. */
export async function scanOf(ctx: Context, given: string): Promise<Scan> {
  authorize(ctx.actor, "inventory.read");
  const id = z.uuid().safeParse(given).data;
  if (!id) throw notFound("The run");
  const [found] = await ctx.db.$queryRaw<{ run: ScanRun; source: Scan["source"] }[]>`
    select ${runJson("n")} as run, ${sourceOfRun} as source
    from scan_run n join scan_source s on s.id = n.source_id where n.id = ${id}::uuid`;
  if (!found) throw notFound("The run");
  const seen = await ctx.db.$queryRaw<{ id: string }[]>`
    select e.id from exposure e where e.id in (
      select o.exposure_id from scan_run n join occurrence o on o.source_id = n.source_id and o.last_seen_at >= n.started_at and (n.finished_at is null or o.last_seen_at <= n.finished_at)
      where n.id = ${id}::uuid)
    order by e.severity, e.detected_at desc, e.id limit ${mostSeen}`;
  const unread = await ctx.db.unreadable.findMany({
    where: { runId: id },
    orderBy: { n: "asc" },
    take: mostUnread,
    select: { n: true, path: true, reason: true, detail: true },
  });
  const ids = seen.map((each) => each.id);
  return { ...found.run, source: found.source, seen: await exposureRows(ctx.db, ids), unread };
}

const place = Prisma.sql`n.queued_at, n.id`;

/** Runs with their sources, the newest first, by keyset. */
export async function listScans(ctx: Context, input: unknown): Promise<{ rows: Omit<Scan, "seen" | "unread">[]; next: string | null }> {
  authorize(ctx.actor, "inventory.read");
  const { source, cursor, limit } = parse(ScanListInput, input);
  const from = decodePlace(cursor);
  if (from && !z.iso.datetime({ offset: true }).safeParse(from[0]).success) throw notOurs();
  const rows = await ctx.db.$queryRaw<{ run: ScanRun; source: Scan["source"] }[]>`
    select ${runJson("n")} as run, ${sourceOfRun} as source from scan_run n join scan_source s on s.id = n.source_id
    where (${source ?? null}::uuid is null or n.source_id = ${source ?? null}::uuid)
      ${from ? Prisma.sql`and (${place}) < (${String(from[0])}::text::timestamptz, ${from[1]}::uuid)` : Prisma.empty}
    order by n.queued_at desc, n.id desc limit ${limit + 1}`;
  const page = rows.slice(0, limit).map(({ run, source: of }) => ({ ...run, source: of }));
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last ? encodePlace([last.queued, last.id]) : null };
}
