import { Prisma } from "../../core/db";
import type { Rule } from "../contract";
import { controls } from "../controls";
import { byCriticality, criticalFactors } from "../verdict-sql";
import { idleAt, idleEvidence, idleFactors, longIdleAt, notIdle } from "./unused-judgement";

export const unused: Rule = {
  id: "unused",
  title: "Nothing uses it",
  short: "Unused",
  rationale: "A credential without use has no benefit and all of the risk; it is the cheapest to take away.",
  remediation: "Ask the owner whether something rare needs it (a yearly job, a recovery). If not, request revocation.",
  severity:
    "Low. Medium when the environment is production or unknown, or the reach is high or unknown. One step graver after four windows. Never judged before the whole window was watched, and never where no source says when it was used. Grants to third parties have a rule of their own.",
  controls: [controls.improperOffboarding, controls.lifecycle, controls.leastPrivilege, controls.usageMonitored],
  sources: ["token listing", "last use"],
  subjects: ["token"],
  endsWithDeath: true,
  token: {
    holds: Prisma.sql`j.third_party is null and ${idleAt} <= j.now`,
    endsBy: "vendor",
    lifted: Prisma.sql`j.unused_days is null`,
    endsWithExpiry: true,
    rank: Prisma.sql`${byCriticality(3, 4)} - case when ${longIdleAt} <= j.now then 1 else 0 end`,
    factors: [
      ...idleFactors,
      ...criticalFactors,
      { name: "long", when: Prisma.sql`${longIdleAt} <= j.now`, words: "that is more than four times as long", effect: "raises" },
    ],
    because: notIdle,
    evidence: idleEvidence,
    moments: [idleAt, longIdleAt],
  },
};
