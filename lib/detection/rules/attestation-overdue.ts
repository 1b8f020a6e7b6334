import { Prisma } from "../../core/db";
import type { Rule } from "../contract";
import { controls } from "../controls";
import { byCriticality, criticalFactors, day, daysAfter } from "../verdict-sql";

const due = daysAfter(Prisma.sql`j.answered_at`, Prisma.sql`j.attest_days`);
const longDue = daysAfter(Prisma.sql`j.answered_at`, Prisma.sql`2 * j.attest_days`);

/** Confirming ownership is an answer too: the interval runs from whichever came last. */
export const attestationOverdue: Rule = {
  id: "attestation-overdue",
  title: "Its owner has not answered for it in time",
  short: "Attestation overdue",
  rationale: "An owner who confirmed years ago may not know that it still exists. The TTL policy says how often to ask.",
  remediation: "Ask the owner to attest: mine, transfer, not mine, or no longer needed.",
  severity: "Low. Medium when the environment is production or unknown, or the reach is high or unknown. One step graver after twice the interval.",
  controls: [controls.leastPrivilege, controls.identitiesManaged, controls.lifecycle],
  sources: ["token listing", "ownership", "attestations", "attestation policy"],
  subjects: ["token"],
  endsWithDeath: true,
  token: {
    holds: Prisma.sql`j.owned and j.owner_status <> 'departed' and ${due} <= j.now`,
    endsBy: "people",
    endsWithExpiry: true,
    person: Prisma.sql`j.owner_id`,
    rank: Prisma.sql`${byCriticality(3, 4)} - case when ${longDue} <= j.now then 1 else 0 end`,
    factors: [
      {
        name: "due",
        when: Prisma.sql`true`,
        words: Prisma.sql`'the policy asks every ' || j.attest_days || ' days, and the last answer is of ' || ${day(Prisma.sql`j.answered_at`)}`,
        effect: "none",
      },
      { name: "never", when: Prisma.sql`j.attested_at is null`, words: "ownership was confirmed once and never attested", effect: "none" },
      ...criticalFactors,
      { name: "long", when: Prisma.sql`${longDue} <= j.now`, words: "twice the interval has passed", effect: "raises" },
    ],
    because: Prisma.sql`case when j.attest_days is null then 'no policy asks for an attestation any more' when not j.owned or j.owner_status = 'departed' then 'nobody answers for it, which another rule says'
      else 'the owner answered, or the policy asks less often' end`,
    evidence: Prisma.sql`jsonb_build_object('policy', jsonb_build_object('id', j.policy_id, 'days', j.attest_days), 'answeredAt', j.answered_at, 'attestedAt', j.attested_at)`,
    moments: [due, longDue],
  },
};
