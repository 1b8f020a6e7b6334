import type { Queryable } from "../core/db";

/** What is wrong with the log as a whole, if anything. */
export interface LogState {
  /** the executor found another log than the one it sealed: nothing is sealed and nothing new is started until a person has looked */
  broken: { at: Date; reason: string } | null;
  /** the oldest entry that waits to be sealed, once it waits for longer than a minute; sealing runs every 2 s */
  late: { id: string; since: Date } | null;
}

/**
 * Committed entries without a leaf, by id. An id can commit after a higher one, so the search reaches back one hour
 * before the last sealed entry (transactions end within a minute) instead of trusting the highest sealed id.
 */
export const unsealedEntries = `(
  with last as (select a.at from audit_leaf l join audit_entry a on a.id = l.entry_id order by l.index desc limit 1)
  select e.* from audit_entry e
  where e.id > coalesce((select id from audit_entry where at < (select at from last) - interval '1 hour' order by at desc limit 1), 0)
    and not exists (select from audit_leaf l where l.entry_id = e.id))`;

/** Why nothing is sealed and nothing new is started, null while the log is whole. */
export async function logBroken(db: Queryable): Promise<LogState["broken"]> {
  const row = await db.sealing.findUnique({ where: { id: 1 } });
  return row?.brokenAt ? { at: row.brokenAt, reason: row.brokenReason ?? "" } : null;
}

/** Whether the log is whole and sealed to within a minute, by the database's clock, which also stamps the entries. Asks no authorization: callers do. */
export async function logState(db: Queryable): Promise<LogState> {
  const [broken, [late]] = await Promise.all([
    logBroken(db),
    db.$queryRawUnsafe<{ id: bigint; at: Date }[]>(
      `select e.id, e.at from ${unsealedEntries} e where e.at < clock_timestamp() - interval '1 minute' order by e.id limit 1`,
    ),
  ]);
  return {
    broken,
    late: late ? { id: late.id.toString(), since: late.at } : null,
  };
}
