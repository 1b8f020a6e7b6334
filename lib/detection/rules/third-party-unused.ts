import { Prisma } from "../../core/db";
import type { Rule } from "../contract";
import { controls } from "../controls";
import { byCriticality, criticalFactors } from "../verdict-sql";
import { idleAt, idleEvidence, idleFactors, notIdle } from "./unused-judgement";

export const thirdPartyUnused: Rule = {
  id: "third-party-unused",
  title: "A third party holds it and does not use it",
  short: "Third-party grant unused",
  rationale: "What another company holds leaks when they are broken into. A grant that nobody uses any more is often of a tool that was tried once.",
  remediation: "Ask the owner whether the tool is still in use. If not, request revocation and end the relationship's other access with it.",
  severity: "Medium. High when the environment is production or unknown, or the reach is high or unknown. The window is watched as for unused tokens.",
  controls: [
    controls.vulnerableThirdParty,
    controls.supplierRelationshipEnds,
    controls.providersMonitored,
    controls.supplierInventory,
    controls.aiThirdParties,
  ],
  sources: ["token listing", "third parties", "last use"],
  subjects: ["token"],
  endsWithDeath: true,
  token: {
    holds: Prisma.sql`j.third_party is not null and ${idleAt} <= j.now`,
    endsBy: "vendor",
    lifted: Prisma.sql`j.unused_days is null`,
    endsWithExpiry: true,
    rank: byCriticality(2, 3),
    factors: [
      { name: "third_party", when: Prisma.sql`true`, words: Prisma.sql`coalesce(j.third_party, 'a third party') || ' holds it'`, effect: "none" },
      ...idleFactors,
      ...criticalFactors,
    ],
    because: notIdle,
    evidence: Prisma.sql`${idleEvidence} || jsonb_build_object('thirdParty', j.third_party)`,
    moments: [idleAt],
  },
};
