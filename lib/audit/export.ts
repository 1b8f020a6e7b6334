import { z } from "zod";
import type { Queryable } from "../core/db";
import { LoggedEntry } from "./leaf";

/** An export is NDJSON: this header, then entries in tree order, each checkpoint right after the last entry it covers. */
export const ExportHeader = z.strictObject({
  format: z.literal("countersign-audit/1"),
  deployment: z.uuid(),
  /** the sealing key as the exporting side knows it; verify against a key you hold yourself */
  key: z.string().nullable(),
  exportedAt: z.iso.datetime(),
});
export const ExportEntry = z.strictObject({ index: z.int().min(0), hash: z.string().regex(/^[0-9a-f]{64}$/), entry: LoggedEntry });
export const ExportCheckpoint = z.strictObject({ checkpoint: z.string() });
export type ExportEntry = z.infer<typeof ExportEntry>;

const pageSize = 2000;

/** SQL of an entry's columns in the form in which it is hashed: `at` in microseconds, UTC. */
export const loggedColumns = `e.id::text as id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, e.db_role as "dbRole", e.actor, e.action,
  e.subject_type as "subjectType", e.subject_id as "subjectId", e.detail`;

/** Streams the sealed log as NDJSON lines, each with its newline. Memory stays flat. */
export async function* exportLog(db: Queryable, now: Date): AsyncGenerator<string> {
  const [deployment, sealer] = await Promise.all([
    db.deployment.findFirstOrThrow(),
    db.processStatus.findFirst({ where: { process: "executor", auditKey: { not: null } }, orderBy: { heartbeatAt: "desc" } }),
  ]);
  yield line({ format: "countersign-audit/1", deployment: deployment.id, key: sealer?.auditKey ?? null, exportedAt: now.toISOString() });
  for (let from = 0; ; from += pageSize) {
    const rows = await db.$queryRawUnsafe<(LoggedEntry & { index: bigint; hash: string; note: string | null })[]>(
      `select l.index, l.hash, c.note, ${loggedColumns}
       from audit_leaf l left join audit_entry e on e.id = l.entry_id left join checkpoint c on c.size = l.index + 1
       where l.index >= $1 and l.index < $2 order by l.index`,
      BigInt(from),
      BigInt(from + pageSize),
    );
    for (const { index, hash, note, ...entry } of rows) {
      yield line({ index: Number(index), hash, entry });
      if (note) yield line({ checkpoint: note });
    }
    if (rows.length < pageSize) return;
  }
}

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;
