import { type FacetName, facetNames } from "../facet-names";
import type { TokenFilters } from "../schemas";
import type { ClockedColumns } from "./clocked";
import { accepted, type Codes, facetColumns, wantedValues } from "./facet-columns";
import { free, type Table } from "./table";

/** It fails two filters or more, one that is no facet, or it is no token. */
const out = 255;

/** What the filters leave. */
export interface Scanned {
  /** the positions that fail nothing */
  found: Uint32Array;
  /** by position: 0, or the number of the one facet that it fails (its place in `facetNames`, from 1), or 255; null where nothing is filtered */
  fail: Uint8Array | null;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Looks at every token once for each filter that is set. `q` comes lower-cased by PostgreSQL. */
export function scan(table: Table, clock: ClockedColumns, filters: TokenFilters, now: number): Scanned {
  const { count } = table;
  if (table.size === count && Object.values(filters).every((filter) => filter === undefined || filter.length === 0))
    return { found: numbersBelow(count), fail: null };
  const fail = new Uint8Array(count);
  if (table.size < count) for (let at = 0; at < count; at++) if (table.column.class[at] === free) fail[at] = out;
  if (filters.q) searched(table, filters.q, fail);
  if (filters.person?.length) ofPeople(table, filters.person, fail);
  if (filters.seen) drop(clock.seen.at(now, count), Uint8Array.of(1, 0, 0), fail);
  const facets = facetColumns(table, clock);
  for (const [place, name] of facetNames.entries()) {
    const wanted = wantedValues(name, filters);
    if (wanted) mark(facets[name].codes(now), accepted(facets[name], wanted), place + 1, fail);
  }
  return { found: passing(fail), fail };
}

/** The number of a facet in `Scanned.fail`. */
export const failOf = (name: FacetName): number => facetNames.indexOf(name) + 1;

// A million unforeseeable branches cost several times what they decide: what happens to a position is looked up or computed, not decided.

/** What a position fails once it has passed this facet too (even places) or failed it (odd ones), by what it failed before. */
function outcomes(facet: number): Uint8Array {
  const next = new Uint8Array(512);
  for (let before = 0; before < 256; before++) {
    next[before * 2] = before;
    next[before * 2 + 1] = before === 0 ? facet : out;
  }
  return next;
}

function mark(codes: Codes, passes: Uint8Array, facet: number, fail: Uint8Array): void {
  const next = outcomes(facet);
  for (let at = 0; at < fail.length; at++) fail[at] = next[((fail[at] as number) << 1) | ((passes[codes[at] as number] as number) ^ 1)] as number;
}

function drop(codes: Codes, passes: Uint8Array, fail: Uint8Array): void {
  for (let at = 0; at < fail.length; at++) fail[at] = (fail[at] as number) | ((passes[codes[at] as number] as number) - 1);
}

function ofPeople(table: Table, ids: readonly string[], fail: Uint8Array): void {
  const wanted = new Uint8Array(table.people.entries.length);
  for (const id of ids) {
    const code = table.people.find(id.toLowerCase());
    if (code > 0) wanted[code] = 1;
  }
  const { owner, maker } = table.column;
  for (let at = 0; at < fail.length; at++)
    fail[at] = (fail[at] as number) | (((wanted[owner[at] as number] as number) | (wanted[maker[at] as number] as number)) - 1);
}

function searched(table: Table, q: string, fail: Uint8Array): void {
  const hits = new Uint8Array(fail.length);
  table.texts.search(q, fail.length, (at) => {
    hits[at] = 1;
  });
  for (const [codes, found] of [
    [table.column.owner, table.people.holding(q)],
    [table.column.used, usesOf(table, q)],
  ] as const)
    if (found) for (let at = 0; at < hits.length; at++) hits[at] = (hits[at] as number) | (found[codes[at] as number] as number);
  if (uuid.test(q)) {
    const at = table.ids.find(q);
    if (at >= 0) hits[at] = 1;
  }
  for (let at = 0; at < hits.length; at++) fail[at] = (fail[at] as number) | ((hits[at] as number) - 1);
}

/** Uses of which any workload's name holds the text. */
function usesOf(table: Table, q: string): Uint8Array | null {
  const workloads = table.workloads.holding(q);
  if (!workloads) return null;
  const found = new Uint8Array(table.uses.entries.length);
  for (const [code, use] of table.uses.entries.entries()) if (use?.workloads.some((workload) => workloads[workload] === 1)) found[code] = 1;
  return found;
}

let numbers = new Uint32Array(0);
/** 0, 1, 2 …: one array for everybody who needs it, which nobody writes to. */
function numbersBelow(count: number): Uint32Array {
  if (numbers.length < count) numbers = Uint32Array.from({ length: Math.ceil(count * 1.1) }, (_, at) => at);
  return numbers.subarray(0, count);
}

/** 1 for what fails nothing. */
const whole = Uint8Array.from({ length: 256 }, (_, fail) => (fail === 0 ? 1 : 0));
let scratch = new Uint32Array(0);
/** Collected in one array that is kept: large ones that come and go keep the garbage collector busy. */
function passing(fail: Uint8Array): Uint32Array {
  if (scratch.length < fail.length) scratch = new Uint32Array(Math.ceil(fail.length * 1.1));
  const found = scratch;
  let n = 0;
  for (let at = 0; at < fail.length; at++) {
    found[n] = at;
    n += whole[fail[at] as number] as number;
  }
  return found.slice(0, n);
}
