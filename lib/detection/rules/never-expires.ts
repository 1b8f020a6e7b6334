import { Prisma } from "../../core/db";
import type { Rule } from "../contract";
import { controls } from "../controls";
import { critical, criticalFactors, factor, factors, falseByVendor, proofOfDeath, severityOf, tokenFacts, unsignedFactor } from "../verdict-sql";

const old = (now: Date) => Prisma.sql`t.issued_at < ${now}::timestamptz - interval '365 days'`;

/** Only what the vendor says has no end: an expiry that nobody states is unknown, not "never". */
export const neverExpires: Rule = {
  id: "never-expires",
  title: "It never expires",
  rationale: "A secret without an end is found by someone in the end. What leaks stays useful until a person notices.",
  remediation: "Replace it with one that expires, or have its owner set an expiry where the vendor allows. If nobody needs it, request revocation.",
  severity: "Medium. High when the environment is production or unknown, the reach is high or unknown, or it is older than a year.",
  controls: [controls.longLivedSecrets, controls.lifecycle],
  sources: ["token listing"],
  subjects: ["token"],
  endsWithDeath: true,
  verdicts: (scope, now) => Prisma.sql`
  select 'token:' || t.id as subject, t.id as token_id, null::uuid as account_id, null::uuid as person_id,
    case when s.state = 'dead' then 'false' when t.expiry <> 'never' then ${falseByVendor("t.connection_id")} else 'true' end as verdict,
    ${severityOf(Prisma.sql`case when ${critical} or ${old(now)} then 2 else 3 end`)} as severity,
    ${factors(
      criticalFactors,
      Prisma.sql`case when ${old(now)} then ${factor("age", "it is older than a year", "raises")} when t.issued_at is null then ${factor("age", "its age is unknown", "none")} end`,
      Prisma.sql`case when s.state = 'missing' then ${factor("missing", "the last complete sync did not list it, which proves nothing", "none")} end`,
      unsignedFactor("t.connection_id"),
    )} as factors,
    jsonb_strip_nulls(jsonb_build_object(
      'because', case when s.state = 'dead' then 'the token is proven dead' when t.expiry = 'at' then 'the vendor now states an expiry'
        when t.expiry = 'unknown' then 'the vendor no longer says that it never expires' end,
      'expiresFrom', t.expires_from, 'token', ${tokenFacts}, 'proof', case when s.state = 'dead' then ${proofOfDeath} end)) as evidence
  from token t
  join token_state s on s.token_id = t.id and ${scope.states}
  where ${scope.tokens} and (t.expiry = 'never' or exists (select from known k where k.token_id = t.id))`,
};
