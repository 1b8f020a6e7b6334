import { Prisma } from "../../core/db";
import type { Rule } from "../contract";
import { controls } from "../controls";
import { criticalFactors } from "../verdict-sql";

/** By words that stand for everything with many vendors, or the connector's own judgement of its reach. */
export const overBroadScope: Rule = {
  id: "over-broad-scope",
  title: "It may do nearly everything",
  short: "Over-broad scope",
  rationale: "A credential with all rights turns any leak into a takeover, and hides what the workload really needs.",
  remediation: "Issue one with the scopes that the workload needs, move the workload over, and request revocation of this one.",
  severity: "Medium. High when its environment is production or unknown. One step graver when its scopes and its reach say the same.",
  controls: [controls.overprivileged, controls.leastPrivilege],
  sources: ["token listing", "scopes"],
  subjects: ["token"],
  endsWithDeath: true,
  token: {
    holds: Prisma.sql`coalesce(j.broad, false) or j.reach_level = 'high'`,
    endsBy: "vendor",
    endsWithExpiry: true,
    rank: Prisma.sql`case when j.harmless then 3 else 2 end - case when j.broad and j.reach_level = 'high' then 1 else 0 end`,
    factors: [
      { name: "scopes", when: Prisma.sql`j.broad`, words: Prisma.sql`'its scopes are ' || left(array_to_string(j.scopes, ', '), 300)`, effect: "none" },
      ...criticalFactors.filter(({ name }) => name === "environment"),
      { name: "both", when: Prisma.sql`j.broad and j.reach_level = 'high'`, words: "its connector judges its reach as high too", effect: "raises" },
      {
        name: "reach",
        when: Prisma.sql`j.reach_level = 'high' and not coalesce(j.broad, false)`,
        words: Prisma.sql`'its connector judges its reach as high' || coalesce(': ' || left(j.reach ->> 'summary', 300), '')`,
        effect: "none",
      },
    ],
    because: Prisma.sql`'neither its scopes nor its reach stand for everything any more'`,
    evidence: Prisma.sql`jsonb_build_object('scopes', j.scopes[1:50], 'reach', j.reach)`,
  },
};
