"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { fetchJson } from "../../_components/fetch-json";
import { type FirstPage, initialPages, listAddress } from "../../_components/list-address";
import { countFilters, type GapCounts, type GapPage, gapFilters } from "./gap-page";

/** How often the counts are looked at again while the page is open. */
const everyMilliseconds = 15_000;

/** The rows of the chosen gap and the counts of all, by the filters in the address. The counts come after the rows. */
export function useGaps(first: FirstPage<GapPage> | null) {
  const query = useSearchParams();
  const address = listAddress(query, gapFilters);
  const narrowed = listAddress(query, countFilters);
  const list = useInfiniteQuery({
    queryKey: ["gaps", address],
    queryFn: ({ pageParam, signal }) => fetchJson<GapPage>(`/api/ownership?${address}${pageParam ? `&cursor=${pageParam}` : ""}`, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    initialData: initialPages(first, address),
    placeholderData: keepPreviousData,
  });
  const counts = useQuery({
    queryKey: ["gap-counts", narrowed],
    queryFn: ({ signal }) => fetchJson<GapCounts>(`/api/ownership/counts?${narrowed}`, signal),
    placeholderData: keepPreviousData,
    refetchInterval: everyMilliseconds,
  });
  return { list, counts: counts.data ?? null, address, filtered: narrowed !== "" };
}
