import { Prisma } from "../core/db";
import { channels } from "../domain/exposures";
import { callsOfTokens, validityOfAll } from "./checkability";
import { type FacetName, facetNames } from "./facet-names";
import { conditions, dueBucket, exposuresWith, isStored, searched, tokenLink, visibleBucket } from "./filter-sql";
import type { ExposureFilters } from "./schemas";

/** How many exposures of one value fail the same filters; `misses` holds a bit for each of these. */
export interface Counted {
  facet: Exclude<FacetName, "channel" | "reach"> | "channels";
  /** null where there is none; of channels a bit for each, the first one 2 */
  value: string | null;
  misses: number;
  n: number;
}

/** Of the filter, in `misses`. */
export const bitOf = (name: FacetName) => 1 << facetNames.indexOf(name);

/** 2 for the first channel, and so on. */
const channelBit = Prisma.raw(`case s.channel ${channels.map((channel, place) => `when '${channel}' then ${2 << place}`).join(" ")} end`);

/** A facet's column of what was judged, and what stands in it. */
type Columns = Partial<Record<Counted["facet"], readonly [name: string, is: Prisma.Sql]>>;

/** Those of few values: exposures are first counted by all of them together, then each value by itself. */
const ofFewValues = (now: Date) =>
  ({
    status: ["status", Prisma.sql`e.status`],
    severity: ["severity", Prisma.sql`e.severity`],
    validity: ["validity", validityOfAll],
    channels: ["channels", Prisma.sql`c.channels`],
    family: ["kind", Prisma.sql`e.kind`],
    token: ["link", tokenLink],
    visible: ["visible", visibleBucket(now)],
    marked: ["marked", Prisma.sql`e.mark is not null`],
    due: ["due", dueBucket(now)],
  }) as const satisfies Columns;

/** Filters by where a secret was seen, asked of the channels that were summed up rather than of each place. */
function bySeen({ channel, reach }: ExposureFilters): Partial<Record<FacetName, Prisma.Sql>> {
  const bits = (channel ?? []).reduce((sum, name) => sum | (2 << channels.indexOf(name)), 0);
  const reached = { code: Prisma.sql`c.channels = 2`, both: Prisma.sql`(c.channels & 2 > 0 and c.channels <> 2)`, outside: Prisma.sql`c.channels & 2 = 0` };
  const found: Partial<Record<FacetName, Prisma.Sql>> = {};
  if (channel) found.channel = Prisma.sql`c.channels & ${bits}::int > 0`;
  if (reach)
    found.reach = Prisma.sql`(${Prisma.join(
      reach.map((each) => reached[each]),
      " or ",
    )})`;
  return found;
}

/** In the order of the index occurrence_seen, so that an exposure's places are summed up as they are read, and no table of all of them is kept in memory. */
const seenIn = Prisma.sql`select exposure_id, channel from occurrence order by 1`;
/** With its sources. One that an exposure was seen in by two channels stands there twice, and is counted once later. */
const seenAt = Prisma.sql`select distinct exposure_id, channel, source_id from occurrence order by 1, 2, 3`;

/**
 * The statement that gives Counted rows: of status, and of the other facets that are asked for. Exposures are read and judged in one pass, each by every filter,
 * and counted by all columns of few values together, by whoever answers for them, and by the set of their sources. From those few rows each facet is counted.
 * Channels are counted by which of them a secret was seen in together: from that follow the single ones and how far it reaches.
 *
 * What fails two filters counts nowhere. It is left out after the joins (`offset 0`): nobody can guess how much that is, and for a guess of little each
 * exposure would be looked up by itself.
 */
export function countSql(filters: ExposureFilters, asked: readonly FacetName[], now: Date): Prisma.Sql {
  const given = { ...conditions(filters, now, validityOfAll), ...bySeen(filters) };
  const misses = facetNames.flatMap((name) => {
    const condition = given[name];
    return condition ? [Prisma.sql`case when ${condition} then 0 else ${Prisma.raw(String(bitOf(name)))} end`] : [];
  });
  const any = (...names: FacetName[]) => names.some((name) => asked.includes(name));
  const few = Object.entries(ofFewValues(now)).filter(
    ([facet]) => facet === "status" || (facet === "channels" ? any("channel", "reach") : any(facet as FacetName)),
  );
  const people = any("owner", "team", "assignee");
  const sources = any("source");
  const judged = [
    ...few.map(([, [name, is]]) => Prisma.sql`${is} as ${Prisma.raw(name)}`),
    ...(people ? [Prisma.sql`o.person_id, o.team_id, e.assignee_id`] : []),
    ...(sources ? [Prisma.sql`c.sources`] : []),
  ];
  const each = (write: (facet: string, column: string) => string, separator: string) =>
    Prisma.raw(few.map(([facet, [column]]) => write(facet, column)).join(separator));
  const columns = each((_, column) => column, ", ");
  const sets = [Prisma.sql`(${columns})`, ...(people ? [Prisma.sql`(person_id, team_id, assignee_id)`] : []), ...(sources ? [Prisma.sql`(sources)`] : [])];
  const by = (facet: FacetName, value: Prisma.Sql, from: Prisma.Sql) =>
    any(facet) ? Prisma.sql`union all select ${facet}, ${value}::text, misses, sum(n)::int from ${from} group by ${value}, misses` : Prisma.empty;
  return Prisma.sql`
    with judged as (
      select ${Prisma.join(judged)}, c.exposure_id is not null as seen, (${misses.length > 0 ? Prisma.join(misses, " + ") : Prisma.sql`0`}) as misses
      from ${exposuresWith(any("validity") || (filters.validity && !isStored(filters.validity)) ? callsOfTokens : Prisma.empty)}
      left join (select s.exposure_id, bit_or(${channelBit}) as channels ${sources ? Prisma.sql`, array_agg(s.source_id) as sources` : Prisma.empty}
        from (${sources ? seenAt : seenIn}) s group by 1) c on c.exposure_id = e.id
      where ${searched(filters) ?? Prisma.sql`true`} offset 0),
    grouped as materialized (
      select grouping(status) = 0 as few, ${people ? Prisma.sql`grouping(assignee_id) = 0 as people, person_id, team_id, assignee_id,` : Prisma.empty} ${sources ? Prisma.sql`sources,` : Prisma.empty}
        ${columns}, misses, count(*) as n
      from judged where seen and misses & (misses - 1) = 0 group by misses, grouping sets (${Prisma.join(sets)}))
    select case ${each((facet, column) => `when grouping(${column}) = 0 then '${facet}'`, " ")} end as facet, coalesce(${each((_, column) => `${column}::text`, ", ")}) as value,
      misses, sum(n)::int as n
    from grouped where few group by grouping sets (${each((_, column) => `(misses, ${column})`, ", ")})
    ${by("source", Prisma.sql`s.id`, Prisma.sql`grouped cross join lateral (select distinct unnest(sources) as id) s`)}
    ${by("owner", Prisma.sql`person_id`, Prisma.sql`grouped where people`)}
    ${by("assignee", Prisma.sql`assignee_id`, Prisma.sql`grouped where people`)}
    ${by("team", Prisma.sql`coalesce(g.team_id, m.team_id)`, Prisma.sql`grouped g left join team_member m on m.person_id = g.person_id and g.team_id is null where people`)}`;
}
