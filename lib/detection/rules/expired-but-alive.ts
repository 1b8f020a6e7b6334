import { Prisma } from "../../core/db";
import type { Rule } from "../contract";
import { controls } from "../controls";
import { criticalFactors, day } from "../verdict-sql";

const past = Prisma.sql`(j.expiry = 'at' and j.expires_at <= j.now)`;
const used = Prisma.sql`(j.last_used_at > j.expires_at)`;
const probed = Prisma.sql`(j.alive_at > j.expires_at)`;
/** Read after its end, and neither absent nor switched off: it still stands there as if it worked. An import shows no such thing. */
const listed = Prisma.sql`(j.missing_since is null and j.disabled_at is null and not j.imported and j.last_seen_at > j.expires_at)`;

export const expiredButAlive: Rule = {
  id: "expired-but-alive",
  title: "Past its end, and still there",
  short: "Expired but alive",
  rationale: "An expiry that is not enforced is a date in a table. Whoever counts on it leaves a working credential behind.",
  remediation: "Request revocation, and ask the vendor why the date did not end it.",
  severity:
    "Critical when it was used or let in after its end and is in production, of high reach, or unknown; high when used or let in elsewhere. Info when the vendor merely still lists it as enabled, which shows nothing about whether it works.",
  controls: [controls.insecureAuthentication, controls.longLivedSecrets, controls.authenticated, controls.lifecycle],
  sources: ["token listing", "expiry dates", "last use"],
  subjects: ["token"],
  endsWithDeath: true,
  token: {
    holds: Prisma.sql`${past} and (${used} or ${probed} or ${listed})`,
    kept: Prisma.sql`${past} and j.missing_since is not null`,
    endsBy: "vendor",
    endsWithExpiry: false,
    rank: Prisma.sql`case when not coalesce(${used}, false) and not coalesce(${probed}, false) then 5 when j.critical then 1 else 2 end`,
    factors: [
      {
        name: "used",
        when: used,
        words: Prisma.sql`'it was used on ' || ${day(Prisma.sql`j.last_used_at`)} || ' after its end, says ' || coalesce(j.last_used_from, 'its listing')`,
        effect: "raises",
      },
      { name: "probed", when: probed, words: Prisma.sql`'the executor tried it on ' || ${day(Prisma.sql`j.alive_at`)} || ' and was let in'`, effect: "raises" },
      { name: "listed", when: listed, words: "its vendor still lists it as enabled, which does not show that it works", effect: "none" },
      ...criticalFactors,
    ],
    because: Prisma.sql`case when not ${past} then 'its end lies in the future' when j.state = 'disabled' then 'the vendor says that it is disabled' else 'nothing shows it alive after its end' end`,
    evidence: Prisma.sql`jsonb_build_object('expiresAt', j.expires_at, 'expiresFrom', j.expires_from, 'lastUsedAt', j.last_used_at, 'lastUsedFrom', j.last_used_from,
      'letInAt', j.alive_at, 'listed', ${listed})`,
    moments: [Prisma.sql`case when j.expiry = 'at' then j.expires_at end`],
  },
};
