import { Prisma } from "../../core/db";
import type { Rule } from "../contract";
import { controls } from "../controls";
import { byCriticality, criticalFactors } from "../verdict-sql";

/** Several workloads with one token, or several tokens with one secret. The same token listed by two connections is one token. */
export const shared: Rule = {
  id: "shared",
  title: "One secret in several hands",
  short: "Shared or duplicate",
  rationale: "When one of the users leaks it, all must change at once, and no log says which of them did what.",
  remediation: "Give each workload its own credential, then request revocation of the shared one.",
  severity: "Medium. High when the environment is production or unknown, or the reach is high or unknown. One step graver from five workloads on.",
  controls: [controls.reuse, controls.authenticated, controls.leastPrivilege],
  sources: ["token listing", "workloads", "fingerprints"],
  subjects: ["token"],
  endsWithDeath: true,
  token: {
    holds: Prisma.sql`j.workloads > 1 or j.twins > 0`,
    endsBy: "people",
    endsWithExpiry: true,
    rank: Prisma.sql`${byCriticality(2, 3)} - case when j.workloads >= 5 then 1 else 0 end`,
    factors: [
      {
        name: "workloads",
        when: Prisma.sql`j.workloads > 1`,
        words: Prisma.sql`j.workloads || ' workloads use it: ' || left(array_to_string(j.workload_names, ', '), 300)`,
        effect: "none",
      },
      { name: "many", when: Prisma.sql`j.workloads >= 5`, words: "that is five or more", effect: "raises" },
      {
        name: "duplicate",
        when: Prisma.sql`j.twins > 0`,
        words: Prisma.sql`'the same secret stands under ' || j.twins || ' further ' || case j.twins when 1 then 'token' else 'tokens' end`,
        effect: "none",
      },
      ...criticalFactors,
    ],
    because: Prisma.sql`'at most one workload uses it, and no other token has its secret'`,
    evidence: Prisma.sql`jsonb_build_object('workloads', j.workload_names[1:50], 'duplicates', j.twins)`,
  },
};
