import { Prisma } from "../core/db";

/**
 * How long ago a token was made, how long it still has, and how long it was made to live: the choices of the inventory's filters `age`, `expiry` and `ttl`,
 * so that each bar opens its rows.
 */
export const ageBuckets = ["7d", "30d", "90d", "1y", "older", "unknown"] as const;
export const lifeBuckets = ["overdue", "7d", "30d", "90d", "1y", "later", "never", "unknown"] as const;
export const ttlBuckets = ["1d", "7d", "30d", "90d", "1y", "longer", "never", "unknown"] as const;

export type Measure = "age" | "life" | "ttl";

/** The bucket of `token t` at `now`, as SQL. */
export function bucketOf(measure: Measure, now: Date): Prisma.Sql {
  const at = Prisma.sql`${now}::timestamptz`;
  if (measure === "age")
    return Prisma.sql`case when t.issued_at is null then 'unknown' when t.issued_at > ${at} - interval '7 days' then '7d' when t.issued_at > ${at} - interval '30 days' then '30d'
      when t.issued_at > ${at} - interval '90 days' then '90d' when t.issued_at > ${at} - interval '365 days' then '1y' else 'older' end`;
  if (measure === "ttl")
    return Prisma.sql`case when t.expiry = 'never' then 'never' when t.expiry = 'unknown' or t.expires_at is null or t.issued_at is null then 'unknown'
      when t.expires_at - t.issued_at <= interval '1 day' then '1d' when t.expires_at - t.issued_at <= interval '7 days' then '7d' when t.expires_at - t.issued_at <= interval '30 days' then '30d'
      when t.expires_at - t.issued_at <= interval '90 days' then '90d' when t.expires_at - t.issued_at <= interval '365 days' then '1y' else 'longer' end`;
  return Prisma.sql`case when t.expiry = 'unknown' then 'unknown' when t.expiry = 'never' then 'never' when t.expires_at <= ${at} then 'overdue'
    when t.expires_at <= ${at} + interval '7 days' then '7d' when t.expires_at <= ${at} + interval '30 days' then '30d' when t.expires_at <= ${at} + interval '90 days' then '90d'
    when t.expires_at <= ${at} + interval '365 days' then '1y' else 'later' end`;
}

/** Tokens that count as existing: not another row's sighting, and not proven dead. */
export const existing = Prisma.sql`t.merged_into is null and not exists (select from execution e where e.token_id = t.id and e.status = 'proven' and e.effect = 'dead')`;
