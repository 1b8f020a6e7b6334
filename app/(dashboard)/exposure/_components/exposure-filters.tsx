"use client";

import { useSearchParams } from "next/navigation";
import { Button } from "@/components/ui/button";
import { FilterChip, type FilterOption } from "@/components/ui/filter-chip";
import { SearchBox } from "@/components/ui/search-box";
import { visible } from "@/lib/core/visible";
import { channelTitles, findingStateTitles, validityTitles } from "@/lib/domain/words";
import type { ExposureFacets } from "@/lib/exposure/count-facets";
import { type FacetName, facetNames, markedChoices, visibleBuckets } from "@/lib/exposure/facet-names";
import { FilterRow } from "../../_components/filter-row";
import { visibleTitles } from "./visible-titles";

const titles: Record<FacetName, string> = {
  status: "Status",
  severity: "Severity",
  validity: "Still works",
  channel: "Channel",
  reach: "Stands",
  family: "Kind of",
  source: "Source",
  token: "Token",
  owner: "Owner",
  team: "Team",
  visible: "Visible for",
  marked: "Not live",
  assignee: "Assigned to",
  due: "Due",
};
/** What no filter is called, where it isn't "any". */
const withoutChoice: Partial<Record<FacetName, string>> = {
  status: "all open",
  reach: "anywhere",
  marked: "hidden",
  visible: "any time",
  assignee: "anyone",
  due: "any day",
};

const values: Partial<Record<FacetName, Record<string, string>>> = {
  status: findingStateTitles,
  validity: validityTitles,
  channel: channelTitles,
  reach: { code: "in code alone", both: "in code and elsewhere", outside: "outside code alone", "both,outside": "outside code" },
  token: { listed: "a listed token", unlisted: "nobody had listed it", none: "its kind is none" },
  owner: { none: "nobody" },
  team: { none: "none" },
  visible: visibleTitles,
  marked: { shown: "shown", only: "these alone" },
  assignee: { none: "nobody" },
  due: { overdue: "overdue", week: "within 7 days", later: "later", none: "no day" },
};
const first: readonly FacetName[] = ["status", "severity", "channel", "validity", "token", "due", "marked"];

/** Those filters that are shown, and so counted: the first ones and whatever is chosen, or all. */
export const shownFilters = (all: boolean, params: Pick<URLSearchParams, "has">): FacetName[] =>
  facetNames.filter((name) => all || first.includes(name) || params.has(name));

interface ExposureFiltersProps {
  facets: ExposureFacets["facets"] | undefined;
  /** whether all filters are shown */
  all: boolean;
  onAll: (all: boolean) => void;
  onClear?: () => void;
}

/** Every filter of the list. Counts say what each choice would leave under the others. */
export function ExposureFilters({ facets, all, onAll, onClear }: ExposureFiltersProps) {
  const params = useSearchParams();
  const shown = shownFilters(all, params);
  return (
    <FilterRow search={<SearchBox label="Search exposed secrets" placeholder="Kind, path, author, token…" />} onClear={onClear}>
      {shown.map((name) => (
        <FilterChip key={name} label={titles[name]} param={name} any={withoutChoice[name]} options={optionsOf(name, facets, params.get(name))} />
      ))}
      <Button size="sm" variant="quiet" aria-expanded={all} onClick={() => onAll(!all)}>
        {all ? "Fewer filters" : "More filters"}
      </Button>
    </FilterRow>
  );
}

function optionsOf(name: FacetName, facets: ExposureFacets["facets"] | undefined, chosen: string | null): FilterOption[] {
  const words = values[name] ?? {};
  const counts = facets?.[name] ?? [];
  if (name === "marked") {
    const only = counts.find(({ value }) => value === "only")?.count;
    return markedChoices.flatMap((value) => (value === "hidden" ? [] : [{ value, label: words[value] ?? value, count: value === "only" ? only : undefined }]));
  }
  const options = counts.map(({ value, count, name: own }) => ({ value, label: visible(own ?? words[value] ?? value, { lines: true }), count }));
  if (name === "visible") options.sort((a, b) => place(a.value) - place(b.value));
  if (chosen?.includes(",")) {
    const named = chosen.split(",").map((value) => counts.find((option) => option.value === value)?.name ?? words[value] ?? value);
    return [{ value: chosen, label: words[chosen] ?? named.join(" or ") }, ...options];
  }
  return options;
}

const place = (bucket: string) => (visibleBuckets as readonly string[]).indexOf(bucket);
