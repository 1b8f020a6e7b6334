"use client";

import { FilterChip } from "@/components/ui/filter-chip";
import { type TokenClass, tokenStates } from "@/lib/domain/tokens";
import { ruleTitles, tokenClassTitles, tokenStateTitles } from "@/lib/domain/words";
import type { TokenFacets } from "@/lib/tokens/facets";

const named = (titles: Record<string, string>, values: readonly string[] = Object.keys(titles)) =>
  values.map((value) => ({ value, label: titles[value] ?? value }));
const owners = named({
  "confirmed,departed": "confirmed",
  departed: "has left",
  suggested: "only suggested",
  "none,suggested,team": "not confirmed",
  none: "nobody",
});
const expiries = named({ never: "never", at: "has a date", unknown: "unknown" });
const uses = named({ unknown: "unknown", known: "known" });
const imports = named({ yes: "imported only", no: "not imported" });
const seen = named({ "7d": "in 7 days" });

/** Every filter of the inventory. Counts say what each choice would leave under the others. */
export function InventoryFilters({ facets }: { facets: TokenFacets["facets"] | undefined }) {
  return (
    <>
      <FilterChip label="State" param="state" options={named(tokenStateTitles, tokenStates)} />
      <FilterChip label="Finding" param="finding" options={named(ruleTitles)} />
      <FilterChip label="Owner" param="owner" options={owners} />
      <FilterChip
        label="Class"
        param="class"
        options={
          facets ? facets.class.options.map(({ value, count }) => ({ value, label: tokenClassTitles[value as TokenClass], count })) : named(tokenClassTitles)
        }
      />
      <FilterChip
        label="Connection"
        param="connection"
        options={facets?.connection.options.map(({ value, name, count }) => ({ value, label: name ?? value, count })) ?? []}
      />
      <FilterChip
        label="Environment"
        param="environment"
        options={facets?.environment.options.map(({ value, count }) => ({ value, label: value, count })) ?? []}
      />
      <FilterChip label="Expires" param="expiry" options={expiries} />
      <FilterChip label="Last use" param="used" options={uses} />
      <FilterChip label="Source" param="imported" options={imports} />
      <FilterChip label="First seen" param="seen" options={seen} any="any time" />
    </>
  );
}
