import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { notFound } from "../core/errors";
import { parse } from "../core/parse";
import type { Channel } from "../domain/exposures";
import { openFindingStates } from "../domain/states";
import { staysDead } from "./after-death";
import { type ExposureRow, exposureRows } from "./exposure-row";
import { refusalsJson, type SilentSource } from "./silent-sources";
import type { ReadableBasis } from "./sources/piece";

/** A place that the person could read. */
export interface ReadablePlace {
  channel: Channel;
  path: string;
  source: { id: string; name: string };
  /** how the source shows that: a member there, a full member of the workspace whose channel is public, the author of a commit, or anybody */
  basis: ReadableBasis;
  /** since when the secret was visible there; null = unknown, so it may have come after the person left */
  visibleAt: string | null;
}
export interface SeenExposure {
  exposure: ExposureRow;
  places: ReadablePlace[];
}
export interface ExposedByDeparture {
  /** when the person left; null = unknown */
  leftAt: string | null;
  /** addresses by which sources know the person, and user names by which the systems of linked accounts do; both empty = none is known, so nobody can tell */
  emails: string[];
  userNames: string[];
  exposures: SeenExposure[];
  /** how many there are in all; the gravest are listed */
  total: number;
  /** sources in which secrets stand: of how many it is known who could read each of them, and which do not say that, or not of all */
  told: number;
  silent: SilentSource[];
}

export const ExposedByDepartureInput = z.object({ person: z.uuid() });

/** So many exposures are listed, the gravest first. */
const most = 100;

/**
 * What somebody who left could merely see: secrets that may be live, at places that they could read before they left. Not what is theirs: that is residue.
 * Null for somebody who has not left. A source that does not tell who could read it, or not of each place, is named. Throws NotFound.
 */
export async function exposedByDeparture(ctx: Context, input: unknown): Promise<ExposedByDeparture | null> {
  authorize(ctx.actor, "inventory.read");
  const { person: id } = parse(ExposedByDepartureInput, input);
  const person = await ctx.db.person.findUnique({ where: { id }, select: { status: true, statusAt: true } });
  if (!person) throw notFound("This person");
  if (person.status !== "departed") return null;
  const [emails, accounts] = await Promise.all([emailsOf(ctx, id), accountsOf(ctx, id)]);
  const sources = await sourcesOf(
    ctx,
    accounts.map(({ origin }) => origin),
  );
  const seen = await seenBy(ctx, id, { emails, accounts, leftAt: person.statusAt });
  const places = new Map(seen.map((one) => [one.id, one.places]));
  const rows = await exposureRows(
    ctx.db,
    seen.slice(0, most).map((one) => one.id),
  );
  return {
    leftAt: person.statusAt?.toISOString() ?? null,
    emails,
    userNames: [...new Set(accounts.map(({ name }) => name))],
    exposures: rows.map((exposure) => ({ exposure, places: places.get(exposure.id) ?? [] })),
    total: seen.length,
    told: sources.filter(({ told }) => told).length,
    silent: sources.filter(({ told }) => !told).map(({ told: _, ...source }) => source),
  };
}

/** By which addresses sources may know the person: the directory's, a user name that is one, and those of linked accounts. */
async function emailsOf(ctx: Context, personId: string): Promise<string[]> {
  const rows = await ctx.db.$queryRaw<{ email: string }[]>`
    select distinct lower(x.email) as email from (
      select email from person where id = ${personId}::uuid union select user_name from person where id = ${personId}::uuid
      union select a.email from account_person ap join account a on a.id = ap.account_id where ap.person_id = ${personId}::uuid) x
    where x.email like '%@%' order by 1`;
  return rows.map(({ email }) => email);
}

/** By which user names the systems at these origins know the person: those of linked accounts there. */
const accountsOf = (ctx: Context, personId: string) => ctx.db.$queryRaw<{ origin: string; name: string }[]>`
  select distinct c.origin, lower(coalesce(nullif(a.user_name, ''), a.external_id)) as name
  from account_person ap join account a on a.id = ap.account_id join connection c on c.id = a.connection_id where ap.person_id = ${personId}::uuid order by 2, 1`;

/** The sources in which secrets stand, and whether they tell of each place if somebody could read it who has accounts at these origins: a system that names people by user name tells nothing of who has none there. */
const sourcesOf = (ctx: Context, origins: readonly string[]) => ctx.db.$queryRaw<(SilentSource & { told: boolean })[]>`
  select s.id, s.name, ${refusalsJson(Prisma.sql`from audience_refusal r where r.source_id = s.id
    and not exists (select from audience a where a.source_id = r.source_id and a.path = r.path)
    and exists (select from occurrence o where o.source_id = r.source_id and coalesce(o.audience, o.path) = r.path)`)} as refusals, exists (select from audience a where a.source_id = s.id and a.path = '') or (
    (s.form <> 'rest' or (not exists (select from audience a where a.source_id = s.id and a.unnamed > 0)
      and (s.location = any(${origins}::text[]) or not exists (select from audience_member m where m.source_id = s.id and m.name not like '%@%'))))
    and exists (select from audience a where a.source_id = s.id) and not exists (select from occurrence o where o.source_id = s.id
      and not exists (select from audience a where a.source_id = s.id and a.path = coalesce(o.audience, o.path)))) as told
  from scan_source s where exists (select from occurrence o where o.source_id = s.id) order by s.name, s.id`;

interface Known {
  emails: string[];
  accounts: { origin: string; name: string }[];
  leftAt: Date | null;
}

/**
 * Open exposures that may be live, at places that somebody known by these addresses and user names could read, or anybody, with those places; the gravest
 * first. A user name tells somebody at the system of their account alone: elsewhere it may be another's.
 */
async function seenBy(ctx: Context, personId: string, { emails, accounts, leftAt }: Known): Promise<{ id: string; places: ReadablePlace[] }[]> {
  return ctx.db.$queryRaw`
    with named as (
      select source_id, path, basis from audience_member where name = any(${emails}::text[])
      union all select m.source_id, m.path, m.basis from jsonb_to_recordset(${JSON.stringify(accounts)}::jsonb) as r (origin text, name text)
      join scan_source s on s.form = 'rest' and s.location = r.origin join audience_member m on m.source_id = s.id and m.name = r.name
    ), known as (select source_id, path, min(basis) as basis from named group by 1, 2
    ), readable as (
      select o.exposure_id, o.id, coalesce(here.basis, everywhere.basis, 'public') as basis from occurrence o
      left join audience place on place.source_id = o.source_id and place.path = coalesce(o.audience, o.path)
      left join audience whole on whole.source_id = o.source_id and whole.path = ''
      left join known here on here.source_id = o.source_id and here.path = coalesce(o.audience, o.path)
      left join known everywhere on everywhere.source_id = o.source_id and everywhere.path = '' and coalesce(place.open, whole.open)
      where o.source_id in (select source_id from known union select source_id from audience where public_at is not null)
        and (here.basis is not null or everywhere.basis is not null or (place.public_at is not null and (o.visible_at is null or o.visible_at <= place.public_at)))
        and (o.visible_at is null or ${leftAt}::timestamptz is null or o.visible_at <= ${leftAt})
    )
    select e.id, json_agg(json_build_object('channel', o.channel, 'path', o.path, 'source', json_build_object('id', s.id, 'name', s.name), 'basis', r.basis, 'visibleAt', o.visible_at)
      order by o.visible_at nulls last, o.id) as places
    from readable r join occurrence o on o.id = r.id join scan_source s on s.id = o.source_id join exposure e on e.id = r.exposure_id
    where e.mark is null and e.validity <> 'invalid' and e.status in (${Prisma.join(openFindingStates.map((state) => Prisma.raw(`'${state}'`)))})
      and not ${staysDead}
      and not exists (select from finding f where f.token_id = e.token_id and f.rule = 'departed-still-alive' and f.person_id = ${personId}::uuid and f.status <> 'closed_false_positive')
    group by e.id, e.severity, e.detected_at order by e.severity, e.detected_at, e.id`;
}
