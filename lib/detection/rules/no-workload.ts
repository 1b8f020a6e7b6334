import { Prisma } from "../../core/db";
import type { Rule } from "../contract";
import { controls } from "../controls";
import { byCriticality, criticalFactors } from "../verdict-sql";

export const noWorkload: Rule = {
  id: "no-workload",
  title: "Nobody knows what uses it",
  short: "No workload",
  rationale: "Without the workload behind a token nobody can say what breaks when it goes, so it stays.",
  remediation: "Have its owner name the service, pipeline or job that uses it. If nothing does, request revocation.",
  severity: "Low. Medium when the environment is production or unknown, or the reach is high or unknown. A suggested workload does not count.",
  controls: [controls.softwareInventory, controls.lifecycle, controls.aiInventory],
  sources: ["token listing", "workloads"],
  subjects: ["token"],
  endsWithDeath: true,
  token: {
    holds: Prisma.sql`j.workloads = 0`,
    endsBy: "people",
    endsWithExpiry: true,
    rank: byCriticality(3, 4),
    factors: criticalFactors,
    because: Prisma.sql`'a workload is named'`,
    evidence: Prisma.sql`jsonb_build_object('workloads', j.workload_names)`,
  },
};
