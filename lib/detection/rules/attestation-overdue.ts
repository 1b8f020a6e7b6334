import { Prisma } from "../../core/db";
import { isAsked } from "../attestation-sql";
import type { Rule } from "../contract";
import { controls } from "../controls";
import { byCriticality, criticalFactors, day, daysAfter } from "../verdict-sql";

const due = daysAfter(Prisma.sql`j.asked_from`, Prisma.sql`j.attest_days`);
const longDue = daysAfter(Prisma.sql`j.asked_from`, Prisma.sql`2 * j.attest_days`);

/** The inventory, the gaps and My tokens say the same: when an answer is due is defined in attestation-sql.ts. */
export const attestationOverdue: Rule = {
  id: "attestation-overdue",
  title: "Its owner has not answered for it in time",
  short: "Attestation overdue",
  rationale: "An owner who answered years ago, or never, may not know that it still exists. The TTL policy says how often to ask.",
  remediation: "Ask the owner to attest: mine, transfer, not mine, or no longer needed.",
  severity: "Low. Medium when the environment is production or unknown, or the reach is high or unknown. One step graver after twice the interval.",
  controls: [controls.leastPrivilege, controls.identitiesManaged, controls.lifecycle],
  sources: ["token listing", "ownership", "attestations", "attestation policy"],
  subjects: ["token"],
  endsWithDeath: true,
  token: {
    holds: Prisma.sql`${isAsked(Prisma.sql`j.owner_state`, Prisma.sql`j.owner_status`)} and ${due} <= j.now`,
    endsBy: "people",
    endsWithExpiry: true,
    person: Prisma.sql`j.owner_id`,
    rank: Prisma.sql`${byCriticality(3, 4)} - case when ${longDue} <= j.now then 1 else 0 end`,
    factors: [
      {
        name: "due",
        when: Prisma.sql`true`,
        words: Prisma.sql`'the policy asks every ' || j.attest_days || ' days, and ' || case when j.attested_at is not null then 'the last answer is of ' when j.issued_at is not null then 'it was made on '
          else 'it was first seen on ' end || ${day(Prisma.sql`j.asked_from`)}`,
        effect: "none",
      },
      { name: "never", when: Prisma.sql`j.attested_at is null`, words: "no owner ever attested it", effect: "none" },
      ...criticalFactors,
      { name: "long", when: Prisma.sql`${longDue} <= j.now`, words: "twice the interval has passed", effect: "raises" },
    ],
    because: Prisma.sql`case when j.attest_days is null then 'no policy asks for an attestation any more' when not j.owned or j.owner_status = 'departed' then 'nobody answers for it, which another rule says'
      else 'the owner answered, or the policy asks less often' end`,
    evidence: Prisma.sql`jsonb_build_object('policy', jsonb_build_object('id', j.policy_id, 'days', j.attest_days), 'askedFrom', j.asked_from, 'attestedAt', j.attested_at)`,
    moments: [due, longDue],
  },
};
