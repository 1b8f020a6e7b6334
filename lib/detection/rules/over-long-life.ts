import { Prisma } from "../../core/db";
import type { Rule } from "../contract";
import { controls } from "../controls";
import { byCriticality, criticalFactors, day, daysAfter } from "../verdict-sql";

/** Where nobody says when it was made, it is at least as old as our first sight of it: a life measured from there is too short, never too long. */
const began = Prisma.sql`coalesce(j.issued_at, j.first_seen_at)`;
/** Whether it lives longer than that many days. */
const longerThan = (days: Prisma.Sql) => Prisma.sql`case when j.family_longest is not null then j.family_longest > 86400 * (${days})::bigint
  when j.expiry = 'at' then j.expires_at > ${daysAfter(began, days)} else false end`;
const limit = Prisma.sql`j.longest_days`;
const twice = longerThan(Prisma.sql`2 * j.longest_days`);
const life = Prisma.sql`case when j.family_longest is not null then j.family_longest / 86400.0
  when j.expiry = 'at' then extract(epoch from j.expires_at - ${began}) / 86400.0 end`;

/** Against the TTL policy alone: there is no universal number, so without a policy nothing is too long. */
export const overLongLife: Rule = {
  id: "over-long-life",
  title: "It lives longer than the policy allows",
  short: "Over-long life",
  rationale: "The TTL policy says how long such a token may live here, and why. One that outlives it widens the time in which a leak is useful.",
  remediation: "Replace it with one that ends within the policy, or have the policy's rationale reconsidered.",
  severity:
    "Low. Medium when the environment is production or unknown, or the reach is high or unknown. One step graver at twice the limit, or without an end.",
  controls: [controls.longLivedSecrets, controls.lifecycle, controls.leastPrivilege],
  sources: ["token listing", "expiry dates", "longest-life policy"],
  subjects: ["token"],
  endsWithDeath: true,
  token: {
    holds: Prisma.sql`j.longest_days is not null and (j.expiry = 'never' or ${longerThan(limit)})`,
    endsBy: "vendor",
    lifted: Prisma.sql`j.longest_days is null`,
    endsWithExpiry: true,
    rank: Prisma.sql`${byCriticality(3, 4)} - case when j.expiry = 'never' or ${twice} then 1 else 0 end`,
    factors: [
      {
        name: "limit",
        when: Prisma.sql`j.expiry <> 'never'`,
        words: Prisma.sql`'the policy allows ' || j.longest_days || ' days, and it lives ' || ceil(${life}) || ' or more'`,
        effect: "none",
      },
      {
        name: "never",
        when: Prisma.sql`j.expiry = 'never'`,
        words: Prisma.sql`'the policy allows ' || j.longest_days || ' days, and it has no end'`,
        effect: "raises",
      },
      { name: "twice", when: twice, words: "that is more than twice the limit", effect: "raises" },
      ...criticalFactors,
      {
        name: "made",
        when: Prisma.sql`j.issued_at is null`,
        words: Prisma.sql`'when it was made is unknown; counted from its first sight on ' || ${day(Prisma.sql`j.first_seen_at`)}`,
        effect: "none",
      },
    ],
    because: Prisma.sql`case when j.longest_days is null then 'no policy limits its life any more' when j.expiry = 'unknown' then 'when it ends is unknown' else 'its life is within the policy' end`,
    evidence: Prisma.sql`jsonb_build_object('policy', jsonb_build_object('id', j.policy_id, 'days', j.longest_days), 'lifeDays', ceil(${life}), 'issuedAt', j.issued_at,
      'issuedFrom', j.issued_from, 'firstSeenAt', j.first_seen_at, 'expiry', j.expiry, 'expiresAt', j.expires_at, 'expiresFrom', j.expires_from)`,
  },
};
