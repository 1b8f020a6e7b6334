import { Prisma } from "../../core/db";
import type { Rule } from "../contract";
import { controls } from "../controls";
import { byCriticality, criticalFactors } from "../verdict-sql";

export const noPurpose: Rule = {
  id: "no-purpose",
  title: "Nobody has said what it is for",
  short: "No purpose",
  rationale: "A purpose in one sentence is what a reviewer, an auditor and the next owner decide by.",
  remediation: "Have its owner write one sentence of business reason when they attest.",
  severity: "Low. Medium when the environment is production or unknown, or the reach is high or unknown.",
  controls: [controls.lifecycle, controls.leastPrivilege, controls.aiInventory],
  sources: ["token listing", "ownership"],
  subjects: ["token"],
  endsWithDeath: true,
  token: {
    holds: Prisma.sql`j.purpose is null`,
    endsBy: "people",
    endsWithExpiry: true,
    rank: byCriticality(3, 4),
    factors: criticalFactors,
    because: Prisma.sql`'its purpose is written down'`,
    evidence: Prisma.sql`jsonb_build_object('purpose', j.purpose)`,
  },
};
