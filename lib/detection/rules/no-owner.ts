import { Prisma } from "../../core/db";
import type { Rule } from "../contract";
import { controls } from "../controls";
import { critical, criticalFactors, factor, factors, falseByVendor, proofOfDeath, severityOf, tokenFacts, unsignedFactor } from "../verdict-sql";

export const noOwner: Rule = {
  id: "no-owner",
  title: "Nobody answers for it",
  rationale: "A token without a confirmed owner has no one to ask what it is for, whether it is still needed, and what breaks without it.",
  remediation: "Ask the maker or the team that uses it, and have a person confirm ownership and purpose. If nobody claims it, request revocation.",
  severity: "Medium. High when the environment is production or unknown, or the reach is high or unknown. A suggested owner does not count as one.",
  controls: [controls.improperOffboarding, controls.lifecycle, controls.identitiesManaged],
  sources: ["token listing", "ownership"],
  subjects: ["token"],
  endsWithDeath: true,
  verdicts: (scope) => Prisma.sql`
  select 'token:' || t.id as subject, t.id as token_id, null::uuid as account_id, null::uuid as person_id,
    case when o.state = 'confirmed' or s.state = 'dead' then 'false' when s.state = 'expired' then ${falseByVendor("t.connection_id")} else 'true' end as verdict,
    ${severityOf(Prisma.sql`case when ${critical} then 2 else 3 end`)} as severity,
    ${factors(
      criticalFactors,
      Prisma.sql`case when o.state = 'suggested' then ${factor("suggested", Prisma.sql`op.display_name || ' is suggested and has not confirmed'`, "none")} end`,
      Prisma.sql`case when s.state = 'missing' then ${factor("missing", "the last complete sync did not list it, which proves nothing", "none")} end`,
      unsignedFactor("t.connection_id"),
    )} as factors,
    jsonb_strip_nulls(jsonb_build_object(
      'because', case when s.state = 'dead' then 'the token is proven dead' when o.state = 'confirmed' then 'a person confirmed ownership'
        when s.state = 'expired' then 'the token has expired by the vendor''s date' end,
      'owner', case when o.token_id is not null then jsonb_build_object('id', o.person_id, 'name', op.display_name, 'state', o.state, 'setBy', o.set_by, 'setAt', o.set_at) end,
      'token', ${tokenFacts}, 'proof', case when s.state = 'dead' then ${proofOfDeath} end)) as evidence
  from token t
  join token_state s on s.token_id = t.id and ${scope.states}
  left join ownership o on o.token_id = t.id
  left join person op on op.id = o.person_id
  where ${scope.tokens}`,
};
