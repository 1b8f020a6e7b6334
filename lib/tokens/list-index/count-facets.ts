import { type FacetName, facetNames } from "../facet-names";
import type { TokenFilters } from "../schemas";
import type { ClockedColumns } from "./clocked";
import { type Codes, type FacetColumn, facetColumns, wantedValues } from "./facet-columns";
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
  // positions without a gap need not be looked up
  const whole = found.length > 0 && found[found.length - 1] === found.length - 1;
  if (whole) for (let at = 0; at < found.length; at++) counts[codes[at] as number] = (counts[codes[at] as number] as number) + 1;
  else
    for (let n = 0; n < found.length; n++) {
      const code = codes[found[n] as number] as number;
      counts[code] = (counts[code] as number) + 1;
    }
  return counts;
}

/** Of what fails nothing, or this facet alone. */
function tally(codes: Codes, size: number, { found, fail }: Scanned, own: number): Uint32Array {
  if (!fail) return tallyFound(codes, size, found);
  const counts = new Uint32Array(size);
  // looked up, as in scan.ts, instead of decided
  const counting = new Uint8Array(256);
  counting[0] = counting[own] = 1;
  for (let at = 0; at < fail.length; at++) {
    const code = codes[at] as number;
    counts[code] = (counts[code] as number) + (counting[fail[at] as number] as number);
  }
  return counts;
}

function facet(column: FacetColumn, counts: Uint32Array, chosen: ReadonlySet<string> | null): Facet {
  const byValue = column.values ? spread(column, column.values, counts) : counts;
  const { present, left } = presentValues(column, byValue, chosen);
  const options: FacetOption[] = [];
  const add = (name: string | undefined, count: number) => {
    // somebody may have called an environment "unknown"
    const same = options.find(({ value }) => value === name);
    if (same) same.count += count;
    else if (name !== undefined) options.push({ value: name, count });
  };
  for (const [place, value] of present.entries()) {
    const name = column.name(value);
    if (place < named || chosen?.has(name ?? "")) add(name, byValue[value] as number);
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

/** Counts by code as counts by value. */
function spread(column: FacetColumn, values: (code: number) => readonly number[], counts: Uint32Array): Uint32Array {
  const byValue = new Uint32Array(column.count());
  for (let code = 0; code < counts.length; code++) {
    const count = counts[code] as number;
    if (count > 0) for (const value of values(code)) byValue[value] = (byValue[value] as number) + count;
  }
  return byValue;
}
