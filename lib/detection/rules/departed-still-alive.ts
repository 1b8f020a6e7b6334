import { Prisma } from "../../core/db";
import type { Rule, ScopeSql } from "../contract";
import { controls } from "../controls";
import {
  critical,
  criticalFactors,
  endedHere,
  factor,
  factors,
  falseByVendor,
  proofOfDeath,
  severityOf,
  tokenFacts,
  unsignedFactor,
  vouched,
} from "../verdict-sql";

/**
 * Suspended people count too, one step milder: directories that know only "active: false" (SCIM as Okta and Entra send it) say the same for
 * a long leave and for the last day, and a credential that nobody should be using is worth a look in both cases.
 *
 * A confirmed owner who is active and took over after the maker left ends it, except for credentials that act as the person.
 * Missing is not dead: a token that a sync no longer lists stays open until its death is proven.
 *
 * An unsigned connection can't take its leaver back by naming another maker or another address: the finding keeps its person until
 * the person returns or the connection is signed.
 */
export const departedStillAlive: Rule = {
  id: "departed-still-alive",
  title: "Left, but their access still works",
  rationale:
    "People who left keep what they copied. A token that outlives its maker or owner opens the system for whoever holds it, and nobody answers for it.",
  remediation: "Request revocation. If a workload still needs the token, have someone confirm ownership and replace the secret. For an account: disable it.",
  severity:
    "High. Critical when the environment is production or unknown, the reach is high or unknown, or it was used since the person left. One step milder when the person is suspended, or the token is disabled or no longer listed. Low once it has expired by the vendor's own date, until its death is proven.",
  controls: [controls.improperOffboarding, controls.lifecycle, controls.identitiesManaged, controls.leastPrivilege],
  sources: ["directory (SCIM or LDAP)", "token listing", "account listing", "account links", "ownership"],
  subjects: ["token", "account"],
  endsWithDeath: true,
  verdicts: (scope) => Prisma.sql`${tokenVerdicts(scope)} union all ${accountVerdicts(scope)}`,
};

const left = (person: string) => Prisma.sql`${Prisma.raw(person)}.status in ('departed', 'suspended')`;
/** Acts as the person: another owner does not make it somebody else's. */
const personal = Prisma.sql`t.class in ('personal_access_token', 'oauth_grant')`;
const tookOver = Prisma.sql`(op.status = 'active' and not ${personal} and o.set_at >= coalesce(cp.status_at, '-infinity'))`;
const personFacts = (p: string) => {
  const is = Prisma.raw(p);
  return Prisma.sql`case when ${is}.id is not null then
    jsonb_build_object('id', ${is}.id, 'name', ${is}.display_name, 'status', ${is}.status, 'since', ${is}.status_at, 'source', ${is}.status_source) end`;
};

/** `kp`: the person whom the rule's finding about this subject names, as long as they have not come back and nobody undid their link here. */
const named = (subject: string, connection: string) => Prisma.sql`
  left join known k on ${Prisma.raw(subject)}
  left join person kp on kp.id = k.person_id and ${left("kp")} and not exists (
    select from account_link_decision d join account da on da.id = d.account_id
    where d.person_id = kp.id and d.decision = 'rejected' and da.connection_id = ${Prisma.raw(connection)})`;
const nobodyLeft = (column: string) => Prisma.sql`case when ${vouched(column)} or kp.id is null then 'false' else 'kept' end`;

function tokenVerdicts(scope: ScopeSql): Prisma.Sql {
  const rank = Prisma.sql`case when s.state = 'expired' then 4 else
    (case when ${critical} or t.last_used_at > who.since then 1 else 2 end)
    + (case when who.status = 'suspended' then 1 else 0 end) + (case when s.state in ('missing', 'disabled') then 1 else 0 end) end`;
  return Prisma.sql`
  select 'token:' || t.id as subject, t.id as token_id, null::uuid as account_id, coalesce(who.id, kp.id) as person_id,
    case when s.state = 'dead' or (who.id is null and ${tookOver}) then 'false' when who.id is null then ${nobodyLeft("t.connection_id")}
      when s.state = 'expired' then case when ${endedHere("t.connection_id")} then 'false' else 'kept' end else 'true' end as verdict,
    ${severityOf(rank)} as severity,
    ${factors(
      Prisma.sql`case when who.status = 'suspended' then ${factor("suspended", "the person is suspended and may come back", "lowers")}
        else ${factor("departed", Prisma.sql`'the person left' || coalesce(' on ' || to_char(who.since at time zone 'UTC', 'YYYY-MM-DD'), '')`, "none")} end`,
      criticalFactors,
      Prisma.sql`case when t.last_used_at > who.since then ${factor("used_since", "it was used since the person left", "raises")}
        when t.last_used_at is null then ${factor("last_used", "whether it was used since is unknown", "none")} end`,
      Prisma.sql`case when s.state = 'missing' then ${factor("missing", "the last complete sync did not list it, which proves nothing", "lowers")}
        when s.state = 'disabled' then ${factor("disabled", "it is disabled and may be enabled again", "lowers")}
        when s.state = 'expired' then ${factor("expired", "it has expired by the vendor's date; its death is not proven", "lowers")}
        when s.state = 'irrevocable' then ${factor("irrevocable", "the vendor cannot revoke it", "none")} end`,
      Prisma.sql`case when op.status = 'active' and ${left("cp")} then ${factor("owned", Prisma.sql`op.display_name || ' owns it, but the maker may hold a copy'`, "none")} end`,
      unsignedFactor("t.connection_id"),
    )} as factors,
    jsonb_strip_nulls(jsonb_build_object(
      'because', case when s.state = 'dead' then 'the token is proven dead' when s.state = 'expired' and ${endedHere("t.connection_id")} then 'it is an API token of this deployment, which refuses it since'
        when who.id is not null then null
        when ${left("cp")} and ${tookOver} then 'an active person took over after the maker left' else 'no departed or suspended person is linked to it as maker or owner' end,
      'via', case when who.id is null then null when who.id = cp.id and who.id = o.person_id then 'creator and owner' when who.id = o.person_id then 'owner' else 'creator' end,
      'creator', jsonb_build_object('account', ca.name, 'externalId', ca.external_id, 'person', ${personFacts("cp")}, 'link', l.basis, 'evidence', al.evidence),
      'owner', ${personFacts("op")}, 'token', ${tokenFacts}, 'proof', case when s.state = 'dead' then ${proofOfDeath} end)) as evidence
  from token t
  left join account ca on ca.id = t.creator_account_id
  left join linked l on l.account_id = ca.id
  left join account_link al on al.account_id = ca.id and l.basis = 'found'
  left join person cp on cp.id = l.person_id
  left join ownership o on o.token_id = t.id and o.state = 'confirmed'
  left join person op on op.id = o.person_id
  ${named("k.token_id = t.id", "t.connection_id")}
  left join lateral (
    select v.id, v.status, v.since
    from (values (op.id, op.status, op.status_at, true), (cp.id, cp.status, cp.status_at, not coalesce(${tookOver}, false))) v (id, status, since, answers)
    where v.answers and v.status in ('departed', 'suspended')
    order by v.status = 'departed' desc, v.id = op.id desc nulls last limit 1
  ) who on true
  join token_state s on s.token_id = t.id and ${scope.states}
  where ${scope.tokens}
    and (${left("cp")} or ${left("op")} or k.id is not null)`;
}

function accountVerdicts(scope: ScopeSql): Prisma.Sql {
  const rank = Prisma.sql`(case when a.last_used_at > p.status_at then 1 else 2 end)
    + (case when p.status = 'suspended' then 1 else 0 end) + (case when a.status = 'unknown' then 1 else 0 end)`;
  return Prisma.sql`
  select 'account:' || a.id, null::uuid, a.id, case when ${left("p")} then p.id else coalesce(kp.id, p.id) end,
    case when p.id is null or not ${left("p")} then ${nobodyLeft("a.connection_id")}
      when a.status = 'disabled' or a.missing_since is not null then ${falseByVendor("a.connection_id")} else 'true' end,
    ${severityOf(rank)},
    ${factors(
      Prisma.sql`case when p.status = 'suspended' then ${factor("suspended", "the person is suspended and may come back", "lowers")}
        else ${factor("departed", Prisma.sql`'the person left' || coalesce(' on ' || to_char(p.status_at at time zone 'UTC', 'YYYY-MM-DD'), '')`, "none")} end`,
      Prisma.sql`case when a.status = 'unknown' then ${factor("status", "the vendor does not say whether it is enabled", "lowers")} end`,
      Prisma.sql`case when a.last_used_at > p.status_at then ${factor("used_since", "it was used since the person left", "raises")}
        when a.last_used_at is null then ${factor("last_used", "whether it was used since is unknown", "none")} end`,
      unsignedFactor("a.connection_id"),
    )},
    jsonb_strip_nulls(jsonb_build_object(
      'because', case when a.missing_since is not null then 'a complete sync no longer lists the account' when a.status = 'disabled' then 'the vendor says the account is disabled'
        when p.id is null then 'no person is linked to the account' when not ${left("p")} then 'the person is active' end,
      'account', jsonb_build_object('name', a.name, 'externalId', a.external_id, 'status', a.status, 'lastUsedAt', a.last_used_at,
        'lastUsedFrom', a.last_used_from, 'missingSince', a.missing_since),
      'person', ${personFacts("p")}, 'link', l.basis, 'evidence', al.evidence))
  from account a
  left join linked l on l.account_id = a.id
  left join account_link al on al.account_id = a.id and l.basis = 'found'
  left join person p on p.id = l.person_id
  ${named("k.account_id = a.id", "a.connection_id")}
  where ${scope.accounts} and (${left("p")} or k.id is not null)`;
}
