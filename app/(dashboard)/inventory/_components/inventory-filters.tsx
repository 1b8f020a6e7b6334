"use client";

import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { FilterChip, type FilterOption } from "@/components/ui/filter-chip";
import { formatCount } from "@/lib/core/format";
import type { FacetName } from "@/lib/tokens/facet-names";
import type { TokenFacets } from "@/lib/tokens/facets";
import { facetTitles, firstFacets, valueTitles } from "./facet-words";

const names = Object.keys(facetTitles) as FacetName[];

/** Every filter of the inventory. Counts say what each choice would leave under the others. */
export function InventoryFilters({ facets }: { facets: TokenFacets["facets"] | undefined }) {
  const params = useSearchParams();
  const [all, setAll] = useState(false);
  const shown = names.filter((name) => all || firstFacets.includes(name) || params.has(name));
  return (
    <>
      {shown.map((name) => (
        <FilterChip key={name} label={facetTitles[name]} param={name} options={optionsOf(name, facets, params.get(name))} note={noteOf(facets?.[name]?.left)} />
      ))}
      {(all || params.has("seen")) && <FilterChip label="First seen" param="seen" options={[{ value: "7d", label: "in 7 days" }]} any="any time" />}
      <Button size="sm" variant="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
        {all ? "Fewer filters" : "More filters"}
      </Button>
    </>
  );
}

/** The choices of a facet by what they leave; before the counts are there, what its kind knows. A choice of several values keeps its own name. */
function optionsOf(name: FacetName, facets: TokenFacets["facets"] | undefined, chosen: string | null): FilterOption[] {
  const titles = valueTitles[name];
  const facet = facets?.[name];
  const options: FilterOption[] = facet
    ? facet.options.map(({ value, count, name: own }) => ({ value, label: own ?? titles[value] ?? value, count }))
    : Object.entries(titles)
        .filter(([value]) => !value.includes(","))
        .map(([value, label]) => ({ value, label }));
  if (chosen?.includes(",") && !options.some(({ value }) => value === chosen))
    options.unshift({ value: chosen, label: titles[chosen] ?? severalOf(titles, chosen) });
  return options;
}

const severalOf = (titles: Record<string, string>, values: string) =>
  values
    .split(",")
    .map((value) => titles[value] ?? value)
    .join(" or ");

const noteOf = (left = 0) => (left > 0 ? `and ${formatCount(left)} more: search for their names` : undefined);
