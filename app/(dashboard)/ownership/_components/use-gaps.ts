"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { fetchJson } from "../../_components/fetch-json";
import { type FirstPage, listAddress } from "../../_components/list-address";
import { useListPages } from "../../_components/use-list-pages";
import { countFilters, type GapCounts, type GapPage, gapFilters } from "./gap-page";

/** How often the counts are looked at again while the page is open. */
const everyMilliseconds = 15_000;

/** The rows of the chosen gap and the counts of all, by the filters in the address. The counts come after the rows. */
export function useGaps(first: FirstPage<GapPage> | null) {
  const query = useSearchParams();
  const address = listAddress(query, gapFilters);
  const narrowed = listAddress(query, countFilters);
  const list = useListPages<GapPage>({ queryKey: ["gaps", address], path: `/api/ownership?${address}`, first: { of: first, address } });
  const counts = useQuery({
    queryKey: ["gap-counts", narrowed],
    queryFn: ({ signal }) => fetchJson<GapCounts>(`/api/ownership/counts?${narrowed}`, signal),
    placeholderData: keepPreviousData,
    refetchInterval: everyMilliseconds,
  });
  return { list, counts: counts.data ?? null, notCounted: counts.isError && !counts.data, address, filtered: narrowed !== "" };
}
