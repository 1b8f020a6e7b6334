import { Prisma, type Queryable } from "../core/db";

/** When the token of `exposure e` was proven dead last, under whichever of its rows; null = never. */
export const diedAt = Prisma.sql`(select max(x.ended_at) from token t0 join execution x on x.token_id in (t0.id, t0.merged_into)
  where t0.id = e.token_id and x.status = 'proven' and x.effect = 'dead')`;

/** Whether the secret of `exposure e` was let in after its token was proven dead: a system was restored, say. */
export const openedAfterDeath = Prisma.sql`(e.validity = 'valid' and e.validity_at > ${diedAt})`;

/** Whether the token of `exposure e` is proven dead, and its secret was not let in since. */
export const staysDead = Prisma.sql`(${diedAt} is not null and not ${openedAfterDeath})`;

/** Whether `exposure e` was met at a new place after its token was proven dead, and its system has given no answer since. */
export const metAfterDeath = Prisma.sql`exists (select from occurrence o where o.exposure_id = e.id and o.detected_at > ${diedAt}
  and (e.tried is distinct from 'answered' or e.tried_at < o.detected_at))`;

/** A token that was proven dead and let in later. Times ISO 8601. */
export interface Contradiction {
  provenAt: string;
  letInAt: string;
  /** how that is known */
  how: string | null;
  /** the exposure whose secret it was */
  exposure: string;
}

/** Whether a secret of the token with this id, or of a sighting of it, was let in after its death was proven: the last time; null = not that anybody saw. */
export async function contradictionOf(db: Queryable, tokenId: string): Promise<Contradiction | null> {
  const [row] = await db.$queryRaw<{ provenAt: Date; letInAt: Date; how: string | null; exposure: string }[]>`
    select ${diedAt} as "provenAt", e.validity_at as "letInAt", e.validity_from as how, e.id as exposure from exposure e
    where e.token_id in (select same.id from token same where same.id = ${tokenId}::uuid or same.merged_into = ${tokenId}::uuid) and ${openedAfterDeath}
    order by e.validity_at desc, e.id limit 1`;
  return row ? { ...row, provenAt: row.provenAt.toISOString(), letInAt: row.letInAt.toISOString() } : null;
}
