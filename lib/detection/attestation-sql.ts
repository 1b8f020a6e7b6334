import { Prisma } from "../core/db";
import { daysAfter, isHarmless } from "./verdict-sql";

/** Whether `ttl_policy p` speaks for a class and a kind of environment. */
export const policyFor = (
  tokenClass: Prisma.Sql,
  harmless: Prisma.Sql,
): Prisma.Sql => Prisma.sql`p.ended_at is null and (p.class is null or p.class = ${tokenClass})
  and (p.environment is null or p.environment = case when ${harmless} then 'other' else 'production' end)`;

/** Of those that speak for it, the first one holds as a whole: what it leaves open was left open on purpose (decision 30). */
export const narrowestFirst: Prisma.Sql = Prisma.sql`p.class nulls last, p.environment nulls last`;

/** Whether an environment counts as other than production; one that nobody names doesn't. */
export const countsAsOther = (environment: Prisma.Sql): Prisma.Sql => Prisma.sql`coalesce(${isHarmless(environment)}, false)`;

/** Days after which the policy in force wants `token t` attested again; null where none says so, and nothing is overdue then. Looked up for one token. */
export const attestDays: Prisma.Sql = Prisma.sql`(select p.attest_days from ttl_policy p
  where ${policyFor(Prisma.sql`t.class`, countsAsOther(Prisma.sql`t.environment`))} order by ${narrowestFirst} limit 1)`;

/** A relation (class, environment, days) for joining `attestDays` to many tokens; `environment` is '' where nobody names it. Reads the environments of the tokens that `of` selects. */
export const attestDaysBySetting = (of: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  select c.class, e.environment, (select p.attest_days from ttl_policy p where ${policyFor(Prisma.sql`c.class`, Prisma.sql`e.other`)} order by ${narrowestFirst} limit 1) as days
  from unnest(enum_range(null::token_class)) c (class)
  cross join (select d.environment, ${countsAsOther(Prisma.sql`d.environment`)} as other from (select distinct coalesce(t.environment, '') as environment from token t where ${of}) d) e)`;

/**
 * From when an answer is awaited: the last "mine", by whoever owned it then. Nobody ever answered: its making, or where no source says when that was, the day it was first
 * seen. To be made its owner is no answer, and an import gives an old token no grace (decision 28).
 */
export const askedFrom = (lastMine: Prisma.Sql): Prisma.Sql => Prisma.sql`coalesce(${lastMine}, t.issued_at, t.first_seen_at)`;

/** When the answer for `token t` is due; null where `days` is. */
export const attestationDue = (lastMine: Prisma.Sql, days: Prisma.Sql): Prisma.Sql => daysAfter(askedFrom(lastMine), days);

/** Whom the question goes to: an owner who has not left. Their backup answers while they are suspended; one who left is a gap of its own. */
export const isAsked = (ownerState: Prisma.Sql, ownerStatus: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(${ownerState} = 'confirmed' and ${ownerStatus} <> 'departed')`;
