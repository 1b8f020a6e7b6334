import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { parse } from "../core/parse";
import { channels } from "../domain/exposures";
import { bitOf, type Counted, countSql } from "./count-sql";
import { type FacetName, facetNames } from "./facet-names";
import { familyOf } from "./filter-sql";
import { ExposureCountsInput } from "./schemas";

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
/**
 * Exact counts in one statement: each exposure is judged once by every filter, and counts for a facet when it meets all filters or fails that one alone. Throws
 * Forbidden and InvalidInput.
 */
export async function countExposures(ctx: Context, input: unknown): Promise<ExposureFacets> {
  authorize(ctx.actor, "inventory.read");
  const { count: asked = facetNames, ...filters } = parse(ExposureCountsInput, input);
  const rows = await ctx.db.$queryRaw<Counted[]>(countSql(filters, asked, ctx.clock.now()));
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
