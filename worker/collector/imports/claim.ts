import type { Context } from "../../../lib/core/context";
import type { Statements } from "../../../lib/core/copying";
import { Prisma, type Tx } from "../../../lib/core/db";
import { conflict, notFound } from "../../../lib/core/errors";
import type { ImportKind } from "../../../lib/imports/kinds";
import { Mapping } from "../../../lib/imports/mapping";
import { Format } from "../../../lib/imports/read/sniff-format";
import type { Counts, ImportRun, Progress } from "./parts";

/** A run whose process gave no sign for so long is taken for dead. */
export const staleMilliseconds = 15_000;

/** Somebody asked for the end, or somebody else has the run: what was not committed is dropped. */
export class ImportEnded extends Error {
  constructor(readonly reason: "cancelled" | "lost") {
    super(reason === "cancelled" ? "The import was cancelled." : "Another upload carries this import on.");
  }
}

/** Tokens are listed under a connection that is a listing, and nothing else has one: what a vendor's own connection says, its connector alone read there. */
const underListing = Prisma.sql`case when r.kind = 'tokens' then exists (select from connection c where c.id = r.connection_id and c.connector = 'import')
  else r.connection_id is null end`;

/** What an import knows of its listing, it knows from before its first row: so nobody else may bring anything there. */
const listingBusy = (now: Date): Prisma.Sql => Prisma.sql`exists (
  select from import_run o where o.connection_id = r.connection_id and o.id <> r.id and o.status = 'running' and o.claimed_by is not null and o.heartbeat_at >= ${staleSince(now)})`;

/** Since when a run that still reads must have given a sign. */
export const staleSince = (now: Date): Date => new Date(now.getTime() - staleMilliseconds);

/** Takes a run that waits for its file, or that broke off. Throws NotFound or Conflict with what to do. */
export async function claimImport(ctx: Context, id: string, bytes: number | null): Promise<ImportRun> {
  const now = ctx.clock.now();
  const claim = ctx.ids.uuid();
  const stale = staleSince(now);
  return ctx.db.$transaction(async (tx) => {
    await tx.$queryRaw`select name from turn where name = 'importing' for no key update`;
    const [row] = await tx.$queryRaw<Row[]>`
      update import_run r set status = 'running', claimed_by = ${claim}, started_at = coalesce(started_at, ${now}), heartbeat_at = ${now}, finished_at = null, error = null,
        bytes = coalesce(${bytes}, bytes)
      where id = ${id}::uuid and cancelled_by is null and ${underListing} and (status in ('queued', 'failed') or (status = 'running' and (claimed_by is null or heartbeat_at < ${stale})))
        and not ${listingBusy(now)}
      returning id, kind, source, connection_id as "connectionId", format, mapping, claimed_by as claim, position, rows_digest as "rowsDigest", started_by as "startedBy"`;
    if (!row) throw await refused(tx, id, now);
    // what was read but not taken in is read again
    if (row.position === 0n) {
      await tx.$executeRaw`delete from import_reject where import_run_id = ${id}::uuid`;
      await tx.$executeRaw`update import_run set read = 0, created = 0, changed = 0, unchanged = 0, rejected = 0, bytes_read = 0, rows_digest = null where id = ${id}::uuid`;
    }
    const format = row.format === "" ? null : Format.parse(JSON.parse(row.format));
    return { ...row, format, mapping: Mapping.parse(row.mapping), position: Number(row.position), rowsDigest: row.position === 0n ? null : row.rowsDigest };
  });
}

interface Row {
  id: string;
  kind: ImportKind;
  source: string;
  connectionId: string | null;
  format: string;
  mapping: unknown;
  claim: string;
  position: bigint;
  rowsDigest: string | null;
  startedBy: string;
}

async function refused(tx: Tx, id: string, now: Date): Promise<Error> {
  const row = await tx.importRun.findUnique({ where: { id }, select: { status: true, cancelledBy: true } });
  if (!row) return notFound("The import");
  if (row.cancelledBy || row.status === "cancelled")
    return conflict("This import was cancelled. Start a new one; rows that were taken in are known and not doubled.");
  const [listing] = await tx.$queryRaw<{ fits: boolean; busy: boolean }[]>`
    select ${underListing} as fits, ${listingBusy(now)} as busy from import_run r where r.id = ${id}::uuid`;
  if (!listing?.fits) return conflict("This import belongs to a connection that Countersign reads itself. Start a new one under another name.");
  if (listing.busy) return conflict("Another file is being taken into this listing. Wait until it has ended, then send this one again.");
  if (row.status === "running") return conflict("This import is being uploaded already. Its page shows how far it is.");
  return conflict("This import is done. Start a new one; rows that were taken in are known and not doubled.");
}

/** Says that the run lives. Throws ImportEnded. */
export async function beatImport(ctx: Context, run: ImportRun): Promise<void> {
  const [row] = await ctx.db.$queryRaw<{ cancelledBy: string | null }[]>`
    update import_run set heartbeat_at = ${ctx.clock.now()} where id = ${run.id}::uuid and status = 'running' and claimed_by = ${run.claim} returning cancelled_by as "cancelledBy"`;
  if (!row) throw new ImportEnded("lost");
  if (row.cancelledBy) throw new ImportEnded("cancelled");
}

/** Writes how far a batch brought the run. `taken` false = its rows are only staged, so a new upload begins at the first row. Throws ImportEnded, and the batch is not written. */
export async function advanceImport(
  tx: Statements,
  ctx: Context,
  run: ImportRun,
  progress: Progress,
  counts: Counts,
  { taken }: { taken: boolean },
): Promise<void> {
  const now = ctx.clock.now();
  const [row] = await tx.$queryRaw<{ cancelledBy: string | null }[]>`
    update import_run set heartbeat_at = ${now}, read = read + ${progress.read}, created = created + ${counts.created}, changed = changed + ${counts.changed},
      unchanged = unchanged + ${counts.unchanged}, rejected = rejected + ${progress.rejected}, bytes_read = ${progress.bytesRead},
      position = case when ${taken} then ${progress.position} else position end, rows_digest = case when ${taken} then ${progress.digest} else rows_digest end
    where id = ${run.id}::uuid and status = 'running' and claimed_by = ${run.claim} returning cancelled_by as "cancelledBy"`;
  if (!row) throw new ImportEnded("lost");
  if (row.cancelledBy) throw new ImportEnded("cancelled");
  if (progress.rejects.length > 0)
    await tx.$executeRaw`
      insert into import_reject (import_run_id, row, field, reason)
      select ${run.id}::uuid, r.row, r.field, r.reason from jsonb_to_recordset(${JSON.stringify(progress.rejects)}::jsonb) as r (row bigint, field text, reason text)
      on conflict do nothing`;
}
