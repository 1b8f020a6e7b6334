import { severities } from "../../domain/severity";
import { tokenStates } from "../../domain/token-states";
import { TokenClass } from "../../domain/tokens";
import { workloadKinds } from "../../domain/workloads";
import type { FacetName } from "../facet-names";
import { ageBuckets, expiryBuckets, ownerStates, ownershipGaps, type TokenFilters, usedBuckets } from "../schemas";
import type { ClockedColumns } from "./clocked";
import type { Dictionary, Entry } from "./dictionary";
import type { Table } from "./table";

export type Codes = Uint8Array | Uint16Array | Uint32Array;

/** How one facet reads its column: a token has one code, a code stands for one value or several, each a small number again. */
export interface FacetColumn {
  codes(now: number): Codes;
  /** how many codes there are */
  size(): number;
  /** the values a code stands for; null: the code is the value */
  values: ((code: number) => readonly number[]) | null;
  /** how many values there are */
  count(): number;
  /** what a value is called in the address */
  name(value: number): string | undefined;
  /** values come in their own order; otherwise by how many have them */
  ordered: boolean;
}

/** The facets over a table. Whatever is filtered by value is read here, and nowhere else. */
export function facetColumns(table: Table, clock: ClockedColumns): Record<FacetName, FacetColumn> {
  const { column: c, count } = table;
  const enumeration = (codes: (now: number) => Codes, order: readonly string[]): FacetColumn => ({
    codes,
    size: () => 256,
    values: null,
    count: () => order.length,
    name: (value) => order[value],
    ordered: true,
  });
  const clocked = (name: keyof ClockedColumns, order: readonly string[]) => enumeration((now) => clock[name].at(now, count), order);
  const named = (codes: () => Codes, dictionary: Dictionary, none: string): FacetColumn => ({
    codes,
    size: () => dictionary.entries.length,
    values: null,
    count: () => dictionary.entries.length,
    name: (value) => dictionary.entries[value]?.key ?? none,
    ordered: false,
  });
  const several = <E extends Entry>(codes: () => Codes, sets: Dictionary<E>, of: Dictionary, values: (entry: E) => readonly number[]): FacetColumn => ({
    ...named(codes, of, "none"),
    size: () => sets.entries.length,
    values: (code) => {
      const entry = sets.entries[code];
      return entry ? values(entry) : nothing;
    },
  });
  const kinds = [...workloadKinds, "none"];
  return {
    class: enumeration(() => c.class, TokenClass.options),
    connection: named(() => c.connection, table.connections, "none"),
    environment: named(() => c.environment, table.environments, "unknown"),
    state: clocked("state", tokenStates),
    owner: enumeration(() => c.ownerState, ownerStates),
    gap: { ...clocked("gaps", ownershipGaps), values: (code) => gapBits[code] ?? [] },
    kind: {
      ...enumeration(() => c.used, kinds),
      size: () => table.uses.entries.length,
      values(code) {
        return table.uses.entries[code]?.kinds ?? noKind;
      },
    },
    workload: several(
      () => c.used,
      table.uses,
      table.workloads,
      (use) => use.workloads,
    ),
    team: named(() => c.team, table.teams, "none"),
    finding: several(
      () => c.rules,
      table.ruleSets,
      table.ruleNames,
      (set) => set.rules,
    ),
    severity: enumeration(() => c.severity, [...severities, "none"]),
    expiry: clocked("expiry", expiryBuckets),
    age: clocked("age", ageBuckets),
    used: clocked("used", usedBuckets),
    imported: enumeration(() => c.imported, ["no", "yes"]),
  };
}

const noKind: readonly number[] = [workloadKinds.length];
/** Code 0 of a dictionary: none of it. */
const nothing: readonly number[] = [0];
const gapBits = Array.from({ length: 256 }, (_, code) => [...ownershipGaps.keys()].filter((bit) => (code >> bit) & 1));

/** By code, 1 where it stands for one of the wanted values. */
export function accepted(column: FacetColumn, wanted: ReadonlySet<string>): Uint8Array {
  const values = new Uint8Array(Math.max(column.count(), column.size()));
  for (let value = 0; value < column.count(); value++) if (wanted.has(column.name(value) ?? "")) values[value] = 1;
  if (!column.values) return values;
  const passes = new Uint8Array(column.size());
  for (let code = 0; code < passes.length; code++) if (column.values(code).some((value) => values[value] === 1)) passes[code] = 1;
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
