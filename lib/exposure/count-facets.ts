import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { parse } from "../core/parse";
import { type FacetName, facetNames } from "./facet-names";
import { conditions, exposuresWithToken, familyOf, searched, teamsOfTokens, tokenLink, visibleBucket } from "./filter-sql";
import { ExposureFilters } from "./schemas";

export interface FacetOption {
  value: string;
  count: number;
  /** of what the value is the id of */
  name?: string;
}
/** What the filters leave, and what each choice of a filter would leave under all the others. */
export interface ExposureFacets {
  total: number;
  facets: Record<FacetName, FacetOption[]>;
}

/** Of people, teams and sources so many are offered; the search finds the others. */
const mostOptions = 100;
const bit = (name: FacetName) => Prisma.raw(String(1 << facetNames.indexOf(name)));

/**
 * Exact counts in one statement: each exposure is judged once by every filter, and counts for a facet when it meets all filters or fails that one alone.
 */
export async function countExposures(ctx: Context, input: unknown): Promise<ExposureFacets> {
  authorize(ctx.actor, "inventory.read");
  const filters = parse(ExposureFilters, input);
  const now = ctx.clock.now();
  const given = conditions(filters, now);
  const misses = facetNames.flatMap((name) => {
    const condition = given[name];
    return condition ? [Prisma.sql`case when ${condition} then 0 else ${bit(name)} end`] : [];
  });
  const counted = (name: FacetName, value: Prisma.Sql, from: Prisma.Sql = Prisma.sql`judged j`) =>
    Prisma.sql`select ${name} as facet, (${value})::text as value, count(*)::int as n from ${from} where j.misses in (0, ${bit(name)}) group by 2`;
  const rows = await ctx.db.$queryRaw<{ facet: FacetName | "total"; value: string; n: number }[]>`
    with judged as materialized (
      select * from (
        select e.id, e.status, e.severity, e.validity, e.kind, e.mark is not null as marked, ${tokenLink} as link, o.person_id, o.token_id as owned, ${visibleBucket(now)} as visible,
          (${misses.length > 0 ? Prisma.join(misses, " + ") : Prisma.sql`0`}) as misses
        from ${exposuresWithToken} where ${searched(filters) ?? Prisma.sql`true`}) x
      where misses & (misses - 1) = 0),
    seen as materialized (select exposure_id, channel, source_id from occurrence group by 1, 2, 3),
    reach as (select exposure_id, case when not bool_or(channel = 'code') then 'outside' when bool_and(channel = 'code') then 'code' else 'both' end as reach from seen group by 1)
    select 'total' as facet, '' as value, count(*)::int as n from judged j where misses = 0
    union all ${Prisma.join(
      [
        counted("status", Prisma.sql`j.status`),
        counted("severity", Prisma.sql`j.severity`),
        counted("validity", Prisma.sql`j.validity`),
        counted("channel", Prisma.sql`s.channel`, Prisma.sql`(select distinct exposure_id, channel from seen) s join judged j on j.id = s.exposure_id`),
        counted("reach", Prisma.sql`r.reach`, Prisma.sql`reach r join judged j on j.id = r.exposure_id`),
        counted("family", Prisma.sql`j.kind`),
        counted("source", Prisma.sql`s.source_id`, Prisma.sql`(select distinct exposure_id, source_id from seen) s join judged j on j.id = s.exposure_id`),
        counted("token", Prisma.sql`j.link`),
        counted("owner", Prisma.sql`coalesce(j.person_id::text, 'none')`),
        counted("team", Prisma.sql`coalesce(tt.team_id::text, 'none')`, Prisma.sql`judged j left join (${teamsOfTokens}) tt on tt.token_id = j.owned`),
        counted("visible", Prisma.sql`j.visible`),
        counted("marked", Prisma.sql`case when j.marked then 'only' else 'hidden' end`),
      ],
      " union all ",
    )}`;
  const of = (name: FacetName) => sorted(rows.filter(({ facet }) => facet === name).map(({ value, n }) => ({ value, count: n })));
  const facets = Object.fromEntries(facetNames.map((name) => [name, of(name)])) as ExposureFacets["facets"];
  facets.family = byFamily(facets.family);
  const [owners, teams, sources] = await namesOf(ctx, facets);
  return {
    total: rows.find(({ facet }) => facet === "total")?.n ?? 0,
    facets: { ...facets, owner: named(facets.owner, owners), team: named(facets.team, teams), source: named(facets.source, sources) },
  };
}

const sorted = (options: FacetOption[]) => options.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));

function byFamily(kinds: FacetOption[]): FacetOption[] {
  const counts = new Map<string, number>();
  for (const { value, count } of kinds) counts.set(familyOf(value), (counts.get(familyOf(value)) ?? 0) + count);
  return sorted([...counts].map(([value, count]) => ({ value, count })));
}

async function namesOf(ctx: Context, { owner, team, source }: ExposureFacets["facets"]): Promise<Map<string, string>[]> {
  const ids = (options: FacetOption[]) => options.slice(0, mostOptions + 1).flatMap(({ value }) => (value === "none" ? [] : [value]));
  const [people, teams, sources] = await Promise.all([
    ctx.db.person.findMany({ where: { id: { in: ids(owner) } }, select: { id: true, displayName: true } }),
    ctx.db.team.findMany({ where: { id: { in: ids(team) } }, select: { id: true, name: true } }),
    ctx.db.scanSource.findMany({ where: { id: { in: ids(source) } }, select: { id: true, name: true } }),
  ]);
  return [new Map(people.map(({ id, displayName }) => [id, displayName])), ...[teams, sources].map((rows) => new Map(rows.map(({ id, name }) => [id, name])))];
}

const named = (options: FacetOption[], names: Map<string, string> | undefined): FacetOption[] =>
  options.slice(0, mostOptions).map((option) => ({ ...option, ...(names?.has(option.value) ? { name: names.get(option.value) } : {}) }));
