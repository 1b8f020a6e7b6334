import { Prisma } from "../core/db";
import { suggestedUnusedDays } from "../domain/lifetimes";
import { ownConnector } from "../domain/own-connector";
import { openFindingStates } from "../domain/states";
import { narrowestFirst, policyFor } from "./attestation-sql";
import { judgedColumns, left } from "./judged-columns";
import { isBroad, isHarmless, isProduction, literal } from "./verdict-sql";

/** Which tokens are judged: a condition over a column that holds a token's id. */
export interface TokenScope {
  of(column: string): Prisma.Sql;
  /** the same once more, for a table that is joined by that id: a range narrows what is read of it */
  joined(column: string): Prisma.Sql;
  /** the accounts that made them, over a column that holds an account's id */
  makers(column: string): Prisma.Sql;
  /** what else they name, over a column that holds its id and a select of those ids; true where that is nearly everything */
  named(column: string, ids: Prisma.Sql): Prisma.Sql;
}

/** What so many tokens name that narrowing costs more than it saves. */
export const nearlyEverything = { joined: () => Prisma.sql`true`, makers: () => Prisma.sql`true`, named: () => Prisma.sql`true` };
export const everyToken: TokenScope = { of: () => Prisma.sql`true`, ...nearlyEverything };

/** Names and hosts by which a cloud is known; a static key to one of them opens an account, not a service. */
const cloud = "(amazonaws\\.com|(^|[^a-z])aws([^a-z]|$)|googleapis\\.com|(^|[^a-z])gcp([^a-z]|$)|google cloud|azure|windows\\.net|digitalocean|cloudflare)";

/** What depends on a value that many rows share is found once for each value: the planner remembers rows made of arrays, which it takes for long ones. */
const aboutEnvironment = (column: string): Prisma.Sql => Prisma.sql`
      select bool_or(${isHarmless(Prisma.sql`x`)}) as harmless, bool_or(${isProduction(Prisma.sql`x`)}) as production
      from unnest(array_append(null, coalesce(${Prisma.raw(column)}, ''))) x`;

/**
 * The relations that judging reads, as the body of a `with`, ending in `judged`: one row of facts a token, which rules read as `j`.
 * Whatever belongs to a token in more than one row (executions, workloads, changes …) is aggregated once. `only`: the columns that are asked for, all without it; each costs
 * something for each token, even where nobody reads it.
 */
export function judgedSql(scope: TokenScope, now: Date, only?: ReadonlySet<string>): Prisma.Sql {
  return Prisma.sql`
  signed as materialized (select connection_id from signed_connection union select id from connection where connector in ('import', ${literal(ownConnector)})
  ), unsigned as materialized (select id from connection where id not in (select connection_id from signed)
  ), ability as materialized (
    select h.connection_id, c.key as class, c.value -> 'revoke' ->> 'cannot' as cannot_revoke, coalesce(c.value ->> 'disable' = 'can', false) as can_disable, c.value ->> 'last_used' = 'can' as sees_use
    from connection_health h, jsonb_each(case when jsonb_typeof(h.capabilities -> 'classes') = 'object' then h.capabilities -> 'classes' else '{}' end) c
  ), place as materialized (
    select c.id, c.name, c.connector, c.connector || ' ' || c.origin || ' ' || c.name ~* '${Prisma.raw(cloud)}' as cloud
    from connection c where ${scope.named("c.id", Prisma.sql`select t.connection_id from token t where ${scope.of("t.id")}`)}
  ), life as materialized (
    select distinct on (c.class, e.harmless) c.class, e.harmless, p.id as policy_id, p.longest_days, p.rotate_days, p.attest_days,
      case when p.id is null then ${Prisma.raw(String(suggestedUnusedDays))} else p.unused_days end as unused_days
    from unnest(enum_range(null::token_class)) c (class) cross join (values (true), (false)) e (harmless)
    left join ttl_policy p on ${policyFor(Prisma.sql`c.class`, Prisma.sql`e.harmless`)}
    order by c.class, e.harmless, ${narrowestFirst}
  ), setting as materialized (
    select c.id as connection_id, lp.class, lp.harmless, c.name as connection, c.connector, c.cloud, sg.connection_id is not null as vouched, ab.cannot_revoke, coalesce(ab.can_disable, false) as can_disable,
      coalesce(ab.sees_use, false) as sees_use, lp.policy_id, lp.longest_days, lp.rotate_days, lp.unused_days, lp.attest_days
    from place c cross join life lp left join signed sg on sg.connection_id = c.id left join ability ab on ab.connection_id = c.id and ab.class = lp.class::text
  ), linked as materialized (
    select ap.account_id, ap.person_id, ap.basis from account_person ap where ap.person_id is not null and ${scope.makers("ap.account_id")}
  ), executed as materialized (
    select e.token_id, bool_or(e.status = 'proven' and e.effect = 'dead') as dead, max(e.ended_at) filter (where e.status = 'proven' and e.effect = 'dead') as died_at, bool_or(e.status = 'irrevocable') as irrevocable,
      bool_or(e.status = 'proven' and e.effect = 'disabled') as disabled, bool_or(e.status = 'proving' and e.unproven_since is not null) as unproven,
      bool_or(e.status in ('queued', 'checking_authority', 'acting') or (e.status = 'proving' and e.unproven_since is null)) as living,
      max(a.alive_at) as alive_at
    from execution e left join lateral (
      select max(a.ended_at) as alive_at from attempt a where a.execution_id = e.id and a.phase = 'probe' and a.outcome = 'alive') a on true
    where ${scope.of("e.token_id")} group by e.token_id
  ), working as materialized (
    select v.id as named, w.id, e.production, e.harmless, w.kind = 'pipeline' as pipeline,
      w.kind = 'pipeline' and exists (select from workload_destination d where d.workload_id = w.id and d.destination ~* '${Prisma.raw(cloud)}') as cloud
    from workload v join workload w on w.id = coalesce(v.merged_into, v.id) cross join lateral (${aboutEnvironment("w.environment")}) e where ${scope.named("v.id", Prisma.sql`select tw.workload_id from token_workload tw where ${scope.of("tw.token_id")}`)}
  ), used_by as materialized (
    select tw.token_id, count(*) filter (where w.named = w.id or not ${namedBefore})::int as n, bool_or(w.production) as production,
      bool_or(w.harmless) as harmless, bool_or(w.pipeline) as pipeline, bool_or(w.cloud) as cloud
    from token_workload tw join working w on w.named = tw.workload_id where tw.basis <> 'suggested' and ${scope.of("tw.token_id")} group by tw.token_id
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
    where ${scope.named("m.team_id", Prisma.sql`select o.team_id from ownership o where o.team_id is not null and ${scope.of("o.token_id")}`)} group by m.team_id
  ), remembered as materialized (
    select f.token_id, p.id, p.display_name, p.status, p.status_at, p.status_source
    from finding f join token t on t.id = f.token_id join unsigned u on u.id = t.connection_id join person p on p.id = f.person_id
    where f.rule = 'departed-still-alive' and f.token_id is not null and ${scope.of("f.token_id")} and ${left("p.status")} and not exists (
      select from account_link_decision d join account da on da.id = d.account_id where d.person_id = p.id and d.decision = 'rejected' and da.connection_id = t.connection_id)
  ), exposed as materialized (${exposures(scope)}
  ), rare as materialized (
    select token_id, x.dead, x.died_at, x.irrevocable, x.disabled, x.unproven, x.living, x.alive_at, g.at as grown_at, g.scopes_was, g.reach as reach_grew, tw.n as twins,
      si.last_used_at as sighted_use, si.n as sightings, km.id as remembered_id,
      ex.n as exposures, ex.valid as exposed_valid, ex.let_in_at as exposed_let_in_at, ex.refused as exposed_refused, ex.outside as exposed_outside, ex.since as exposed_since, ex.latest as exposed_latest, ex.channels as exposed_channels
    from executed x full join grown g using (token_id) full join twin tw using (token_id) full join sighted si using (token_id) full join remembered km using (token_id) full join exposed ex using (token_id)
  ), judged as (
    select ${Prisma.join(Object.entries(judgedColumns(now)).flatMap(([name, of]) => (only && !only.has(name) ? [] : [Prisma.sql`${of} as ${Prisma.raw(name)}`])))}
    from token t
    left join ownership o on o.token_id = t.id and ${scope.joined("o.token_id")} left join judgement n on n.token_id = t.id and ${scope.joined("n.token_id")}
    left join used_by u on u.token_id = t.id left join answered an on an.token_id = t.id
    -- as one column: each join hands every column on, and hardly a token has any of these
    left join (select x.token_id, x as row from rare x) r on r.token_id = t.id
    left join lateral (${aboutEnvironment("t.environment")}) e on true
    left join lateral (select bool_or(${isBroad(Prisma.sql`array[x]`)}) as broad from unnest(t.scopes) x) pm on true
    left join setting s on s.connection_id = t.connection_id and s.class = t.class and s.harmless = e.harmless
    left join (select a.id as account_id, l.basis, p.id, p.display_name, p.user_name, p.status, p.status_at, p.status_source, ${left("p.status")} as has_left
      from account a join linked l on l.account_id = a.id join person p on p.id = l.person_id offset 0) m on m.account_id = t.creator_account_id
    left join account a on a.id = t.creator_account_id left join account_link al on al.account_id = t.creator_account_id and m.basis = 'found'
    left join person op on op.id = o.person_id left join person b on b.id = o.backup_person_id
    left join person bl on bl.id = o.backup_person_id and bl.status <> 'active' left join team tm on tm.id = o.team_id left join staffed st on st.team_id = o.team_id
    where ${scope.of("t.id")}
    -- a fence: what rules ask for again and again is computed once a token
    offset 0
  )`;
}

/** Whether another row of the token names the same workload as `working w`, which several names were joined into: counted once, without sorting the many that have one name. */
const namedBefore = Prisma.sql`exists (select from token_workload x join workload xw on xw.id = x.workload_id
      where x.token_id = tw.token_id and x.basis <> 'suggested' and coalesce(xw.merged_into, xw.id) = w.id and (xw.id = w.id or xw.id < w.named))`;

/** Tokens whose secret another row carries too, by a fingerprint of the whole secret. Sightings of one token don't count. */
const twins = (scope: TokenScope): Prisma.Sql => Prisma.sql`
    select f.token_id, count(distinct g.token_id)::int as n from token_fingerprint f
    join token_fingerprint g on g.kind = f.kind and g.value = f.value and g.token_id <> f.token_id join token gt on gt.id = g.token_id and gt.merged_into is null
    where f.kind in ('hmac_sha256', 'sha256') and ${scope.of("f.token_id")} group by f.token_id`;

/** Which exposures of a token count: of its own secret or one that a further sighting of it carries, not settled, and not known not to be live. */
const unsettled = Prisma.sql`e.mark is null and e.status in (${Prisma.join(openFindingStates.map((state) => Prisma.raw(`'${state}'`)))})`;

/** Tokens whose secret was seen where it should not be: all of them at once, since few are. */
const exposures = (scope: TokenScope): Prisma.Sql => Prisma.sql`
    select s.token_id, count(distinct e.id)::int as n, bool_or(e.validity = 'valid') as valid, max(e.validity_at) filter (where e.validity = 'valid') as let_in_at, bool_and(e.validity = 'invalid') as refused,
      coalesce(bool_or(o.channel <> 'code'), false) as outside, min(coalesce(e.first_visible_at, e.detected_at)) as since, max(e.detected_at) as latest,
      array_agg(distinct o.channel::text order by o.channel::text) filter (where o.channel is not null) as channels
    from (select x.id, x.token_id from exposure x where x.token_id is not null and ${scope.of("x.token_id")}
      union all select x.id, m.merged_into from token m join exposure x on x.token_id = m.id where m.merged_into is not null and ${scope.of("m.merged_into")}) s (id, token_id)
    join exposure e on e.id = s.id left join occurrence o on o.exposure_id = e.id
    where ${unsettled} group by s.token_id`;
