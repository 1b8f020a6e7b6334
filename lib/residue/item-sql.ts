import type { Actor } from "../core/context";
import { Prisma } from "../core/db";
import { escapeLike } from "../core/like";
import { severities } from "../domain/severity";
import { leftWindows, type ResidueInput } from "./schemas";

/**
 * What outlives its person, one row a token or account: the open findings of the rule `departed-still-alive`.
 * "no" (not used since) needs a sync after the leaving; a date that nobody refreshed since then proves nothing.
 */
export function residueItems(filters: Pick<ResidueInput, "q" | "left" | "connection" | "here">, actor: Actor): Prisma.Sql {
  const parts: Prisma.Sql[] = [ofPerson(filters)];
  if (filters.connection) parts.push(Prisma.sql`and coalesce(t.connection_id, a.connection_id) = ${filters.connection}::uuid`);
  if (filters.here) parts.push(requestable(actor));
  return Prisma.sql`
    select f.id as finding_id, f.person_id, f.severity, f.token_id, f.account_id, f.first_seen_at, p.status_at as left_at, coalesce(t.connection_id, a.connection_id) as connection_id,
      case when coalesce(t.last_used_at, a.last_used_at) > p.status_at then 'yes'
        when coalesce(t.last_used_at, a.last_used_at) <= p.status_at and h.last_good_sync_at > p.status_at then 'no' else 'unknown' end as used_since
    from finding f
    join person p on p.id = f.person_id
    left join token t on t.id = f.token_id
    left join account a on a.id = f.account_id
    left join connection_health h on h.connection_id = coalesce(t.connection_id, a.connection_id)
    where ${leftBehind} ${Prisma.join(parts, " ")}`;
}

/** In words of the index finding_left_behind, which parameters would not meet. */
export const leftBehind = Prisma.sql`f.rule = 'departed-still-alive' and f.status in ('open', 'in_review', 'remediating', 'regressed')`;

const ofPerson = ({ left, q }: Pick<ResidueInput, "left" | "q">): Prisma.Sql => Prisma.sql`
      ${left ? Prisma.sql`and p.status_at >= now() - make_interval(days => ${leftWindows[left]})` : Prisma.empty} ${q ? Prisma.sql`and p.display_name ilike ${`%${escapeLike(q)}%`}` : Prisma.empty}`;

/** Whose tokens alone somebody could ask to be revoked: their id for those who only ask for their own, null where anybody's. */
export const ownersAlone = (actor: Actor): string | null => (actor.type === "person" && !actor.roles.includes("security_manager") ? actor.id : null);

/**
 * Tokens to whose revocation findObstacles (lib/requests) would have no objection, save for trust that an administrator must still sign. Only an execution
 * brings about one of the four states: the view is asked for few.
 */
function requestable(actor: Actor): Prisma.Sql {
  const owner = ownersAlone(actor);
  const theirs = owner
    ? Prisma.sql`and exists (select from ownership o where o.token_id = t.id and o.person_id = ${owner}::uuid and o.state = 'confirmed')`
    : Prisma.empty;
  return Prisma.sql`and not t.imported ${theirs}
    and (not exists (select from execution e where e.token_id = t.id) or (select s.state from token_state s where s.token_id = t.id) not in ('dead', 'irrevocable', 'revoking', 'unproven'))
    and not exists (select from connection_removal r where r.connection_id = t.connection_id)
    and jsonb_typeof(h.capabilities #> array['classes', t.class::text, 'revoke']) is distinct from 'object'
    and not exists (select from request_target rt join request_status s on s.request_id = rt.request_id
      where rt.token_id = t.id and s.status in ('pending', 'approved') and not exists (
        select from execution e where e.request_id = rt.request_id and e.target_digest = rt.digest and e.ended_at is not null))`;
}

type PeopleFilters = Pick<ResidueInput, "q" | "left" | "connection" | "severity" | "used" | "here">;

/** Items grouped by person, gravest first and then the latest to leave; `place` orders and pages. */
export function residuePeople(filters: PeopleFilters, actor: Actor): Prisma.Sql {
  const having: Prisma.Sql[] = [];
  if (filters.severity) having.push(Prisma.sql`min(i.severity) = ${filters.severity}::severity`);
  if (filters.used) having.push(Prisma.sql`${usedOfPerson} = ${filters.used}`);
  return Prisma.sql`
    select i.person_id, min(i.severity) as severity, count(i.token_id)::int as tokens, count(i.account_id)::int as accounts, ${usedOfPerson} as used_since,
      ${placeOf(Prisma.sql`min(i.severity)`, Prisma.sql`max(i.left_at)`)} as place
    from (${residueItems(filters, actor)}) i
    group by i.person_id ${having.length > 0 ? Prisma.sql`having ${Prisma.join(having, " and ")}` : Prisma.empty}`;
}

/** The same without `used_since`: where no filter asks about the items themselves, their people are grouped by the index finding_left_behind alone. */
export function residuePlaces(filters: PeopleFilters, actor: Actor): Prisma.Sql {
  if (filters.connection || filters.used || filters.here) return residuePeople(filters, actor);
  return Prisma.sql`
    select g.person_id, g.severity, g.tokens, g.accounts, ${placeOf(Prisma.sql`g.severity`, Prisma.sql`p.status_at`)} as place
    from (select f.person_id, min(f.severity) as severity, count(f.token_id)::int as tokens, count(f.account_id)::int as accounts from finding f where ${leftBehind} group by f.person_id) g
    join person p on p.id = g.person_id
    where true ${ofPerson(filters)} ${filters.severity ? Prisma.sql`and g.severity = ${filters.severity}::severity` : Prisma.empty}`;
}

/** Severities in words: the array of an enumeration's values is read anew for each row. */
const placeOf = (severity: Prisma.Sql, leftAt: Prisma.Sql): Prisma.Sql => Prisma.sql`
      (case ${severity} ${Prisma.join(
        severities.map((name, n) => Prisma.raw(`when '${name}' then ${n + 1}`)),
        " ",
      )} end)::bigint * 10000000000000 + 9999999999999 - coalesce(floor(extract(epoch from ${leftAt}) * 1000), 0)::bigint`;

const usedOfPerson = Prisma.sql`case when bool_or(i.used_since = 'yes') then 'yes' when bool_or(i.used_since = 'unknown') then 'unknown' else 'no' end`;
