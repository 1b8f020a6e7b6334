import { Prisma } from "../../core/db";
import type { ScopeSql } from "../contract";
import { factor, factors, falseByVendor, severityOf, unsignedFactor, vouched } from "../verdict-sql";

const left = (person: string) => Prisma.sql`${Prisma.raw(person)}.status in ('departed', 'suspended')`;
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

/** Accounts that are not disabled, of people who left. */
export function departedAccounts(scope: ScopeSql): Prisma.Sql {
  const rank = Prisma.sql`(case when a.last_used_at > p.status_at then 1 else 2 end)
    + (case when p.status = 'suspended' then 1 else 0 end) + (case when a.status = 'unknown' then 1 else 0 end)`;
  return Prisma.sql`
  select 'account:' || a.id as subject, null::uuid as token_id, a.id as account_id, case when ${left("p")} then p.id else coalesce(kp.id, p.id) end as person_id,
    case when p.id is null or not ${left("p")} then ${nobodyLeft("a.connection_id")}
      when a.status = 'disabled' or a.missing_since is not null then ${falseByVendor("a.connection_id")} else 'true' end as verdict,
    ${severityOf(rank)} as severity,
    ${factors(
      Prisma.sql`case when p.status = 'suspended' then ${factor("suspended", "the person is suspended and may come back", "lowers")}
        else ${factor("departed", Prisma.sql`'the person left' || coalesce(' on ' || to_char(p.status_at at time zone 'UTC', 'YYYY-MM-DD'), '')`, "none")} end`,
      Prisma.sql`case when a.status = 'unknown' then ${factor("status", "the vendor does not say whether it is enabled", "lowers")} end`,
      Prisma.sql`case when a.last_used_at > p.status_at then ${factor("used_since", "it was used since the person left", "raises")}
        when a.last_used_at is null then ${factor("last_used", "whether it was used since is unknown", "none")} end`,
      unsignedFactor("a.connection_id"),
    )} as factors,
    jsonb_strip_nulls(jsonb_build_object(
      'because', case when a.missing_since is not null then 'a complete sync no longer lists the account' when a.status = 'disabled' then 'the vendor says the account is disabled'
        when p.id is null then 'no person is linked to the account' when not ${left("p")} then 'the person is active' end,
      'account', jsonb_build_object('name', a.name, 'externalId', a.external_id, 'status', a.status, 'lastUsedAt', a.last_used_at,
        'lastUsedFrom', a.last_used_from, 'missingSince', a.missing_since),
      'person', ${personFacts("p")}, 'link', l.basis, 'evidence', al.evidence)) as evidence
  from account a
  left join linked l on l.account_id = a.id
  left join account_link al on al.account_id = a.id and l.basis = 'found'
  left join person p on p.id = l.person_id
  ${named("k.account_id = a.id", "a.connection_id")}
  where ${scope.accounts} and (${left("p")} or k.id is not null)`;
}
