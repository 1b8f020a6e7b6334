import { type FacetName, facetNames } from "../facet-names";
import type { TokenFilters } from "../schemas";
import { countBoth } from "./bits";
import type { ClockedColumns } from "./clocked";
import { type Codes, tally } from "./codes";
import { type FacetColumn, facetColumns, wantedValues } from "./facet-columns";
import type { Scanned } from "./scan";
import type { Table } from "./table";

export interface FacetOption {
  value: string;
  count: number;
  /** what people call it, where the value is an id */
  name?: string;
}
export interface Facet {
  options: FacetOption[];
  /** how many further values there are */
  left: number;
}

/** So many values a facet names; the rest is counted. */
const named = 100;

/** For every facet, how many tokens each value would leave under the other filters. */
export function countFacets(table: Table, clock: ClockedColumns, filters: TokenFilters, scanned: Scanned): Record<FacetName, Facet> {
  const columns = facetColumns(table, clock);
  // kind and workload read the same column: counted once where neither narrows
  const counted = new Map<Codes, Uint32Array>();
  const counts = (name: FacetName): Uint32Array => {
    const column = columns[name];
    const left = scanned.besides(name);
    if (column.sets) {
      const counts = new Uint32Array(column.count());
      for (const [value, set] of column.sets.entries()) counts[value] = countBoth(left, set);
      return counts;
    }
    const known = left === scanned.found ? counted.get(column.codes) : undefined;
    const byCode = known ?? tally(column.codes, column.size, left);
    if (left === scanned.found) counted.set(column.codes, byCode);
    return column.lists ? column.lists.spread(byCode, column.count()) : byCode;
  };
  return Object.fromEntries(facetNames.map((name) => [name, facet(columns[name], counts(name), wantedValues(name, filters))])) as Record<FacetName, Facet>;
}

function facet(column: FacetColumn, counts: Uint32Array, chosen: ReadonlySet<string> | null): Facet {
  const { present, left } = presentValues(column, counts, chosen);
  const options: FacetOption[] = [];
  const add = (name: string | undefined, count: number) => {
    // somebody may have called an environment "unknown"
    const same = options.find(({ value }) => value === name);
    if (same) same.count += count;
    else if (name !== undefined) options.push({ value: name, count });
  };
  for (const [place, value] of present.entries()) {
    const name = column.name(value);
    if (place < named || chosen?.has(name ?? "")) add(name, counts[value] as number);
  }
  for (const value of chosen ?? [])
    if (value !== "at" && value !== "known" && !options.some((option) => option.value === value)) options.push({ value, count: 0 });
  return { options, left };
}

/** The values to name, in order, and how many further ones there are. */
function presentValues(column: FacetColumn, counts: Uint32Array, chosen: ReadonlySet<string> | null): { present: number[]; left: number } {
  const fewest = column.ordered ? 1 : countOfPlace(counts, named);
  const present: number[] = [];
  let further = 0;
  for (let value = 0; value < column.count(); value++) {
    const count = counts[value] as number;
    if (count >= fewest || (count > 0 && chosen?.has(column.name(value) ?? ""))) present.push(value);
    else if (count > 0) further += 1;
  }
  if (!column.ordered) present.sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b);
  return { present, left: column.ordered ? 0 : Math.max(0, present.length + further - named) };
}

/** How many the value has that comes at a place, the largest first; 1 if there are fewer values. */
function countOfPlace(counts: Uint32Array, place: number): number {
  if (counts.length <= place) return 1;
  return Math.max(1, counts.slice().sort()[counts.length - place] as number);
}
