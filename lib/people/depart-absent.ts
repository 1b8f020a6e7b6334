import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import type { Tx } from "../core/db";
import { unavailable } from "../core/errors";
import { setPersonStatuses } from "./set-person-status";

/**
 * After a complete listing that rejected nothing: everyone of `source` whom it did not show has left. Never call it after a partial or
 * failed listing. A listing that shows nobody at all marks nobody either and throws Unavailable: a changed base or a lost right looks
 * exactly like that. Returns the ids of those who left now.
 */
export async function departAbsentPersons(tx: Tx, ctx: Context, source: string, listingStartedAt: Date): Promise<string[]> {
  authorize(ctx.actor, "people.sync");
  const rows = await tx.$queryRaw<{ id: string; seen: boolean }[]>`
    select id, coalesce(last_seen_at >= ${listingStartedAt}, false) as seen from person where source = ${source} and removed_at is null`;
  const absent = rows.filter((row) => !row.seen).map((row) => row.id);
  if (absent.length === 0) return [];
  if (absent.length === rows.length)
    throw unavailable("The directory listed nobody at all, so nobody was marked as departed. Check the base, the filter and the reading account's rights.");
  await tx.$executeRaw`update person set removed_at = ${ctx.clock.now()} where id = any(${absent}::uuid[])`;
  const label = source.split(":")[0] ?? source;
  return setPersonStatuses(
    tx,
    ctx,
    absent.map((personId) => ({ personId, status: "departed", at: null, source: `${label}: gone from a complete listing` })),
  );
}
