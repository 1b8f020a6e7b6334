import { sha256 } from "../../lib/core/canonical";
import type { Parts } from "./parts";

/**
 * When this executor first saw a request, by its own clock: the earlier of its own memory and the table, so that neither can be used to make
 * a request younger. Recorded at the first call. Keyed by request, so that an edited text starts no new life.
 */
export async function sightRequest({ ctx, journal }: Parts, requestId: string): Promise<Date> {
  const key = sha256(`request ${requestId}`);
  const row = await ctx.db.firstSight.findUnique({ where: { digest: key } });
  const own = journal.firstSight(key);
  const known = [own, row?.at].flatMap((at) => at?.getTime() ?? []);
  const at = known.length > 0 ? new Date(Math.min(...known)) : ctx.clock.now();
  if (!own) await journal.see(new Map([[key, at]]));
  if (!row) await ctx.db.firstSight.createMany({ data: [{ digest: key, at }], skipDuplicates: true });
  return at;
}
