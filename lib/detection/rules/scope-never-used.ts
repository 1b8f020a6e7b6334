import { Prisma } from "../../core/db";
import { suggestedUnusedDays } from "../../domain/lifetimes";
import type { Rule } from "../contract";
import { controls } from "../controls";
import { criticalFactors, day, daysAfter } from "../verdict-sql";

const watched = daysAfter(Prisma.sql`j.first_seen_at`, Prisma.sql`coalesce(j.unused_days, ${Prisma.raw(String(suggestedUnusedDays))})`);
const spare = Prisma.sql`array(select s from unnest(j.scopes) s where s <> all (j.scopes_used))`;

/** Only where a source says which scopes were used: that nobody knows is no sign of disuse. */
export const scopeNeverUsed: Rule = {
  id: "scope-never-used",
  title: "It may do things it never does",
  short: "Scope never used",
  rationale: "Rights that a workload never used are rights that only an intruder would use.",
  remediation:
    "Take the scopes that are not in use from it at its system, or replace it with one that has only those in use and request revocation of this one.",
  severity:
    "Low. Medium when an unused scope stands for everything, or the environment is production or unknown. Judged once the window for unused tokens was watched.",
  controls: [controls.overprivileged, controls.leastPrivilege, controls.usageMonitored],
  sources: ["token listing", "scopes", "scopes in use"],
  subjects: ["token"],
  endsWithDeath: true,
  token: {
    holds: Prisma.sql`j.scopes_used_from is not null and not j.scopes <@ j.scopes_used and ${watched} <= j.now`,
    endsBy: "vendor",
    endsWithExpiry: true,
    rank: Prisma.sql`case when not j.harmless or j.broad then 3 else 4 end`,
    factors: [
      {
        name: "spare",
        when: Prisma.sql`true`,
        words: Prisma.sql`'never used since ' || ${day(Prisma.sql`j.first_seen_at`)} || ', says ' || coalesce(j.scopes_used_from, 'its source') || ': ' || left(array_to_string(${spare}, ', '), 300)`,
        effect: "none",
      },
      { name: "broad", when: Prisma.sql`j.broad`, words: "its scopes hold one that stands for everything", effect: "raises" },
      ...criticalFactors.filter(({ name }) => name === "environment"),
    ],
    because: Prisma.sql`case when j.scopes_used_from is null then 'no source says which scopes are used any more' else 'every scope it has was used' end`,
    evidence: Prisma.sql`jsonb_build_object('unused', (${spare})[1:50], 'used', j.scopes_used[1:50], 'from', j.scopes_used_from, 'watchedSince', j.first_seen_at)`,
    moments: [watched],
  },
};
