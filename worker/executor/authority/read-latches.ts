import type { Queryable } from "../../../lib/core/db";
import type { Journal } from "../journal";
import type { LatchKind } from "./case";

const kinds: readonly LatchKind[] = ["denied", "withdrawn", "stopped"];

/** Every no to a request: as rows, whoever wrote them, as the table of latches has it, and as this executor remembers by itself. */
export async function readLatches(db: Queryable, journal: Journal, requestId: string): Promise<Set<LatchKind>> {
  const rows = await db.$queryRaw<{ kind: LatchKind }[]>`
    select 'denied' as kind from denial where request_id = ${requestId}::uuid
    union select 'withdrawn' from withdrawal where request_id = ${requestId}::uuid
    union select 'stopped' from stop where request_id = ${requestId}::uuid
    union select kind from latch where request_id = ${requestId}::uuid`;
  const read = new Set(rows.map(({ kind }) => kind));
  return new Set(kinds.filter((kind) => read.has(kind) || journal.isLatched(requestId, kind)));
}
