"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { fetchJson } from "../../_components/fetch-json";
import { type FirstPage, initialPages, listAddress } from "../../_components/list-address";
import { type ResiduePage, residueFilters } from "./residue-page";

/** How often the list looks again: a change in the directory shows within seconds. */
const everyMilliseconds = 2_500;

/** Who left and what is alive, by the filters in the address, kept fresh while the page is looked at. */
export function useResidue(first: FirstPage<ResiduePage> | null) {
  const address = listAddress(useSearchParams(), residueFilters);
  const list = useInfiniteQuery({
    queryKey: ["residue", address],
    queryFn: ({ pageParam, signal }) => fetchJson<ResiduePage>(`/api/residue?${address}${pageParam ? `&cursor=${pageParam}` : ""}`, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    initialData: initialPages(first, address),
    placeholderData: keepPreviousData,
    refetchInterval: everyMilliseconds,
  });
  return { list, address, filtered: address !== "" };
}
