import type { Context } from "../../core/context";
import type { Tx } from "../../core/db";

/** Counts for each suppression in force how many of these sightings it hid: one for each exposure named. Collector only. */
export async function countHits(tx: Tx, ctx: Context, exposures: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    update suppression s set hits = s.hits + x.n, last_hit_at = ${ctx.clock.now()}
    from (select id, count(*)::int as n from unnest(${[...exposures]}::uuid[]) u(id) group by 1) x where s.exposure_id = x.id and s.status = 'active'`;
}
