import { severities } from "../../domain/severity";
import type { TokenSort } from "../schemas";
import type { ClockedColumns } from "./clocked";
import type { Dictionary } from "./dictionary";
import type { Table } from "./table";
import { type Zones, zonesOf } from "./zones";

/** What a column sorts by: `ranks[codes[at]]`, or `codes[at]` itself without ranks. NaN is unknown. */
export interface SortColumn {
  codes: Uint8Array | Uint16Array | Uint32Array | Float64Array;
  ranks: Float64Array | null;
  /** what of the last row a cursor keeps */
  valueAt(at: number): string | number | null;
  /** where such a value stands now */
  place(value: string | number): number;
  /** where values are nearly all different: where the best of them are */
  zones?(sign: 1 | -1): Zones;
}

/** The columns to sort by. Enumerations sort in the order of their type (gravest severity first), text by its bytes in lower case, "never" after every date. */
export function sortColumn(table: Table, clock: ClockedColumns, sort: TokenSort): SortColumn {
  const { column: c, count } = table;
  const text = (codes: SortColumn["codes"], dictionary: Dictionary): SortColumn => ({
    codes,
    ranks: dictionary.rank(),
    valueAt: (at) => dictionary.entries[codes[at] as number]?.text ?? null,
    place: (value) => dictionary.place(String(value)),
  });
  const zones = (values: Float64Array) => (sign: 1 | -1) => zonesOf(values, table.changes, count, sign);
  const number = (codes: SortColumn["codes"], ranks: Float64Array | null = null): SortColumn => ({
    codes,
    ranks,
    valueAt(at) {
      const value = ranks ? ranks[codes[at] as number] : codes[at];
      return value === undefined || Number.isNaN(value) ? null : value;
    },
    place: Number,
  });
  const date = (values: Float64Array): SortColumn => ({ ...number(values), zones: zones(values) });
  switch (sort) {
    case "name":
    case "purpose": {
      const places = table.order[sort].ranks(count);
      return {
        codes: places,
        ranks: null,
        zones: zones(places),
        valueAt: (at) => (sort === "purpose" && !table.texts.has(sort, at) ? null : table.texts.text(sort, at).slice(0, textKept)),
        place: (value) => table.placeOf(sort, String(value)),
      };
    }
    case "class":
      return number(table.few.class.codes);
    case "state":
      return number(clock.state.codes);
    case "severity":
      return number(table.few.severity.codes, Float64Array.of(...severities.keys(), Number.NaN));
    case "connection":
      return text(c.connection, table.connections);
    case "environment":
      return text(c.environment, table.environments);
    case "owner":
      return text(c.owner, table.people);
    case "workload":
      return text(c.used, table.uses);
    case "kind":
      return number(c.used, kindRanks(table));
    case "created":
      return date(c.created);
    case "expires":
      return date(c.expires);
    case "lastUsed":
      return date(c.lastUsed);
    case "firstSeen":
      return date(c.firstSeen);
    default:
      return sort satisfies never;
  }
}

/** A cursor keeps so much of a name or purpose: an address must hold it. */
export const textKept = 200;

/** Of several workloads the first kind counts. A token without any comes last. */
function kindRanks(table: Table): Float64Array {
  const ranks = new Float64Array(table.uses.entries.length).fill(Number.NaN);
  for (let code = 1; code < ranks.length; code++) ranks[code] = Math.min(...table.kindsOfUse.of(code));
  return ranks;
}
