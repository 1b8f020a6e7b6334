import type { Tx } from "../core/db";

/**
 * Sets `manager_id` from the manager each record names: for the given persons, and for those who named one of them before it was
 * listed. A manager the directory does not know leaves the link empty. Nobody is their own manager.
 */
export async function linkManagers(tx: Tx, source: string, externalIds: string[]): Promise<void> {
  if (externalIds.length === 0) return;
  await tx.$executeRaw`
    update person p set manager_id = m.id
    from person x left join person m on m.source = x.source and m.external_id = x.record ->> 'manager' and m.id <> x.id
    where x.id = p.id and x.source = ${source} and (x.external_id = any(${externalIds}) or x.record ->> 'manager' = any(${externalIds}))
      and p.manager_id is distinct from m.id`;
}
