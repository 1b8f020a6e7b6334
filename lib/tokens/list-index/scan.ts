import { type FacetName, facetNames } from "../facet-names";
import type { TokenFilters } from "../schemas";
import { type Bits, countOf, join, keep, wordsOf } from "./bits";
import type { ClockedColumns } from "./clocked";
import { marked } from "./codes";
import { facetColumns, having, wantedValues } from "./facet-columns";
import type { Search } from "./search";
import type { Table } from "./table";

/** What the filters leave. */
export class Scanned {
  private readonly without = new Map<FacetName | null, Bits>();

  /** `others`: what is left by the filters that are no facets */
  constructor(
    private readonly others: Bits,
    private readonly facets: ReadonlyMap<FacetName, Bits>,
    private readonly search: Search | null,
  ) {}

  get found(): Bits {
    return this.leaving(null);
  }

  get total(): number {
    return countOf(this.found);
  }

  /** The same without the filter by this facet, if there is one. */
  besides(facet: FacetName): Bits {
    return this.leaving(this.facets.has(facet) ? facet : null);
  }

  private leaving(out: FacetName | null): Bits {
    const known = this.without.get(out);
    if (known) return known;
    const left = this.others.slice();
    for (const [facet, passing] of this.facets) if (facet !== out) keep(left, passing);
    this.search?.narrow(left);
    this.without.set(out, left);
    return left;
  }
}

export function scan(table: Table, clock: ClockedColumns, filters: TokenFilters, search: Search | null): Scanned {
  const others = table.live.slice(0, wordsOf(table.count));
  if (filters.person?.length) keep(others, ofPeople(table, filters.person));
  if (filters.seen) keep(others, clock.seen.sets[0] as Bits);
  const columns = facetColumns(table, clock);
  const facets = new Map<FacetName, Bits>();
  for (const name of facetNames) {
    const wanted = wantedValues(name, filters);
    if (wanted) facets.set(name, having(columns[name], wanted, table.count));
  }
  return new Scanned(others, facets, search);
}

function ofPeople(table: Table, ids: readonly string[]): Bits {
  const wanted = new Uint8Array(table.people.entries.length);
  for (const id of ids) {
    const code = table.people.find(id.toLowerCase());
    if (code > 0) wanted[code] = 1;
  }
  const found = marked(table.column.owner, wanted, table.count);
  join(found, marked(table.column.maker, wanted, table.count));
  return found;
}
