import { Prisma } from "../core/db";
import { suggestedUnusedDays } from "../domain/lifetimes";
import { ownConnector } from "../domain/own-connector";
import { isHarmless, isProduction, literal } from "./verdict-sql";

/** Which tokens are judged: a condition over a column that holds a token's id. */
export interface TokenScope {
  of(column: string): Prisma.Sql;
  /** the accounts that made them, over a column that holds an account's id */
  makers(column: string): Prisma.Sql;
}

export const everyToken: TokenScope = { of: () => Prisma.sql`true`, makers: () => Prisma.sql`true` };

/** Names and hosts by which a cloud is known; a static key to one of them opens an account, not a service. */
const cloud = "(amazonaws\\.com|(^|[^a-z])aws([^a-z]|$)|googleapis\\.com|(^|[^a-z])gcp([^a-z]|$)|google cloud|azure|windows\\.net|digitalocean|cloudflare)";
/** Words that stand for everything in the scopes of many vendors. */
const broad = "(^|[\\n:./_ -])(\\*|admin|administrator|root|superuser|owner|all|full|full[_-]?(access|control)|sudo)($|[\\n:./_ -])";

const left = (status: string) => Prisma.sql`${Prisma.raw(status)} in ('departed', 'suspended')`;
/** Acts as the person: another owner does not make it somebody else's. */
const personal = Prisma.sql`t.class in ('personal_access_token', 'oauth_grant')`;
const tookOver = Prisma.sql`(o.state = 'confirmed' and op.status = 'active' and not ${personal} and o.set_at >= coalesce(cp.status_at, '-infinity'))`;
const ownerLeft = Prisma.sql`(o.state = 'confirmed' and ${left("op.status")})`;
const makerLeft = Prisma.sql`(${left("cp.status")} and not coalesce(${tookOver}, false))`;
/** Of the two who may have left, whom it is about: a departed one before a suspended one, then the owner. */
const ownerIsWho = Prisma.sql`(${ownerLeft} and (op.status = 'departed' or not coalesce(${makerLeft}, false) or cp.status <> 'departed'))`;

/**
 * The relations that judging reads, as the body of a `with`, ending in `judged`: one row of facts a token, which rules read as `j`.
 * Whatever belongs to a token in more than one row (executions, workloads, changes …) is aggregated once.
 */
export function judgedSql(scope: TokenScope, now: Date): Prisma.Sql {
  return Prisma.sql`
  signed as materialized (select connection_id from signed_connection union select id from connection where connector in ('import', ${literal(ownConnector)})
  ), ability as materialized (
    select h.connection_id, c.key as class, c.value -> 'revoke' ->> 'cannot' as cannot_revoke, coalesce(c.value ->> 'disable' = 'can', false) as can_disable, c.value ->> 'last_used' = 'can' as sees_use
    from connection_health h, jsonb_each(case when jsonb_typeof(h.capabilities -> 'classes') = 'object' then h.capabilities -> 'classes' else '{}' end) c
  ), place as materialized (
    select c.id, c.name, c.connector, c.connector || ' ' || c.origin || ' ' || c.name ~* '${Prisma.raw(cloud)}' as cloud from connection c
  ), named_environment as materialized (
    select e.environment, ${isHarmless(Prisma.sql`e.environment`)} as harmless, ${isProduction(Prisma.sql`e.environment`)} as production
    from (select distinct x.environment from (
      select distinct t.environment from token t where ${scope.of("t.id")}
      union all select distinct w.environment from token_workload tw join workload v on v.id = tw.workload_id join workload w on w.id = coalesce(v.merged_into, v.id)
      where ${scope.of("tw.token_id")}) x where x.environment is not null) e
  ), life as materialized (
    select distinct on (c.class, e.harmless) c.class, e.harmless, p.id, p.longest_days, p.rotate_days, p.attest_days,
      case when p.id is null then ${Prisma.raw(String(suggestedUnusedDays))} else p.unused_days end as unused_days
    from unnest(enum_range(null::token_class)) c (class) cross join (values (true), (false)) e (harmless)
    left join ttl_policy p on p.ended_at is null and (p.class is null or p.class = c.class)
      and (p.environment is null or p.environment = case when e.harmless then 'other' else 'production' end)
    order by c.class, e.harmless, p.class nulls last, p.environment nulls last
  ), linked as materialized (
    select ap.account_id, ap.person_id, ap.basis from account_person ap where ap.person_id is not null and ${scope.makers("ap.account_id")}
  ), executed as materialized (
    select e.token_id, bool_or(e.status = 'proven' and e.effect = 'dead') as dead, bool_or(e.status = 'irrevocable') as irrevocable,
      bool_or(e.status = 'proven' and e.effect = 'disabled') as disabled, bool_or(e.status = 'proving' and e.unproven_since is not null) as unproven,
      bool_or(e.status in ('queued', 'checking_authority', 'acting') or (e.status = 'proving' and e.unproven_since is null)) as living,
      max(a.alive_at) as alive_at
    from execution e left join lateral (
      select max(a.ended_at) as alive_at from attempt a where a.execution_id = e.id and a.phase = 'probe' and a.outcome = 'alive') a on true
    where ${scope.of("e.token_id")} group by e.token_id
  ), cloudy as materialized (
    select distinct d.workload_id from workload_destination d where d.destination ~* '${Prisma.raw(cloud)}'
  ), used_by as materialized (
    select tw.token_id, count(distinct w.id)::int as n, bool_or(e.production) as production, bool_or(e.harmless) as harmless, bool_or(w.kind = 'pipeline') as pipeline,
      bool_or(w.kind = 'pipeline' and y.workload_id is not null) as cloud
    from token_workload tw join workload v on v.id = tw.workload_id join workload w on w.id = coalesce(v.merged_into, v.id)
    left join named_environment e on e.environment = w.environment left join cloudy y on y.workload_id = w.id
    where tw.basis <> 'suggested' and ${scope.of("tw.token_id")} group by tw.token_id
  ), answered as materialized (
    select a.token_id, max(a.at) as at from attestation a where a.answer = 'mine' and ${scope.of("a.token_id")} group by a.token_id
  ), grown as materialized (
    select c.token_id, min(c.at) as at, (array_agg(c.was order by c.at, c.id) filter (where c.field = 'scopes'))[1] as scopes_was, bool_or(c.field = 'reach') as reach
    from token_change c
    where c.field in ('scopes', 'reach') and ${scope.of("c.token_id")}
      and case c.field when 'reach' then c.was ->> 'level' = 'limited' and c."is" ->> 'level' = 'high'
        else jsonb_typeof(c.was) = 'array' and jsonb_typeof(c."is") = 'array' and not c.was @> c."is" end
      and not exists (select from request_target rt join request r on r.id = rt.request_id and r.effect = 'narrowed'
        join request_outcome ro on ro.request_id = r.id and ro.status = 'approved' where rt.token_id = c.token_id and ro.at >= c.at)
    group by c.token_id
  ), twin as materialized (${twins(scope)}
  ), sighted as materialized (
    select m.merged_into as token_id, max(m.last_used_at) as last_used_at, count(*)::int as n from token m
    where m.merged_into is not null and ${scope.of("m.merged_into")} group by m.merged_into
  ), staffed as materialized (
    select m.team_id, count(*)::int as active from team_member m join person p on p.id = m.person_id and p.status = 'active'
    where m.team_id in (select o.team_id from ownership o where o.team_id is not null and ${scope.of("o.token_id")}) group by m.team_id
  ), remembered as materialized (
    select f.token_id, p.id, p.display_name, p.status, p.status_at, p.status_source
    from finding f join token t on t.id = f.token_id join person p on p.id = f.person_id
    where f.rule = 'departed-still-alive' and f.token_id is not null and ${scope.of("f.token_id")} and ${left("p.status")} and not exists (
      select from account_link_decision d join account da on da.id = d.account_id where d.person_id = p.id and d.decision = 'rejected' and da.connection_id = t.connection_id)
  ), judged as (
    select ${now}::timestamptz as now, t.id as token_id, t.connection_id, c.name as connection, c.connector, c.connector = ${literal(ownConnector)} as ours, c.cloud, sg.connection_id is not null as vouched,
      t.class, t.name, t.hint, t.scopes, t.reach ->> 'level' as reach_level, t.reach, t.environment, coalesce(e.harmless, false) as harmless, coalesce(e.production, false) as production,
      (not coalesce(e.harmless, false) or t.reach is null or t.reach ->> 'level' = 'high') as critical,
      t.issued_at, t.issued_from, t.expiry, t.expires_at, t.expires_from, greatest(t.last_used_at, si.last_used_at) as last_used_at, t.last_used_from,
      t.disabled_at, t.missing_since, t.rotated_at, t.rotated_from, t.scopes_used, t.scopes_used_from, t.third_party, t.parent_key, t.family_longest, t.family_count,
      t.imported, t.first_seen_at, t.last_seen_at, t.merged_into is not null as sighting, t.merged_into, coalesce(si.n, 0) as sightings,
      case when x.dead then 'dead' when x.irrevocable then 'irrevocable' when t.disabled_at is not null or x.disabled then 'disabled' when x.living then 'revoking'
        when x.unproven then 'unproven' when t.expiry = 'at' and t.expires_at <= ${now}::timestamptz then 'expired' when t.missing_since is not null then 'missing' else 'active' end as state,
      x.alive_at, ab.cannot_revoke, coalesce(ab.can_disable, false) as can_disable, coalesce(ab.sees_use, false) as sees_use,
      array_to_string(t.scopes, E'\n') ~* '${Prisma.raw(broad)}' as broad,
      ca.name as maker_account, ca.external_id as maker_external, ca.kind as maker_kind, l.basis as maker_basis, al.evidence as maker_evidence,
      cp.id as maker_id, cp.display_name as maker_name, cp.user_name as maker_user, cp.status as maker_status, cp.status_at as maker_since, cp.status_source as maker_source,
      coalesce(${left("cp.status")}, false) as maker_left,
      o.state as owner_state, o.set_by as owner_by, o.set_at as owner_at, nullif(btrim(o.purpose), '') as purpose, o.person_id as owner_id, op.display_name as owner_name,
      op.user_name as owner_user, op.status as owner_status, op.status_at as owner_since, op.status_source as owner_source,
      coalesce(o.state = 'confirmed', false) as owned, bp.id as backup_id, bp.display_name as backup_name, bp.status as backup_status,
      o.team_id, tm.name as team, coalesce(st.active, 0) as team_active, coalesce(${tookOver}, false) as took_over,
      case when ${ownerIsWho} then op.id when ${makerLeft} then cp.id end as who_id, case when ${ownerIsWho} then op.status when ${makerLeft} then cp.status end as who_status,
      case when ${ownerIsWho} then op.status_at when ${makerLeft} then cp.status_at end as who_since, km.id as remembered_id,
      coalesce(u.n, 0) as workloads, ${ofWorkloads("name")} as workload_names, ${ofWorkloads("environment")} as workload_environments, coalesce(u.production, false) as workload_production,
      coalesce(u.harmless, false) as workload_harmless, coalesce(u.pipeline, false) as pipeline, coalesce(u.cloud, false) as cloud_pipeline,
      greatest(an.at, o.set_at) as answered_at, an.at as attested_at,
      lp.id as policy_id, lp.longest_days, lp.rotate_days, lp.unused_days, lp.attest_days,
      g.at as grown_at, g.scopes_was, coalesce(g.reach, false) and t.reach ->> 'level' = 'high' as reach_grew,
      case when g.scopes_was is not null then array(select s from unnest(t.scopes) s where not g.scopes_was ? s) else '{}'::text[] end as gained,
      coalesce(tw.n, 0) as twins
    from token t
    join place c on c.id = t.connection_id
    left join named_environment e on e.environment = t.environment
    join life lp on lp.class = t.class and lp.harmless = coalesce(e.harmless, false)
    left join signed sg on sg.connection_id = t.connection_id
    left join ability ab on ab.connection_id = t.connection_id and ab.class = t.class::text
    left join account ca on ca.id = t.creator_account_id
    left join linked l on l.account_id = ca.id
    left join account_link al on al.account_id = ca.id and l.basis = 'found'
    left join person cp on cp.id = l.person_id
    left join ownership o on o.token_id = t.id
    left join person op on op.id = o.person_id
    left join person bp on bp.id = o.backup_person_id
    left join team tm on tm.id = o.team_id
    left join staffed st on st.team_id = o.team_id
    left join used_by u on u.token_id = t.id
    left join executed x on x.token_id = t.id
    left join answered an on an.token_id = t.id
    left join grown g on g.token_id = t.id
    left join twin tw on tw.token_id = t.id
    left join sighted si on si.token_id = t.id
    left join remembered km on km.token_id = t.id
    where ${scope.of("t.id")}
    -- a fence: what rules ask for again and again is computed once a token
    offset 0
  )`;
}

/** For evidence alone: a comparison of every token never looks. */
const ofWorkloads = (column: "name" | "environment"): Prisma.Sql => Prisma.sql`(select array_agg(distinct w.${Prisma.raw(column)}) from token_workload tw
      join workload v on v.id = tw.workload_id join workload w on w.id = coalesce(v.merged_into, v.id)
      where tw.token_id = t.id and tw.basis <> 'suggested' and w.${Prisma.raw(column)} is not null)`;

/** Tokens whose secret another row carries too, by a fingerprint of the whole secret. Sightings of one token don't count. */
const twins = (scope: TokenScope): Prisma.Sql => Prisma.sql`
    select f.token_id, count(distinct g.token_id)::int as n from token_fingerprint f
    join token_fingerprint g on g.kind = f.kind and g.value = f.value and g.token_id <> f.token_id join token gt on gt.id = g.token_id and gt.merged_into is null
    where f.kind in ('hmac_sha256', 'sha256') and ${scope.of("f.token_id")} group by f.token_id`;
