import { Prisma } from "../../core/db";
import type { Rule } from "../contract";
import { controls } from "../controls";
import { byCriticality, criticalFactors, day, daysAfter } from "../verdict-sql";

/** So long after it became visible the secret counts as known to whoever looks there. */
const longVisibleDays = 30;
const longFrom = daysAfter(Prisma.sql`j.exposed_since`, Prisma.raw(String(longVisibleDays)));
const long = Prisma.sql`(${longFrom} <= j.now)`;
const left = Prisma.sql`(j.who_status = 'departed')`;

/** Only what may be live and is not settled counts: an exposure that people closed as a false positive is none, nor is a vendor's example. */
export const exposed: Rule = {
  id: "exposed",
  title: "Its secret was seen where it should not be",
  short: "Exposed",
  rationale: "Whoever may read that place holds the credential. Deleting the message or the line takes no copy back; only the end of the token does.",
  remediation:
    "Give the workload another secret, then request revocation. The finding and the exposure close when the token is proven dead, and come back where its secret is let in later.",
  severity:
    "Medium. High when the environment is production or unknown, or the reach is high or unknown. One step graver when the secret was tried and works; one more when it stands outside code, has been visible for 30 days, or its maker or owner left. Low where it was tried and refused.",
  controls: [controls.secretLeakage, controls.incidentsContained, controls.eventsAnalyzed, controls.runtimeMonitored],
  sources: ["token listing", "scans"],
  subjects: ["token"],
  endsWithDeath: true,
  token: {
    holds: Prisma.sql`j.exposures > 0`,
    endsBy: "people",
    despiteDeath: Prisma.sql`j.exposed_alive`,
    endsWithExpiry: true,
    rank: Prisma.sql`case when j.exposed_refused then 4 else ${byCriticality(2, 3)} - case when j.exposed_valid then 1 else 0 end
      - case when j.exposed_outside or ${long} or ${left} then 1 else 0 end end`,
    factors: [
      {
        name: "despite_death",
        when: Prisma.sql`j.exposed_alive`,
        words: Prisma.sql`'it was proven dead on ' || ${day(Prisma.sql`j.died_at`)} || ', and was let in on ' || ${day(Prisma.sql`j.exposed_let_in_at`)}`,
        effect: "none",
      },
      { name: "valid", when: Prisma.sql`j.exposed_valid`, words: "the secret was tried and works", effect: "raises" },
      {
        name: "refused",
        when: Prisma.sql`j.exposed_refused`,
        words: "the secret was tried and refused; a single refusal is no proof of death",
        effect: "lowers",
      },
      {
        name: "outside",
        when: Prisma.sql`j.exposed_outside and not j.exposed_refused`,
        words: "it stands outside code, where nobody reviews",
        effect: "raises",
      },
      {
        name: "visible",
        when: Prisma.sql`${long} and not j.exposed_refused`,
        words: Prisma.sql`'it has been visible since ' || ${day(Prisma.sql`j.exposed_since`)}`,
        effect: "raises",
      },
      { name: "left", when: Prisma.sql`${left} and not j.exposed_refused`, words: "whoever made or owns it has left", effect: "raises" },
      ...criticalFactors,
    ],
    because: Prisma.sql`'no exposure of its secret is open any more'`,
    evidence: Prisma.sql`jsonb_build_object('exposures', j.exposures, 'channels', j.exposed_channels, 'since', j.exposed_since, 'lastDetected', j.exposed_latest)`,
    moments: [longFrom],
    // another secret of the same token came to light after people had settled what was known
    beyond: Prisma.sql`j.exposed_latest > (f.evidence ->> 'lastDetected')::timestamptz`,
  },
};
