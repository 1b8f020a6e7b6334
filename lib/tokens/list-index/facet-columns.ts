import { severities } from "../../domain/severity";
import { tokenStates } from "../../domain/token-states";
import { TokenClass } from "../../domain/tokens";
import { workloadKinds } from "../../domain/workloads";
import type { FacetName } from "../facet-names";
import { ageBuckets, expiryBuckets, exposureStates, ownerStates, ownershipGaps, type TokenFilters, ttlBuckets, usedBuckets } from "../schemas";
import { type Bits, join, wordsOf } from "./bits";
import type { ClockedColumns } from "./clocked";
import { type Codes, marked } from "./codes";
import type { Dictionary } from "./dictionary";
import type { Enumerated } from "./enumerated";
import type { Lists } from "./lists";
import type { Table } from "./table";
import type { ValueSets } from "./value-sets";

interface Facet {
  /** how many values there are */
  count(): number;
  /** what a value is called in the address */
  name(value: number): string | undefined;
  /** values come in their own order; otherwise by how many have them */
  ordered: boolean;
}
/** Few values, each with the set of the positions that have it; the last ones may have none. */
interface OfSets extends Facet {
  sets: readonly Bits[];
}
/** Many values: a position has one code, a code stands for one value or several, each a small number again. */
interface OfCodes extends Facet {
  sets: null;
  codes: Codes;
  /** how many codes there are */
  size: number;
  /** the values that a code stands for; null: the code is the value */
  lists: Lists | null;
}
/** How one facet reads its column. */
export type FacetColumn = OfSets | OfCodes;

/** The facets over a table. Whatever is filtered by value is read here, and nowhere else. */
export function facetColumns(table: Table, clock: ClockedColumns): Record<FacetName, FacetColumn> {
  const { column: c } = table;
  const enumeration = (order: readonly string[]): Facet => ({ count: () => order.length, name: (value) => order[value], ordered: true });
  const sets = ({ sets }: Enumerated, order: readonly string[]): OfSets => ({ ...enumeration(order), sets });
  const named = (codes: Codes, dictionary: Dictionary, none: string): OfCodes => ({
    sets: null,
    codes,
    size: dictionary.entries.length,
    lists: null,
    count: () => dictionary.entries.length,
    name: (value) => dictionary.entries[value]?.key ?? none,
    ordered: false,
  });
  /** by sets while there are any */
  const few = ({ sets }: ValueSets, many: OfCodes): FacetColumn => (sets ? { ...many, sets } : many);
  const byUse = (lists: Lists): OfCodes => ({ ...named(c.used, table.workloads, "none"), size: table.uses.entries.length, lists });
  return {
    class: sets(table.few.class, TokenClass.options),
    connection: named(c.connection, table.connections, "none"),
    environment: few(table.sets.environment, named(c.environment, table.environments, "unknown")),
    state: sets(clock.state, tokenStates),
    owner: sets(table.few.ownerState, ownerStates),
    gap: sets(clock.gaps, ownershipGaps),
    kind: { ...byUse(table.kindsOfUse), ...enumeration([...workloadKinds, "none"]) },
    workload: byUse(table.workloadsOfUse),
    team: named(c.team, table.teams, "none"),
    finding: few(table.sets.rules, { ...named(c.rules, table.ruleNames, "none"), size: table.ruleSets.entries.length, lists: table.rulesOfSet }),
    severity: sets(table.few.severity, [...severities, "none"]),
    exposure: sets(table.few.exposure, exposureStates),
    expiry: sets(clock.expiry, expiryBuckets),
    age: sets(clock.age, ageBuckets),
    ttl: sets(clock.ttl, ttlBuckets),
    used: sets(clock.used, usedBuckets),
    imported: sets(table.few.imported, ["no", "yes"]),
  };
}

/** The positions below `count` that have one of the wanted values; positions without a token may be among them. For reading alone: it may be the column's own. */
export function having(column: FacetColumn, wanted: ReadonlySet<string>, count: number): Bits {
  const values = new Uint8Array(column.count());
  for (let value = 0; value < values.length; value++) if (wanted.has(column.name(value) ?? "")) values[value] = 1;
  if (!column.sets) return marked(column.codes, passing(column, values), count);
  const [first, ...others] = column.sets.filter((_, value) => values[value] === 1);
  if (first && others.length === 0) return first;
  const found = first ? first.slice(0, wordsOf(count)) : new Int32Array(wordsOf(count));
  for (const set of others) join(found, set);
  return found;
}

/** By code, 1 where it stands for one of the wanted values. */
function passing({ size, lists }: OfCodes, wanted: Uint8Array): Uint8Array {
  if (!lists) return wanted;
  const passes = new Uint8Array(size);
  for (let code = 0; code < size; code++) if (lists.any(code, wanted)) passes[code] = 1;
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
