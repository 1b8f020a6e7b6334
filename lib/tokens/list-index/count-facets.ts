import type { TokenFilters } from "../schemas";
import type { ClockedColumns } from "./clocked";
import { type Codes, type FacetColumn, type FacetName, facetColumns, facetNames, wantedValues } from "./facet-columns";
import { failOf, type Scanned } from "./scan";
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
export function countFacets(table: Table, clock: ClockedColumns, filters: TokenFilters, scanned: Scanned, now: number): Record<FacetName, Facet> {
  const columns = facetColumns(table, clock);
  // kind and workload read the same column: counted once where neither narrows
  const counted = new Map<Codes, Uint32Array>();
  const counts = (name: FacetName): Uint32Array => {
    const codes = columns[name].codes(now);
    if (wantedValues(name, filters)) return tally(codes, columns[name].size(), scanned, failOf(name));
    const known = counted.get(codes) ?? tallyFound(codes, columns[name].size(), scanned.found);
    counted.set(codes, known);
    return known;
  };
  return Object.fromEntries(facetNames.map((name) => [name, facet(columns[name], counts(name), wantedValues(name, filters))])) as Record<FacetName, Facet>;
}

function tallyFound(codes: Codes, size: number, found: Uint32Array): Uint32Array {
  const counts = new Uint32Array(size);
  for (let n = 0; n < found.length; n++) {
    const code = codes[found[n] as number] as number;
    counts[code] = (counts[code] as number) + 1;
  }
  return counts;
}

function tally(codes: Codes, size: number, { near, fails }: Scanned, own: number): Uint32Array {
  const counts = new Uint32Array(size);
  for (let n = 0; n < near.length; n++) {
    const failed = fails[n];
    if (failed !== 0 && failed !== own) continue;
    const code = codes[near[n] as number] as number;
    counts[code] = (counts[code] as number) + 1;
  }
  return counts;
}

function facet(column: FacetColumn, counts: Uint32Array, chosen: ReadonlySet<string> | null): Facet {
  const byValue = new Map<string, number>();
  for (let code = 0; code < counts.length; code++) {
    const count = counts[code] as number;
    if (count > 0) for (const value of column.values(code)) byValue.set(value, (byValue.get(value) ?? 0) + count);
  }
  for (const value of chosen ?? []) if (!byValue.has(value) && value !== "at" && value !== "known") byValue.set(value, 0);
  const { order } = column;
  const options = [...byValue].map(([value, count]) => ({ value, count }));
  if (order) return { options: options.sort((a, b) => order.indexOf(a.value) - order.indexOf(b.value)), left: 0 };
  options.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return { options: options.filter(({ value }, place) => place < named || chosen?.has(value)), left: Math.max(0, options.length - named) };
}
