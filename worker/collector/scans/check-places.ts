import { Prisma, type Queryable } from "../../../lib/core/db";
import type { Validity } from "../../../lib/domain/exposures";
import { diedAt, metAfterDeath, staysDead } from "../../../lib/exposure/after-death";
import { kindsAt } from "../../../lib/exposure/check-kinds";
import { resting } from "./check-pace";

/** A signed connection at which a person allowed that secrets of this class are tried. */
export interface CheckPlace {
  connectionId: string;
  name: string;
  vendor: string;
  origin: string;
  ca: string | null;
  allowPrivate: boolean;
  settings: Record<string, unknown>;
  /** what the token is called there; null where only the secret's form leads there */
  handle: Record<string, string | null> | null;
}
/** An exposure that may be tried, and where: at the system that lists its token, or else wherever its form belongs. */
export interface Checkable {
  id: string;
  status: string;
  known: Validity;
  confidence: "checked" | "shaped" | "contextual";
  mark: string | null;
  /** whether a fingerprint led to a token when it was found */
  matched: boolean;
  /** two people agreed that it is a false positive, whether it works or not */
  agreed: boolean;
  /** whether a connection lists the token that it is */
  listed: boolean;
  /** its token is known by the public id of the key alone: the secret beside it may be another, or none */
  byKeyId: boolean | null;
  /** its token was proven dead before */
  died: boolean;
  places: CheckPlace[];
}

/** A secret that no listed token answers to is tried at so many connections of its form's system. */
const mostPlaces = 5;

const placeOf = (
  handle: Prisma.Sql,
): Prisma.Sql => Prisma.sql`jsonb_build_object('connectionId', c.id, 'name', c.name, 'vendor', c.connector, 'origin', c.origin, 'ca', c.ca,
  'allowPrivate', c.allow_private, 'settings', c.settings, 'handle', ${handle})`;
const allowed = Prisma.sql`check_permission p join signed_connection s on s.connection_id = p.connection_id join connection c on c.id = p.connection_id
  and not exists (select from connection_removal r where r.connection_id = c.id)`;

/** Whether two people agreed that the exposure with this id is a false positive. */
export const agreedOn = (id: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`exists (select from suppression u where u.exposure_id = ${id} and u.status = 'active' and u.decided_by is not null)`;

/**
 * Of the exposures that `where` names (a condition over `exposure e`), those that may be tried now, each with its places, at most `limit`. What is proven
 * dead is tried again only where it was met at a new place since. With `now`, without those that would wait for a turn: of a connection where they would be tried first, it is used up.
 */
export async function checkable(db: Queryable, where: Prisma.Sql, limit: number, now: Date | null = null): Promise<Checkable[]> {
  // what could be tried anywhere is looked up by index: few of very many may be, and places are put together for those alone
  return db.$queryRaw<Checkable[]>`
    with kind_at as (select * from jsonb_to_recordset(${JSON.stringify(kindsAt)}::jsonb) as k (kind text, connector text, class token_class)),
    rests as materialized (${now ? resting(now) : Prisma.sql`select null::uuid as connection_id where false`}),
    ready as materialized (select c.id, c.connector, p.class from ${allowed} where c.id not in (select connection_id from rests)),
    triable as materialized (
      select e.id from exposure e where ${where} and e.kind = any(array(select k.kind from kind_at k join ready r on r.connector = k.connector and r.class = k.class))
      union select e.id from exposure e where ${where} and e.matched_by is not null
        and exists (select from token t join ready r on r.id = t.connection_id and r.class = t.class where t.id = e.token_id or t.merged_into = e.token_id))
    select e.id, e.status::text as status, e.validity::text as known, e.confidence, e.mark, e.matched_by is not null as matched, e.matched_by = 'key_id' as "byKeyId", ${diedAt} is not null as died,
      ${agreedOn(Prisma.sql`e.id`)} as agreed, l.places is not null as listed, coalesce(l.places, f.places) as places
    from (select x.* from exposure x where x.id in (select id from triable) order by x.retry_at nulls first, x.id) e
    left join lateral (
      select jsonb_agg(${placeOf(Prisma.sql`t.handle`)} order by t.id) as places from token t join ${allowed} on p.connection_id = t.connection_id and p.class = t.class
      where (t.id = e.token_id or t.merged_into = e.token_id) and not t.imported) l on true
    left join lateral (
      select jsonb_agg(x.place order by x.name) as places from (
        select ${placeOf(Prisma.sql`null::jsonb`)} as place, c.name from kind_at k join ${allowed} on c.connector = k.connector and p.class = k.class
        where k.kind = e.kind and not exists (select from token t where (t.id = e.token_id or t.merged_into = e.token_id) and not t.imported)
        order by c.name limit ${mostPlaces}) x) f on true
    where coalesce(l.places, f.places) is not null and (coalesce(l.places, f.places) -> 0 ->> 'connectionId')::uuid not in (select connection_id from rests)
      and (not ${staysDead} or ${metAfterDeath})
    order by e.retry_at nulls first, e.id limit ${limit}`;
}
