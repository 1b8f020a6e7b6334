"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import type { ExposureFacets } from "@/lib/exposure/count-facets";
import type { FacetName } from "@/lib/exposure/facet-names";
import type { ExposureList } from "@/lib/exposure/list-exposures";
import { fetchJson } from "../../_components/fetch-json";
import { type FirstPage, listAddress } from "../../_components/list-address";
import { useListPages } from "../../_components/use-list-pages";
import { shownFilters } from "./exposure-filters";
import { filterNames, listNames } from "./exposure-list-state";

/** A scan that runs writes as it goes: the list looks again this often. */
const everyMilliseconds = 15_000;

/** Exposures and their counts, by the filters in the address. The counts come after the rows. */
export function useExposures(first: FirstPage<ExposureList> | null, all: boolean) {
  const query = useSearchParams();
  const ordered = listAddress(query, listNames);
  const filters = listAddress(query, filterNames);
  const count = [...new Set<FacetName>(["reach", ...shownFilters(all, query)])].join(",");
  const list = useListPages<ExposureList>({
    queryKey: ["exposures", ordered],
    path: `/api/exposures?${ordered}`,
    first: { of: first, address: ordered },
    refetchMilliseconds: everyMilliseconds,
  });
  const facets = useQuery({
    queryKey: ["exposure-facets", filters, count],
    queryFn: ({ signal }) => fetchJson<ExposureFacets>(`/api/exposures/facets?${filters}&count=${count}`, signal),
    placeholderData: keepPreviousData,
    refetchInterval: everyMilliseconds,
  });
  return { list, facets: facets.data, filters, ordered, filtered: filters !== "" };
}
