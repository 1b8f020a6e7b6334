import { Prisma } from "../core/db";
import { attestationDue, attestDaysBySetting, isAsked } from "../detection/attestation-sql";
import { openFindingStates } from "../domain/states";

/** Which tokens are looked at: the condition over a column that holds a token's id. */
export type ListingScope = (column: Prisma.Sql) => Prisma.Sql;

/** These tokens alone. */
export const ofTokens =
  (ids: readonly string[]): ListingScope =>
  (column) =>
    Prisma.sql`${column} = any(${ids}::text[]::uuid[])`;

/** The same of few, for a kept plan: how many they are is hidden from the planner, which otherwise makes a plan of their own for few of them each time. */
export const ofFewTokens =
  (ids: readonly string[]): ListingScope =>
  (column) =>
    Prisma.sql`${column} = any(array(select unnest(${ids}::text[])::uuid))`;

/** Ids after `after` up to and including `last`; null is no bound. */
export const between =
  (after: string | null, last: string | null): ListingScope =>
  (column) =>
    Prisma.sql`(${after ? Prisma.sql`${column} > ${after}::uuid` : Prisma.sql`true`} and ${last ? Prisma.sql`${column} <= ${last}::uuid` : Prisma.sql`true`})`;

/**
 * The one definition of everything the inventory filters, counts and sorts by, one row a token. Sightings of another row are not listed. Text is
 * lower-cased here, by PostgreSQL, and nowhere else. `state` and `gaps` leave out what depends on the clock (expired; attestation overdue; gaps end with the token's life): reading adds it.
 * The bits of `gaps` are the places in `ownershipGaps`. What a reader does not select costs nothing.
 * Everything that moves a value here has to touch its token: see the triggers of migration list_feed.
 */
export function tokenListing(scope: ListingScope): Prisma.Sql {
  const of = (column: string) => scope(Prisma.raw(column));
  return Prisma.sql`
  with executed as (
    select e.token_id, bool_or(e.status = 'proven' and e.effect = 'dead') as dead, bool_or(e.status = 'irrevocable') as irrevocable,
      bool_or(e.status = 'proven' and e.effect = 'disabled') as disabled, bool_or(e.status = 'proving' and e.unproven_since is not null) as unproven,
      bool_or(e.status in ('queued', 'checking_authority', 'acting') or (e.status = 'proving' and e.unproven_since is null)) as living
    from execution e where ${of("e.token_id")} group by e.token_id
  ), found as (
    select f.token_id, array_agg(distinct f.rule order by f.rule) as rules, min(f.severity) as severity
    from finding f where f.token_id is not null and f.status = any(${[...openFindingStates]}::text[]::finding_status[]) and ${of("f.token_id")} group by f.token_id
  ), leaked as (
    select e.token_id, case when bool_or(o.open and e.validity = 'valid') then 'works' when bool_or(o.open and e.validity <> 'invalid') then 'unknown' else 'ended' end as exposure
    from exposure e cross join lateral (select e.status = any(${[...openFindingStates]}::text[]::finding_status[]) as open) o
    where e.token_id is not null and e.mark is null and ${of("e.token_id")} group by e.token_id
  ), used_by as (
    select tw.token_id, array_agg(tw.workload_id order by tw.workload_id) as workload_ids, json_agg(json_build_array(w.id, lower(w.name), w.kind) order by w.id) as workloads
    from token_workload tw left join workload w on w.id = tw.workload_id where tw.basis <> 'suggested' and ${of("tw.token_id")} group by tw.token_id
  ), answered as (
    select a.token_id, max(a.at) as at from attestation a where a.answer = 'mine' and ${of("a.token_id")} group by a.token_id
  )
  select t.id, t.class, t.connection_id, lower(c.name) as connection, t.environment,
    case when x.dead then 'dead' when x.irrevocable then 'irrevocable' when t.disabled_at is not null or x.disabled then 'disabled' when x.living then 'revoking'
      when x.unproven then 'unproven' when t.missing_since is not null then 'missing' else 'active' end as state,
    t.expiry, t.expires_at as expires, t.issued_at as created, t.last_used_at as used, t.first_seen_at as seen, t.imported,
    case when o.state = 'confirmed' then case when op.status = 'departed' then 'departed' else 'confirmed' end
      when o.person_id is not null then 'suggested' when o.team_id is not null then 'team' else 'none' end as owner_state,
    o.person_id as owner_id, lower(op.display_name) as owner, o.team_id,
    case when t.creator_account_id in (select d.account_id from account_link_decision d)
      then (select ap.person_id from account_person ap where ap.account_id = t.creator_account_id) else al.person_id end as maker_id, lower(nullif(btrim(o.purpose), '')) as purpose,
    u.workload_ids, u.workloads, f.rules, f.severity, coalesce(lk.exposure, 'none') as exposure,
    case when o.person_id is null then 1 else 0 end + case when o.state = 'confirmed' and op.status = 'departed' then 2 else 0 end
      + case when o.state = 'suggested' and o.person_id is not null then 4 else 0 end + case when o.state = 'confirmed' and bp.status is distinct from 'active' then 8 else 0 end
      + case when u.workload_ids is null then 16 else 0 end + case when nullif(btrim(o.purpose), '') is null then 32 else 0 end
      + case when o.team_id is not null and o.state = 'suggested' then 128 else 0 end as gaps,
    case when ${isAsked(Prisma.sql`o.state`, Prisma.sql`op.status`)} then ${attestationDue(Prisma.sql`an.at`, Prisma.sql`tp.days`)} end as due,
    lower(t.name) as name,
    lower(concat_ws(E'\n', t.hint, case when t.handle ? 'id' then t.handle ->> 'id' else
      (select string_agg(h.value, E'\n') from jsonb_each_text(t.handle) h where h.key not in ('fingerprint', 'created')) end)) as details
  from token t
  join connection c on c.id = t.connection_id
  left join executed x on x.token_id = t.id
  left join found f on f.token_id = t.id
  left join leaked lk on lk.token_id = t.id
  left join used_by u on u.token_id = t.id
  left join answered an on an.token_id = t.id
  left join ownership o on o.token_id = t.id and ${of("o.token_id")}
  left join person op on op.id = o.person_id
  left join person bp on bp.id = o.backup_person_id
  left join ${attestDaysBySetting(of("t.id"))} tp on tp.class = t.class and tp.environment = coalesce(t.environment, '')
  left join account_link al on al.account_id = t.creator_account_id
  where t.merged_into is null and ${of("t.id")}`;
}
