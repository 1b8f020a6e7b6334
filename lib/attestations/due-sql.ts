import { Prisma } from "../core/db";

/**
 * How often an owner says again that a token is theirs, where no TTL policy says otherwise: twice a year. A suggestion, not a norm: no
 * framework names a number. PCI DSS 4.0.1 (7.2.4) reviews access twice a year, and 180 days is what that comes to.
 */
export const suggestedAttestDays = 180;
/** Tokens whose date is this near are shown as due already, so that nobody has to wait for the day. */
export const dueSoonDays = 14;

/** Days after which `token t` is attested again, by the most specific TTL policy in force: class and environment, class, environment, all. Null where none says. */
export const policyDays = Prisma.sql`(select tp.attest_days from ttl_policy tp
  where tp.ended_at is null and tp.attest_days is not null and (tp.class is null or tp.class = t.class) and (tp.environment is null or tp.environment = t.environment)
  order by (tp.class is not null)::int * 2 + (tp.environment is not null)::int desc limit 1)`;

/** When somebody last said of `token t` that it is theirs; null = never. */
export const lastMine = Prisma.sql`(select max(la.at) from attestation la where la.token_id = t.id and la.answer = 'mine')`;

/** When the answer for `token t` is due, from the moment of the last "mine" and the days of its policy, wherever they were read. */
export const dueFrom = (mine: Prisma.Sql, days: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(coalesce(${mine}, t.issued_at, t.first_seen_at) + make_interval(days => coalesce(${days}, ${suggestedAttestDays})))`;

/**
 * When the owner of `token t` is to answer: so many days after the last "mine". Nobody has ever answered: counted from its making, or, where no
 * source says when that was, from the day it was first seen.
 */
export const dueAt = dueFrom(lastMine, policyDays);
