import { Prisma } from "../../core/db";
import type { Rule, ScopeSql } from "../contract";
import { controls } from "../controls";
import { factor, factors, falseByVendor, severityOf, unsignedFactor } from "../verdict-sql";

/** A service account answers through the person it is linked to, or through the owners of what it made. With neither it is nobody's. */
export const orphanedServiceAccount: Rule = {
  id: "orphaned-service-account",
  title: "A service account that nobody answers for",
  short: "Orphaned service account",
  rationale: "Accounts without a person are not in any leaver process. They stay enabled with what they were given, and make further tokens.",
  remediation: "Link the account to the person who answers for it, or have the tokens it made owned. If nobody needs it, disable it at the vendor.",
  severity:
    "Medium. High when it was used in the last 90 days or made tokens that still work. One step milder when the vendor does not say that it is enabled.",
  controls: [controls.improperOffboarding, controls.identitiesManaged, controls.lifecycle],
  sources: ["account listing", "account links", "ownership"],
  subjects: ["account"],
  endsWithDeath: false,
  accounts,
};

function accounts(scope: ScopeSql, now: Date): Prisma.Sql {
  const recent = Prisma.sql`a.last_used_at > ${now}::timestamptz - interval '90 days'`;
  return Prisma.sql`
  select 'account:' || a.id as subject, null::uuid as token_id, a.id as account_id, null::uuid as person_id,
    case when l.person_id is not null or made.owned then 'false'
      when a.kind <> 'service' or a.status = 'disabled' or a.missing_since is not null then ${falseByVendor("a.connection_id")} else 'true' end as verdict,
    ${severityOf(Prisma.sql`(case when ${recent} or made.living > 0 then 2 else 3 end) + (case when a.status = 'unknown' then 1 else 0 end)`)} as severity,
    ${factors(
      Prisma.sql`case when made.living > 0 then ${factor("tokens", Prisma.sql`'tokens of its making that may still work: ' || made.living`, "raises")} end`,
      Prisma.sql`case when ${recent} then ${factor("used", "it was used in the last 90 days", "raises")}
        when a.last_used_at is null then ${factor("used", "when it was last used is unknown", "none")} end`,
      Prisma.sql`case when a.status = 'unknown' then ${factor("status", "the vendor does not say whether it is enabled", "lowers")} end`,
      unsignedFactor("a.connection_id"),
    )} as factors,
    jsonb_strip_nulls(jsonb_build_object(
      'because', case when l.person_id is not null then 'a person is linked to the account' when made.owned then 'an active person owns what it made'
        when a.missing_since is not null then 'a complete sync no longer lists the account' when a.status = 'disabled' then 'the vendor says the account is disabled'
        when a.kind <> 'service' then 'the vendor no longer calls it a service account' end,
      'account', jsonb_build_object('name', a.name, 'externalId', a.external_id, 'status', a.status, 'lastUsedAt', a.last_used_at, 'lastUsedFrom', a.last_used_from,
        'missingSince', a.missing_since), 'tokens', made.living)) as evidence
  from account a
  left join linked l on l.account_id = a.id
  left join lateral (
    select coalesce(bool_or(o.state = 'confirmed' and p.status <> 'departed'), false) as owned,
      count(*) filter (where t.missing_since is null and t.disabled_at is null and t.merged_into is null and not (t.expiry = 'at' and t.expires_at <= ${now}::timestamptz)
        and not exists (select from execution e where e.token_id = t.id and e.status = 'proven' and e.effect = 'dead'))::int as living
    from token t left join ownership o on o.token_id = t.id left join person p on p.id = o.person_id where t.creator_account_id = a.id
  ) made on true
  where ${scope.accounts} and (a.kind = 'service' or exists (select from known k where k.account_id = a.id))`;
}
