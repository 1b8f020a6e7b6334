import { Prisma } from "../../core/db";
import type { Rule } from "../contract";
import { controls } from "../controls";
import { criticalFactors } from "../verdict-sql";

const yearOld = Prisma.sql`(j.issued_at + interval '8760 hours')`;

/** Only what the vendor says has no end: an expiry that nobody states is unknown, not "never". */
export const neverExpires: Rule = {
  id: "never-expires",
  title: "It never expires",
  short: "Never expires",
  rationale: "A secret without an end is found by someone in the end. What leaks stays useful until a person notices.",
  remediation: "Replace it with one that expires, or have its owner set an expiry where the vendor allows. If nobody needs it, request revocation.",
  severity: "Medium. High when the environment is production or unknown, the reach is high or unknown, or it is older than a year.",
  controls: [controls.longLivedSecrets, controls.lifecycle],
  sources: ["token listing", "expiry dates"],
  subjects: ["token"],
  endsWithDeath: true,
  token: {
    holds: Prisma.sql`j.expiry = 'never'`,
    endsBy: "vendor",
    endsWithExpiry: false,
    rank: Prisma.sql`case when j.critical or ${yearOld} < j.now then 2 else 3 end`,
    factors: [
      ...criticalFactors,
      { name: "age", when: Prisma.sql`${yearOld} < j.now`, words: "it is older than a year", effect: "raises" },
      { name: "age", when: Prisma.sql`j.issued_at is null`, words: "its age is unknown", effect: "none" },
    ],
    because: Prisma.sql`case j.expiry when 'at' then 'the vendor now states an expiry' else 'the vendor no longer says that it never expires' end`,
    evidence: Prisma.sql`jsonb_build_object('expiresFrom', j.expires_from, 'issuedAt', j.issued_at, 'expiresAt', j.expires_at)`,
    moments: [yearOld],
  },
};
