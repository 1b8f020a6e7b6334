import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { notFound } from "../core/errors";
import { parse } from "../core/parse";
import type { PersonState } from "../tokens/token-row";
import { refusalsJson, type SilentSource } from "./silent-sources";
import type { ReadableBasis } from "./sources/piece";

/** Somebody of the directory who could read a place at which the secret stands, or could once. */
export interface Reader {
  id: string;
  name: string;
  status: PersonState;
  /** when they left, where they have and it is known */
  leftAt: string | null;
  /** how the source shows it: a member there, a full member of the workspace whose channel is public, or the author of a commit */
  basis: Exclude<ReadableBasis, "public">;
  /** since when the secret was visible at the first place of these; null = unknown, as where one of them is not dated */
  since: string | null;
}

/** Who could read an exposure, as its sources tell it. `null` means unknown. */
export interface Readers {
  /** where it stands, each place of a source once (a conversation, a repository): of how many the source tells who could read them */
  places: { total: number; told: number };
  /** at how many of them anybody could, and since when; null = at none, as far as it is told */
  anybody: { places: number; since: string | null } | null;
  /** who left first, then who is suspended, then by name; the first of them */
  people: Reader[];
  /** how many in all, and how many of them have left since */
  known: number;
  departed: number;
  /** names that nobody of the directory has: the first of them, and how many in all */
  strangers: { names: string[]; total: number };
  /** readers whom a source does not name, at least: at the place of each source that has the most of them */
  unnamed: number;
  /** sources that do not tell it, or not of each place */
  silent: SilentSource[];
}

export const ReadersInput = z.object({ id: z.uuid() });

/** So many are named; all are counted. */
const mostNamed = 100;
/** Of one that stands in more, these are looked at: those where it has been visible longest. */
const mostPlaces = 1_000;

/**
 * Who could read the places of an exposure: people by the addresses and linked accounts that the directory and the systems know them by. Whoever left before
 * it became visible is left out. Nobody whom a source once named is taken out. Throws NotFound.
 */
export async function readersOf(ctx: Context, input: unknown): Promise<Readers> {
  authorize(ctx.actor, "inventory.read");
  const { id } = parse(ReadersInput, input);
  if (!(await ctx.db.exposure.findUnique({ where: { id }, select: { id: true } }))) throw notFound("The exposure");
  const [result] = await ctx.db.$queryRaw<[{ readers: Readers }]>`
    with spot as materialized (
      select o.source_id, coalesce(o.audience, o.path) as path, min(coalesce(o.visible_at, '-infinity')) as first
      from occurrence o where o.exposure_id = ${id}::uuid group by 1, 2
    ), place as materialized (
      select s.*, a.path is not null or coalesce(whole.open, false) as told, coalesce(a.open, whole.open, false) as open,
        a.public_at is not null and s.first <= a.public_at as anybody
      from (select * from spot order by first, source_id, path limit ${mostPlaces}) s
      left join audience a on a.source_id = s.source_id and a.path = s.path
      left join audience whole on whole.source_id = s.source_id and whole.path = ''
    ), spread as (
      select source_id, path, first from place union all select source_id, '', min(first) from place where open group by source_id
    ), reader as materialized (
      select m.source_id, m.name, min(m.basis) as basis, min(p.first) as first
      from spread p join audience_member m on m.source_id = p.source_id and m.path = p.path group by 1, 2
    ), addressed as materialized (
      select name, min(basis) as basis, min(first) as first from reader where name like '%@%' group by 1
    ), whose as materialized (
      select r.name, null::uuid as source_id, r.basis, r.first, p.id as person_id from addressed r join person p on lower(p.email) = r.name
      union all select r.name, null, r.basis, r.first, p.id from addressed r join person p on lower(p.user_name) = r.name
      union all select r.name, null, r.basis, r.first, ap.person_id
        from addressed r join account a on lower(a.email) = r.name join account_person ap on ap.account_id = a.id where ap.person_id is not null
      union all select r.name, r.source_id, r.basis, r.first, ap.person_id
        from reader r join scan_source s on s.id = r.source_id and s.form = 'rest' join connection c on c.origin = s.location
        join account a on a.connection_id = c.id and lower(coalesce(nullif(a.user_name, ''), a.external_id)) = r.name
        join account_person ap on ap.account_id = a.id where ap.person_id is not null
    ), known as materialized (
      select p.id, p.display_name as name, p.status, case when p.status = 'departed' then p.status_at end as left_at, w.basis, case when isfinite(w.first) then w.first end as since
      from (select person_id, min(basis) as basis, min(first) as first from whose group by 1) w join person p on p.id = w.person_id
      where p.status <> 'departed' or p.status_at is null or w.first <= p.status_at
    ), stranger as (
      select distinct r.name from reader r where not exists (select from whose w where w.name = r.name and (w.source_id is null or w.source_id = r.source_id))
    )
    select json_build_object(
      'places', (select json_build_object('total', (select count(*) from spot), 'told', count(*) filter (where told)) from place),
      'anybody', (select case when count(*) > 0 then json_build_object('places', count(*), 'since', case when isfinite(min(first)) then min(first) end) end from place where anybody),
      'people', (select coalesce(json_agg(json_build_object('id', k.id, 'name', k.name, 'status', k.status, 'leftAt', k.left_at, 'basis', k.basis, 'since', k.since)), '[]')
        from (select * from known order by status desc, name, id limit ${mostNamed}) k),
      'known', (select count(*) from known),
      'departed', (select count(*) from known where status = 'departed'),
      'strangers', json_build_object('total', (select count(*) from stranger),
        'names', (select coalesce(json_agg(s.name), '[]') from (select name from stranger order by name limit ${mostNamed}) s)),
      'unnamed', (select coalesce(sum(most), 0) from (
        select max(a.unnamed) as most from spread s join audience a on a.source_id = s.source_id and a.path = s.path group by s.source_id) each),
      'silent', (select coalesce(json_agg(json_build_object('id', s.id, 'name', s.name, 'refusals', ${refusalsJson(
        Prisma.sql`from place p join audience_refusal r on r.source_id = p.source_id and r.path = p.path where p.source_id = s.id and not p.told`,
      )}) order by s.name, s.id), '[]')
        from scan_source s where s.id in (select source_id from place where not told))
    ) as readers`;
  return result.readers;
}
