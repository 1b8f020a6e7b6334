import { Prisma, type Queryable } from "../core/db";
import type { Channel, Validity } from "../domain/exposures";
import type { Severity } from "../domain/severity";
import { staysDead } from "./after-death";
import { validityNow } from "./checkability";
import { openOnes, ownTitle, titleOf } from "./filter-sql";

/** A secret that stands in a system, by the address of its place. */
export interface ChainSecret {
  id: string;
  title: string;
  hint: string;
  severity: Severity;
  validity: Validity;
  /** where it stands there */
  place: { path: string; channel: Channel };
  /** the listed token that it is; null = none answers to it, so that nothing further is known */
  token: { id: string; name: string } | null;
  /** the system which that token is of */
  opens: { id: string; name: string } | null;
}
/** A system that a secret opens, with what stands in it. */
export interface ChainSystem {
  id: string;
  name: string;
  /** 1 for the one that the exposure itself opens */
  step: number;
  /** the secret by which it was reached first */
  by: string;
  secrets: ChainSecret[];
  /** secrets beyond those shown */
  more: number;
  /** so many stand there that not all were looked at: there may be more than `more` */
  atLeast: boolean;
}
export interface Chain {
  /** each system once, however many ways lead to it: the first is the exposure's own */
  systems: ChainSystem[];
  /** whether more systems would follow */
  cut: boolean;
}

/** So many systems deep, and so many in all; of each so many secrets. */
export const mostSteps = 6;
const mostSystems = 40;
const mostSecrets = 20;
/** So many of the places at a system's address are looked at: the page waits for it. */
const mostPlaces = 10_000;

/** A system's pages lie elsewhere than its interface. */
const pagesOf: Readonly<Record<string, string>> = { "https://api.github.com": "https://github.com" };

interface Opened {
  id: string;
  name: string;
  origin: string;
  by: string;
}
/** A secret that stands in a system, or of a system where none does nothing but whether all of its places were looked at. */
type Row = { system: string; atLeast: boolean } & (Standing | { [K in keyof Standing]: null });
interface Standing extends ChainSecret {
  kind: string;
  own: string | null;
  origin: string | null;
  n: number;
}

/**
 * What an exposed secret leads to, step by step: the system that its token is of, the exposed secrets that stand there, the systems that those open, and so on.
 * Each system is followed once, so that a circle ends. That a token reaches the very place is not known, only that both are of one system.
 * Null where no connection lists the token.
 */
export async function chainOf(db: Queryable, exposureId: string): Promise<Chain | null> {
  const [first] = await db.$queryRaw<Opened[]>`
    select c.id, c.name, c.origin, e.id as by from exposure e join ${listedToken} where e.id = ${exposureId}::uuid and e.matched_by is not null`;
  if (!first) return null;
  const systems: ChainSystem[] = [];
  const known = new Set([first.id]);
  let [level, step]: [Opened[], number] = [[first], 1];
  while (level.length > 0 && step <= mostSteps && systems.length < mostSystems) {
    const here = level.slice(0, mostSystems - systems.length);
    const rows = await standingIn(db, here, exposureId);
    const next: Opened[] = level.slice(here.length);
    for (const { id, name, by } of here) {
      const all = rows.filter(({ system }) => system === id);
      const own = all.filter((row): row is Row & Standing => row.id !== null);
      systems.push({ id, name, step, by, secrets: own.map(secretOf), more: Math.max(0, (own[0]?.n ?? 0) - own.length), atLeast: all[0]?.atLeast ?? false });
      for (const { opens, origin, id: secret } of own)
        if (opens && origin && !known.has(opens.id)) {
          known.add(opens.id);
          next.push({ ...opens, origin, by: secret });
        }
    }
    [level, step] = [next, step + 1];
  }
  return { systems, cut: level.length > 0 };
}

const secretOf = ({ id, kind, own, hint, severity, validity, place, token, opens }: Standing): ChainSecret => ({
  id,
  title: titleOf(kind, own),
  hint,
  severity,
  validity,
  place,
  token,
  opens,
});

/** The row that speaks for the token of `exposure e`, at the connection that lists it, while it is not proven dead, or its secret was let in since. */
const listedToken = Prisma.sql`token t0 on t0.id = e.token_id join token t on t.id = coalesce(t0.merged_into, t0.id) and not t.imported
  join connection c on c.id = t.connection_id and not exists (select from connection_removal r where r.connection_id = c.id)
    and not ${staysDead}`;

/** What is open, may be live, and stands at these systems' addresses: what leads further first, then the gravest. */
async function standingIn(db: Queryable, systems: readonly Opened[], but: string): Promise<Row[]> {
  const asked = systems.map(({ id, origin }) => ({ id, pages: (pagesOf[origin] ?? origin).toLowerCase() }));
  return db.$queryRaw<Row[]>`
    with asked as (select * from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as a (id uuid, pages text)),
    places as materialized (
      select a.id as system, o.* from asked a cross join lateral (
        select o.id, o.exposure_id, o.path, o.channel, o.visible_at from occurrence o
        where lower(substring(o.url from '^https?://[^/?#]+')) = a.pages and o.url is not null and o.gone_at is null and o.exposure_id <> ${but}::uuid limit ${mostPlaces + 1}) o),
    standing as (
      select distinct on (p.system, p.exposure_id) p.system, p.exposure_id as id, json_build_object('path', p.path, 'channel', p.channel) as place
      from places p order by p.system, p.exposure_id, p.visible_at nulls last, p.id),
    -- which are shown is settled before anything is asked about them
    chosen as materialized (
      select * from (select s.system, s.place, s.id, count(*) over (partition by s.system)::int as n,
          row_number() over (partition by s.system order by e.matched_by is null, e.severity, e.id) as place_of
        from standing s join exposure e on e.id = s.id where ${openOnes} and e.mark is null and e.validity <> 'invalid') r
      where place_of <= ${mostSecrets})
    select a.id as system, r.place, e.id, e.kind, ${ownTitle} as own, e.hint, e.severity::text as severity, ${validityNow}::text as validity, l.token, l.opens, l.origin, r.n,
      (select count(*) from places p where p.system = a.id) > ${mostPlaces} as "atLeast"
    from asked a left join (chosen r join exposure e on e.id = r.id) on r.system = a.id
    left join lateral (select json_build_object('id', t.id, 'name', t.name) as token, json_build_object('id', c.id, 'name', c.name) as opens, c.origin
      from (select e.token_id) x join ${listedToken} where e.matched_by is not null) l on true
    order by a.id, l.opens is null, r.place_of`;
}
