import { Prisma } from "../../core/db";
import type { FactorSql } from "../contract";
import { day, daysAfter } from "../verdict-sql";

/**
 * Since when nothing is known to have used it. A vendor that dates the last use has watched since then. One that can date uses and gives
 * none has watched at most since our first sight: some begin to keep records late. One that can't says nothing, and nothing is judged.
 */
export const idleSince = Prisma.sql`case when j.last_used_at is not null then j.last_used_at when j.sees_use then greatest(j.first_seen_at, j.issued_at) end`;
export const idleAt = daysAfter(Prisma.sql`(${idleSince})`, Prisma.sql`j.unused_days`);
export const longIdleAt = daysAfter(Prisma.sql`(${idleSince})`, Prisma.sql`4 * j.unused_days`);

export const idleFactors: readonly FactorSql[] = [
  {
    name: "last_used",
    when: Prisma.sql`j.last_used_at is not null`,
    words: Prisma.sql`'last used on ' || ${day(Prisma.sql`j.last_used_at`)} || ', says ' || coalesce(j.last_used_from, 'its listing')`,
    effect: "none",
  },
  {
    name: "never_used",
    when: Prisma.sql`j.last_used_at is null`,
    words: Prisma.sql`'no use was seen since ' || ${day(Prisma.sql`(${idleSince})`)} || ', when watching began'`,
    effect: "none",
  },
  {
    name: "window",
    when: Prisma.sql`j.policy_id is not null`,
    words: Prisma.sql`'the policy counts ' || j.unused_days || ' days without use as unused'`,
    effect: "none",
  },
  {
    name: "suggested_window",
    when: Prisma.sql`j.policy_id is null`,
    words: Prisma.sql`'counted as unused after ' || j.unused_days || ' days, a suggestion: no policy says'`,
    effect: "none",
  },
];

export const notIdle = Prisma.sql`case when j.unused_days is null then 'no policy limits its idle time any more' when (${idleSince}) is null then 'its source says nothing about its use any more'
  else 'it was used, or the window is longer now' end`;
export const idleEvidence = Prisma.sql`jsonb_build_object('policy', case when j.policy_id is not null then jsonb_build_object('id', j.policy_id, 'days', j.unused_days) end,
  'windowDays', j.unused_days, 'watchedSince', (${idleSince}), 'lastUsedAt', j.last_used_at, 'lastUsedFrom', j.last_used_from)`;
