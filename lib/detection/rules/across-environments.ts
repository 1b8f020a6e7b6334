import { Prisma } from "../../core/db";
import type { Rule } from "../contract";
import { controls } from "../controls";

const workloads = Prisma.sql`(j.workload_production and j.workload_harmless)`;
const upward = Prisma.sql`(j.harmless and j.workload_production)`;
const downward = Prisma.sql`(j.production and j.workload_harmless)`;

/** Only environments that are named and known as production or as harmless are compared; unknown ones say nothing here. */
export const acrossEnvironments: Rule = {
  id: "across-environments",
  title: "It joins production to another environment",
  short: "Across environments",
  rationale: "Test systems are guarded less. A credential that works in both lets whoever breaks the weaker one into the stronger.",
  remediation: "Give each environment a credential of its own, then request revocation of this one.",
  severity: "High. Critical when a token of production is used by a workload outside it and its reach is high or unknown.",
  controls: [controls.environmentIsolation, controls.reuse, controls.leastPrivilege],
  sources: ["token listing", "workloads"],
  subjects: ["token"],
  endsWithDeath: true,
  token: {
    holds: Prisma.sql`${workloads} or ${upward} or ${downward}`,
    endsBy: "people",
    endsWithExpiry: true,
    rank: Prisma.sql`case when ${downward} and j.reach_level is distinct from 'limited' then 1 else 2 end`,
    factors: [
      {
        name: "workloads",
        when: workloads,
        words: Prisma.sql`'its workloads run in ' || left(array_to_string(j.workload_environments, ', '), 300)`,
        effect: "none",
      },
      { name: "down", when: downward, words: Prisma.sql`'it works in ' || j.environment || ', and a workload outside production uses it'`, effect: "none" },
      { name: "up", when: upward, words: Prisma.sql`'it is of ' || j.environment || ', and a workload in production uses it'`, effect: "none" },
      {
        name: "reach",
        when: Prisma.sql`${downward} and j.reach_level is distinct from 'limited'`,
        words: Prisma.sql`case j.reach_level when 'high' then 'its reach is high' else 'its reach is unknown' end`,
        effect: "raises",
      },
    ],
    because: Prisma.sql`'it and its workloads are all of one kind of environment, as far as their names say'`,
    evidence: Prisma.sql`jsonb_build_object('environment', j.environment, 'workloads', j.workload_names[1:50], 'workloadEnvironments', j.workload_environments[1:50])`,
  },
};
