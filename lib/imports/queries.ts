import { z } from "zod";
import type { Context } from "../core/context";
import { csvLine } from "../core/csv";
import type { Queryable } from "../core/db";
import { notFound } from "../core/errors";
import type { ImportKind } from "./kinds";
import { headerKey, Mapping } from "./mapping";
import { Format, formatInWords } from "./read/sniff-format";

/** A run whose collector gave no sign for so long is shown as broken off. */
const silentMilliseconds = 15_000;

export interface ImportView {
  id: string;
  kind: ImportKind;
  source: string;
  connectionId: string | null;
  fileName: string;
  format: string;
  mapping: Record<string, string>;
  /** waiting = no file has come yet; stalled = it broke off without a word */
  status: "waiting" | "running" | "stalled" | "succeeded" | "partial" | "failed" | "cancelled";
  read: number;
  created: number;
  changed: number;
  unchanged: number;
  rejected: number;
  bytesRead: number;
  bytes: number | null;
  error: string | null;
  startedBy: string;
  queuedAt: string;
  startedAt: string | null;
  heartbeatAt: string | null;
  finishedAt: string | null;
}

interface Row extends Omit<ImportView, "status" | "mapping"> {
  status: string;
  mapping: unknown;
  cancelled: boolean;
}

/** The newest imports, at most 100. */
export const listImports = (ctx: Context): Promise<ImportView[]> => viewsOf(ctx, null);

/** One import. Throws NotFound, for what is no id as well. */
export async function importOf(ctx: Context, given: string): Promise<ImportView> {
  const { data: id } = z.uuid().safeParse(given);
  const [view] = id ? await viewsOf(ctx, id) : [];
  if (!view) throw notFound("The import");
  return view;
}

async function viewsOf(ctx: Context, id: string | null): Promise<ImportView[]> {
  const rows = await ctx.db.$queryRaw<Row[]>`
    select r.id, r.kind, r.source, r.connection_id as "connectionId", r.file_name as "fileName", r.format, r.mapping, r.status::text as status, r.cancelled_by is not null as cancelled,
      r.read::float8 as read, r.created::float8 as created, r.changed::float8 as changed, r.unchanged::float8 as unchanged, r.rejected::float8 as rejected,
      r.bytes_read::float8 as "bytesRead", r.bytes::float8 as bytes, r.error, coalesce(p.display_name, r.started_by) as "startedBy",
      r.queued_at as "queuedAt", r.started_at as "startedAt", r.heartbeat_at as "heartbeatAt", r.finished_at as "finishedAt"
    from import_run r left join person p on r.started_by = 'person:' || p.id
    where ${id}::uuid is null or r.id = ${id}::uuid order by r.queued_at desc, r.id desc limit 100`;
  const silent = ctx.clock.now().getTime() - silentMilliseconds;
  return rows.map(({ cancelled, mapping, format, ...row }) => ({
    ...row,
    format: format === "" ? "" : formatInWords(Format.parse(JSON.parse(format))),
    mapping: Mapping.parse(mapping),
    status: statusOf(row.status, cancelled, row.heartbeatAt !== null && new Date(row.heartbeatAt).getTime() < silent),
  }));
}

function statusOf(status: string, cancelled: boolean, silent: boolean): ImportView["status"] {
  if (status === "queued" || status === "failed") return cancelled ? "cancelled" : status === "queued" ? "waiting" : "failed";
  if (status === "running") return silent ? (cancelled ? "cancelled" : "stalled") : "running";
  return status as ImportView["status"];
}

/** One row that was not taken in. `row` counts from 1 after the header. */
export interface RejectView {
  row: number;
  field: string;
  reason: string;
}

/** The rejects of a run after a row, at most 200. */
export const rejectsOf = (ctx: Context, id: string, after = 0): Promise<RejectView[]> =>
  ctx.db
    .$queryRaw`select row::float8 as row, field, reason from import_reject where import_run_id = ${id}::uuid and row > ${after} order by row, field limit 200`;

/** All rejects as CSV. */
export async function* exportRejects(db: Queryable, id: string): AsyncGenerator<string> {
  yield csvLine(["row", "field", "reason"]);
  for (let after = -1; ; ) {
    const rows = await db.$queryRaw<RejectView[]>`
      select row::float8 as row, field, reason from import_reject where import_run_id = ${id}::uuid and row > ${after} order by row, field limit 5000`;
    if (rows.length === 0) return;
    yield rows.map(({ row, field, reason }) => csvLine([row, field, reason])).join("");
    after = rows.at(-1)?.row ?? after;
  }
}

/** How somebody mapped these columns before; null = never. */
export async function rememberedMapping(ctx: Context, kind: ImportKind, header: readonly string[]): Promise<Mapping | null> {
  const row = await ctx.db.importMapping.findUnique({ where: { kind_header: { kind, header: headerKey(header) } } });
  return row ? Mapping.parse(row.mapping) : null;
}
