import { type FacetName, facetNames } from "../facet-names";
import type { TokenFilters } from "../schemas";
import type { ClockedColumns } from "./clocked";
import { accepted, type Codes, facetColumns, wantedValues } from "./facet-columns";
import { free, type Table } from "./table";

/** It fails two filters or more, one that is no facet, or it is no token. */
const out = 255;

/**
 * What the filters leave. `near` holds the positions that fail no filter or one facet's alone: what every count needs. `fails`, beside it, is 0 or
 * the number of that facet (its place in `facetNames`, from 1).
 */
export interface Scanned {
  near: Uint32Array;
  fails: Uint8Array;
  /** the positions that fail nothing */
  found: Uint32Array;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Looks at every token once for each filter that is set. `q` comes lower-cased by PostgreSQL. */
export function scan(table: Table, clock: ClockedColumns, filters: TokenFilters, now: number): Scanned {
  const { count } = table;
  if (table.size === count && Object.values(filters).every((filter) => filter === undefined || filter.length === 0)) return everything(count);
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
  return gathered(fail);
}

/** The place of a facet in `Scanned.fails`. */
export const failOf = (name: FacetName): number => facetNames.indexOf(name) + 1;

function mark(codes: Codes, passes: Uint8Array, facet: number, fail: Uint8Array): void {
  for (let at = 0; at < fail.length; at++) if (passes[codes[at] as number] === 0) fail[at] = fail[at] === 0 ? facet : out;
}

function drop(codes: Codes, passes: Uint8Array, fail: Uint8Array): void {
  for (let at = 0; at < fail.length; at++) if (passes[codes[at] as number] === 0) fail[at] = out;
}

function ofPeople(table: Table, ids: readonly string[], fail: Uint8Array): void {
  const wanted = new Uint8Array(table.people.entries.length);
  for (const id of ids) {
    const code = table.people.find(id.toLowerCase());
    if (code > 0) wanted[code] = 1;
  }
  const { owner, maker } = table.column;
  for (let at = 0; at < fail.length; at++) if (wanted[owner[at] as number] === 0 && wanted[maker[at] as number] === 0) fail[at] = out;
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
    if (found) for (let at = 0; at < hits.length; at++) if (found[codes[at] as number] === 1) hits[at] = 1;
  if (uuid.test(q)) {
    const at = table.ids.find(q);
    if (at >= 0) hits[at] = 1;
  }
  for (let at = 0; at < hits.length; at++) if (hits[at] === 0) fail[at] = out;
}

/** Uses of which any workload's name holds the text. */
function usesOf(table: Table, q: string): Uint8Array | null {
  const workloads = table.workloads.holding(q);
  if (!workloads) return null;
  const found = new Uint8Array(table.uses.entries.length);
  for (const [code, use] of table.uses.entries.entries()) if (use?.workloads.some((workload) => workloads[workload] === 1)) found[code] = 1;
  return found;
}

function everything(count: number): Scanned {
  const found = new Uint32Array(count);
  for (let at = 0; at < count; at++) found[at] = at;
  return { near: found, fails: new Uint8Array(count), found };
}

function gathered(fail: Uint8Array): Scanned {
  let [all, whole] = [0, 0];
  for (let at = 0; at < fail.length; at++) {
    if (fail[at] === out) continue;
    all += 1;
    if (fail[at] === 0) whole += 1;
  }
  const [near, fails, found] = [new Uint32Array(all), new Uint8Array(all), new Uint32Array(whole)];
  let [n, f] = [0, 0];
  for (let at = 0; at < fail.length; at++) {
    const failed = fail[at] as number;
    if (failed === out) continue;
    near[n] = at;
    fails[n++] = failed;
    if (failed === 0) found[f++] = at;
  }
  return { near, fails, found };
}
