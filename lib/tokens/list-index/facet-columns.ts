import { severities } from "../../domain/severity";
import { TokenClass, tokenStates } from "../../domain/tokens";
import { workloadKinds } from "../../domain/workloads";
import { ageBuckets, expiryBuckets, ownerStates, ownershipGaps, type TokenFilters, usedBuckets } from "../schemas";
import type { ClockedColumns } from "./clocked";
import type { Dictionary, Entry } from "./dictionary";
import type { Table } from "./table";

export const facetNames = [
  "class",
  "connection",
  "environment",
  "state",
  "owner",
  "gap",
  "kind",
  "workload",
  "team",
  "finding",
  "severity",
  "expiry",
  "age",
  "used",
  "imported",
] as const satisfies readonly (keyof TokenFilters)[];
export type FacetName = (typeof facetNames)[number];

export type Codes = Uint8Array | Uint16Array | Uint32Array;

/** How one facet reads its column: a token has one code, a code stands for one value or several. */
export interface FacetColumn {
  codes(now: number): Codes;
  /** how many codes there are */
  size(): number;
  /** the values a code stands for; values that nothing has need not be known */
  values(code: number): readonly string[];
  /** values in the order of their type; null: by how many have them */
  order: readonly string[] | null;
}

/** The facets over a table. Whatever is filtered by value is read here, and nowhere else. */
export function facetColumns(table: Table, clock: ClockedColumns): Record<FacetName, FacetColumn> {
  const { column: c, count } = table;
  const enumeration = (codes: (now: number) => Codes, order: readonly string[]): FacetColumn => ({
    codes,
    size: () => Math.max(order.length, 256),
    values: (code) => (order[code] === undefined ? [] : [order[code]]),
    order,
  });
  const clocked = (name: keyof ClockedColumns, order: readonly string[]) => enumeration((now) => clock[name].at(now, count), order);
  const named = (codes: () => Codes, dictionary: Dictionary, none: string): FacetColumn => ({
    codes,
    size: () => dictionary.entries.length,
    values: (code) => [dictionary.entries[code]?.key ?? none],
    order: null,
  });
  const several = <E extends Entry>(
    codes: () => Codes,
    dictionary: Dictionary<E>,
    values: (entry: E) => readonly string[],
    order: readonly string[] | null,
  ) => ({
    codes,
    size: () => dictionary.entries.length,
    values: (code: number) => {
      const entry = dictionary.entries[code];
      return entry ? values(entry) : ["none"];
    },
    order,
  });
  const kinds = [...workloadKinds, "none"];
  return {
    class: enumeration(() => c.class, TokenClass.options),
    connection: named(() => c.connection, table.connections, "none"),
    environment: named(() => c.environment, table.environments, "unknown"),
    state: clocked("state", tokenStates),
    owner: enumeration(() => c.ownerState, ownerStates),
    gap: {
      codes: (now) => clock.gaps.at(now, count),
      size: () => 256,
      values: (code) => ownershipGaps.filter((_, bit) => (code >> bit) & 1),
      order: ownershipGaps,
    },
    kind: several(
      () => c.used,
      table.uses,
      (use) => [...new Set(use.workloads.map((code) => kinds[table.workloads.entries[code]?.kind ?? 0] ?? "unknown"))],
      kinds,
    ),
    workload: several(
      () => c.used,
      table.uses,
      (use) => use.workloads.map((code) => table.workloads.entries[code]?.key ?? "none"),
      null,
    ),
    team: named(() => c.team, table.teams, "none"),
    finding: several(
      () => c.rules,
      table.ruleSets,
      (set) => set.rules.map((code) => table.ruleNames.entries[code]?.key ?? "none"),
      null,
    ),
    severity: enumeration(() => c.severity, [...severities, "none"]),
    expiry: clocked("expiry", expiryBuckets),
    age: clocked("age", ageBuckets),
    used: clocked("used", usedBuckets),
    imported: enumeration(() => c.imported, ["no", "yes"]),
  };
}

/** By code, 1 where it stands for one of the wanted values. */
export function accepted(column: FacetColumn, wanted: ReadonlySet<string>): Uint8Array {
  const size = column.size();
  const passes = new Uint8Array(size);
  for (let code = 0; code < size; code++) if (column.values(code).some((value) => wanted.has(value))) passes[code] = 1;
  return passes;
}

/** The values of a filter, with the words for several of them ("at": any date) spelt out. */
export function wantedValues(name: FacetName, filters: TokenFilters): ReadonlySet<string> | null {
  const given = filters[name];
  if (!given || given.length === 0) return null;
  const wanted = new Set<string>(given);
  if (name === "expiry" && wanted.has("at")) for (const bucket of expiryBuckets) if (bucket !== "never" && bucket !== "unknown") wanted.add(bucket);
  if (name === "used" && wanted.has("known")) for (const bucket of usedBuckets) if (bucket !== "unknown") wanted.add(bucket);
  return wanted;
}
