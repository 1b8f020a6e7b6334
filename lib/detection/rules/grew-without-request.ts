import { Prisma } from "../../core/db";
import type { Rule } from "../contract";
import { controls } from "../controls";
import { criticalFactors, day } from "../verdict-sql";

/**
 * What it may do now, and could not before it first grew since the last approved narrowing. Growth is kept from reading to reading
 * (token_change); a grant that shrank back to what it was has nothing left that nobody asked for.
 */
export const grewWithoutRequest: Rule = {
  id: "grew-without-request",
  title: "It may do more than before, and nobody asked for it",
  short: "Grew without a request",
  rationale: "Rights that grow after a token was reviewed make the review worth nothing. It is also what an intruder with a vendor's console does first.",
  remediation:
    "Ask who widened it. Set it back at its system, or replace it with one that may do less and request revocation. If somebody did ask for the growth, close this as a false positive and say who: it comes back when the token grows further.",
  severity: "High. Critical when its environment is production or unknown.",
  controls: [controls.overprivileged, controls.changesAndExceptions, controls.leastPrivilege, controls.eventsAnalyzed],
  sources: ["token listing", "scopes", "earlier readings"],
  subjects: ["token"],
  endsWithDeath: true,
  token: {
    holds: Prisma.sql`cardinality(j.gained) > 0 or j.reach_grew`,
    endsBy: "vendor",
    endsWithExpiry: true,
    rank: Prisma.sql`case when j.harmless then 2 else 1 end`,
    factors: [
      {
        name: "scopes",
        when: Prisma.sql`cardinality(j.gained) > 0`,
        words: Prisma.sql`'gained since ' || ${day(Prisma.sql`j.grown_at`)} || ': ' || left(array_to_string(j.gained, ', '), 300)`,
        effect: "none",
      },
      {
        name: "reach",
        when: Prisma.sql`j.reach_grew`,
        words: Prisma.sql`'its reach grew from limited to high on ' || ${day(Prisma.sql`j.grown_at`)}`,
        effect: "none",
      },
      ...criticalFactors.filter(({ name }) => name === "environment"),
      { name: "imported", when: Prisma.sql`j.imported`, words: "known by import alone: two listings differ", effect: "none" },
    ],
    because: Prisma.sql`case when j.grown_at is null then 'people approved a narrowing since it grew' else 'it may do no more than before it grew' end`,
    evidence: Prisma.sql`jsonb_build_object('gained', j.gained, 'was', j.scopes_was, 'reachGrew', j.reach_grew, 'since', j.grown_at)`,
    beyond: Prisma.sql`to_jsonb(j.gained) <@ coalesce(f.evidence -> 'gained', '[]') is not true or (j.reach_grew and f.evidence ->> 'reachGrew' is distinct from 'true')`,
  },
};
