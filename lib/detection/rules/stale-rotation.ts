import { Prisma } from "../../core/db";
import type { Rule } from "../contract";
import { controls } from "../controls";
import { byCriticality, criticalFactors, day, daysAfter } from "../verdict-sql";

const since = Prisma.sql`coalesce(j.rotated_at, j.issued_at)`;
const due = daysAfter(since, Prisma.sql`j.rotate_days`);
const longDue = daysAfter(since, Prisma.sql`2 * j.rotate_days`);

/** A secret whose date of making nobody states is unknown, and not judged. */
export const staleRotation: Rule = {
  id: "stale-rotation",
  title: "Its secret was not replaced in time",
  short: "Stale rotation",
  rationale: "Replacing a secret ends every copy of it that nobody remembers. The TTL policy says how often that is worth its effort here.",
  remediation: "Replace the secret where it is used, then revoke the old one. Better: let the workload use short-lived credentials.",
  severity: "Low. Medium when the environment is production or unknown, or the reach is high or unknown. One step graver after twice the interval.",
  controls: [controls.longLivedSecrets, controls.identitiesManaged, controls.lifecycle],
  sources: ["token listing", "creation or rotation dates", "rotation policy"],
  subjects: ["token"],
  endsWithDeath: true,
  token: {
    holds: Prisma.sql`j.family_longest is null and ${due} <= j.now`,
    endsBy: "vendor",
    lifted: Prisma.sql`j.rotate_days is null`,
    endsWithExpiry: true,
    rank: Prisma.sql`${byCriticality(3, 4)} - case when ${longDue} <= j.now then 1 else 0 end`,
    factors: [
      {
        name: "since",
        when: Prisma.sql`true`,
        words: Prisma.sql`'the policy asks for another secret every ' || j.rotate_days || ' days, and this one is of ' || ${day(since)}`,
        effect: "none",
      },
      { name: "made", when: Prisma.sql`j.rotated_at is null`, words: "no rotation is known, so it counts from when it was made", effect: "none" },
      ...criticalFactors,
      { name: "long", when: Prisma.sql`${longDue} <= j.now`, words: "twice the interval has passed", effect: "raises" },
    ],
    because: Prisma.sql`case when j.rotate_days is null then 'no policy asks for rotation any more' when ${since} is null then 'the age of its secret is unknown'
      else 'its secret was replaced, or the policy allows more' end`,
    evidence: Prisma.sql`jsonb_build_object('policy', jsonb_build_object('id', j.policy_id, 'days', j.rotate_days), 'rotatedAt', j.rotated_at, 'rotatedFrom', j.rotated_from,
      'issuedAt', j.issued_at, 'issuedFrom', j.issued_from)`,
    moments: [due, longDue],
  },
};
