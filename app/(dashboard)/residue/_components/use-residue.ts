"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import type { UsedSince } from "@/lib/residue/schemas";
import { fetchJson } from "../../_components/fetch-json";
import { type FirstPage, initialPages, listAddress } from "../../_components/list-address";
import { type ResiduePage, residueFilters } from "./residue-page";

/** How often the list looks again: a change in the directory shows within seconds. */
const everyMilliseconds = 2_500;
/** Counting who used what looks at all that is left. */
const useEveryMilliseconds = 30_000;

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
  const { data: use } = useQuery({
    queryKey: ["residue-use", address],
    queryFn: ({ signal }) => fetchJson<Record<UsedSince, number>>(`/api/residue/use?${address}`, signal),
    refetchInterval: useEveryMilliseconds,
  });
  return { list, use, address, filtered: address !== "" };
}
