import { Prisma } from "../../core/db";
import type { Rule } from "../contract";
import { controls } from "../controls";
import { criticalFactors } from "../verdict-sql";

/** What the connector says it can't do. A connector that says nothing, as for an imported listing, is no source. */
export const notRevocable: Rule = {
  id: "not-revocable",
  title: "It can’t be taken away on its own",
  short: "Not revocable here",
  rationale: "On the day it leaks, revoking it means replacing its parent key or asking somebody by hand, with everything else that hangs on it.",
  remediation: "Know the way round before it is needed: the finding names it. Prefer credentials that can be revoked alone, and keep their life short.",
  severity: "Low. Medium when the environment is production or unknown, or the reach is high or unknown. One step graver when it never expires either.",
  controls: [controls.insecureAuthentication, controls.incidentsContained, controls.lifecycle, controls.aiDeactivation],
  sources: ["token listing", "capabilities"],
  subjects: ["token"],
  endsWithDeath: true,
  token: {
    holds: Prisma.sql`j.cannot_revoke is not null and not j.can_disable`,
    endsBy: "vendor",
    endsWithExpiry: true,
    rank: Prisma.sql`case when j.critical then 3 else 4 end - case when j.expiry = 'never' then 1 else 0 end`,
    factors: [
      { name: "cannot", when: Prisma.sql`true`, words: Prisma.sql`left(j.cannot_revoke, 500)`, effect: "none" },
      {
        name: "parent",
        when: Prisma.sql`j.parent_key is not null`,
        words: Prisma.sql`'it goes only with its parent key ' || left(j.parent_key, 200) || ', and its siblings with it'`,
        effect: "none",
      },
      { name: "never", when: Prisma.sql`j.expiry = 'never'`, words: "it never expires either", effect: "raises" },
      ...criticalFactors,
    ],
    because: Prisma.sql`'its connector can revoke or disable it, or says nothing about it any more'`,
    evidence: Prisma.sql`jsonb_build_object('cannot', j.cannot_revoke, 'parentKey', j.parent_key)`,
  },
};
