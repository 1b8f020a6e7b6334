import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { parse } from "../core/parse";
import { channels } from "../domain/exposures";
import { validityNow } from "./checkability";
import { type FacetName, facetNames } from "./facet-names";
import { conditions, dueBucket, exposuresWithToken, familyOf, searched, teamsOfTokens, tokenLink, visibleBucket } from "./filter-sql";
import { ExposureCountsInput, type ExposureFilters } from "./schemas";

export interface FacetOption {
  value: string;
  count: number;
  /** of what the value is the id of */
  name?: string;
}
/** What the filters leave, and what each choice of a filter would leave under all the others; nothing of filters that were not asked for. */
export interface ExposureFacets {
  total: number;
  facets: Record<FacetName, FacetOption[]>;
}

/** Of people, teams and sources so many are offered; the search finds the others. */
const mostOptions = 100;
const bitOf = (name: FacetName) => 1 << facetNames.indexOf(name);

/** 2 for the first channel, and so on. */
const channelBit = Prisma.raw(`case channel ${channels.map((channel, place) => `when '${channel}' then ${2 << place}`).join(" ")} end`);

/** How many exposures of one value fail the same filters; `misses` holds a bit for each of these. */
interface Counted {
  facet: Exclude<FacetName, "channel" | "reach"> | "channels";
  /** null where there is none; of channels a bit for each, the first one 2 */
  value: string | null;
  misses: number;
  n: number;
}

/**
 * Exact counts in one statement: each exposure is judged once by every filter, and counts for a facet when it meets all filters or fails that one alone.
 */
export async function countExposures(ctx: Context, input: unknown): Promise<ExposureFacets> {
  authorize(ctx.actor, "inventory.read");
  const { count: asked = facetNames, ...filters } = parse(ExposureCountsInput, input);
  const rows = await counted(ctx, filters, asked);
  const facets = Object.fromEntries(facetNames.map((name) => [name, asked.includes(name) ? sorted(sums(name, rows)) : []])) as ExposureFacets["facets"];
  const [people, teams, sources] = await namesOf(ctx, facets);
  return {
    total: rows.filter(({ facet, misses }) => facet === "status" && misses === 0).reduce((sum, { n }) => sum + n, 0),
    facets: {
      ...facets,
      owner: named(facets.owner, people),
      assignee: named(facets.assignee, people),
      team: named(facets.team, teams),
      source: named(facets.source, sources),
    },
  };
}

/** Facets that are a column of what was judged, all counted in one pass over it. */
const columns = {
  status: "status",
  severity: "severity",
  validity: "validity",
  channels: "channels",
  family: "kind",
  token: "link",
  owner: "person_id",
  visible: "visible",
  marked: "marked",
  assignee: "assignee_id",
  due: "due",
} as const satisfies Partial<Record<Counted["facet"], string>>;

/** Filters by where a secret was seen, asked of the channels that were summed up rather than of each place. */
function bySeen({ channel, reach }: ExposureFilters): Partial<Record<FacetName, Prisma.Sql>> {
  const bits = (channel ?? []).reduce((sum, name) => sum | (2 << channels.indexOf(name)), 0);
  const reached = { code: Prisma.sql`c.channels = 2`, both: Prisma.sql`(c.channels & 2 > 0 and c.channels <> 2)`, outside: Prisma.sql`c.channels & 2 = 0` };
  return {
    ...(channel ? { channel: Prisma.sql`c.channels & ${bits}::int > 0` } : {}),
    ...(reach
      ? {
          reach: Prisma.sql`(${Prisma.join(
            reach.map((each) => reached[each]),
            " or ",
          )})`,
        }
      : {}),
  };
}

/** Channels are counted by which of them a secret was seen in together: from that follow the single ones and how far it reaches. */
async function counted(ctx: Context, filters: ExposureFilters, asked: readonly FacetName[]): Promise<Counted[]> {
  const now = ctx.clock.now();
  const given = { ...conditions(filters, now), ...bySeen(filters) };
  const misses = facetNames.flatMap((name) => {
    const condition = given[name];
    return condition ? [Prisma.sql`case when ${condition} then 0 else ${Prisma.raw(String(bitOf(name)))} end`] : [];
  });
  const needed = (facet: Counted["facet"]) =>
    facet === "status" || (facet === "channels" ? asked.includes("channel") || asked.includes("reach") : asked.includes(facet));
  const sets = Object.entries(columns).filter(([facet]) => needed(facet as keyof typeof columns));
  const named = (each: (facet: string, column: string) => string, separator: string) =>
    Prisma.raw(sets.map(([facet, column]) => each(facet, column)).join(separator));
  const by = (facet: Counted["facet"], value: Prisma.Sql, from: Prisma.Sql) =>
    needed(facet) ? Prisma.sql`union all select ${facet}, ${value}::text, j.misses, count(*)::int from ${from} group by 2, 3` : Prisma.empty;
  return ctx.db.$queryRaw<Counted[]>`
    with judged as materialized (
      select e.id, e.status, e.severity, ${asked.includes("validity") ? validityNow : Prisma.sql`e.validity`} as validity, e.kind, e.mark is not null as marked, ${tokenLink} as link, o.person_id, o.token_id as owned, ${visibleBucket(now)} as visible, c.channels, e.assignee_id, ${dueBucket(now)} as due,
        (${misses.length > 0 ? Prisma.join(misses, " + ") : Prisma.sql`0`}) as misses
      from ${exposuresWithToken}
      join (select exposure_id, bit_or(${channelBit}) as channels from occurrence group by 1) c on c.exposure_id = e.id
      where ${searched(filters) ?? Prisma.sql`true`})
    select case ${named((facet, column) => `when grouping(${column}) = 0 then '${facet}'`, " ")} end as facet,
      coalesce(${named((_, column) => `${column}::text`, ", ")}) as value, misses, count(*)::int as n
    from judged group by grouping sets (${named((_, column) => `(misses, ${column})`, ", ")})
    ${by("source", Prisma.sql`s.source_id`, Prisma.sql`(select distinct exposure_id, source_id from occurrence) s join judged j on j.id = s.exposure_id`)}
    ${by("team", Prisma.sql`tt.team_id`, Prisma.sql`judged j left join (${teamsOfTokens}) tt on tt.token_id = j.owned`)}`;
}

/** What each choice of a filter would leave: those that fail nothing else. */
function sums(name: FacetName, rows: readonly Counted[]): FacetOption[] {
  const facet = name === "channel" || name === "reach" ? "channels" : name;
  const counts = new Map<string, number>();
  for (const row of rows)
    if (row.facet === facet && (row.misses & ~bitOf(name)) === 0)
      for (const value of valuesOf(name, row.value)) counts.set(value, (counts.get(value) ?? 0) + row.n);
  return [...counts].map(([value, count]) => ({ value, count }));
}

/** The choices that a counted value belongs to. */
function valuesOf(name: FacetName, value: string | null): string[] {
  if (name === "channel") return channels.filter((_, place) => Number(value) & (2 << place));
  if (name === "reach") return [Number(value) === 2 ? "code" : Number(value) & 2 ? "both" : "outside"];
  if (name === "family") return [familyOf(value ?? "")];
  if (name === "marked") return [value === "true" ? "only" : "hidden"];
  return [value ?? "none"];
}

const sorted = (options: FacetOption[]) => options.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));

async function namesOf(ctx: Context, { owner, assignee, team, source }: ExposureFacets["facets"]): Promise<Map<string, string>[]> {
  const ids = (options: FacetOption[]) => options.slice(0, mostOptions + 1).flatMap(({ value }) => (value === "none" ? [] : [value]));
  const [people, teams, sources] = await Promise.all([
    ctx.db.person.findMany({ where: { id: { in: [...ids(owner), ...ids(assignee)] } }, select: { id: true, displayName: true } }),
    ctx.db.team.findMany({ where: { id: { in: ids(team) } }, select: { id: true, name: true } }),
    ctx.db.scanSource.findMany({ where: { id: { in: ids(source) } }, select: { id: true, name: true } }),
  ]);
  return [new Map(people.map(({ id, displayName }) => [id, displayName])), ...[teams, sources].map((rows) => new Map(rows.map(({ id, name }) => [id, name])))];
}

const named = (options: FacetOption[], names: Map<string, string> | undefined): FacetOption[] =>
  options.slice(0, mostOptions).map((option) => ({ ...option, ...(names?.has(option.value) ? { name: names.get(option.value) } : {}) }));
