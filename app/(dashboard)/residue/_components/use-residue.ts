"use client";

import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import type { UsedSince } from "@/lib/residue/schemas";
import { fetchJson } from "../../_components/fetch-json";
import { type FirstPage, listAddress } from "../../_components/list-address";
import { useListPages } from "../../_components/use-list-pages";
import { peopleAtATime, type ResiduePage, residueFilters } from "./residue-page";

/** How often the list looks again: a change in the directory shows within seconds. */
const everyMilliseconds = 2_500;
/** Counting who used what looks at all that is left. */
const useEveryMilliseconds = 30_000;

/** Who left and what is alive, by the filters in the address, kept fresh while the page is looked at. */
export function useResidue(first: FirstPage<ResiduePage> | null) {
  const address = listAddress(useSearchParams(), residueFilters);
  const list = useListPages<ResiduePage>({
    queryKey: ["residue", address],
    path: `/api/residue?limit=${peopleAtATime}&${address}`,
    first: { of: first, address },
    refetchMilliseconds: everyMilliseconds,
  });
  const { data: use } = useQuery({
    queryKey: ["residue-use", address],
    queryFn: ({ signal }) => fetchJson<Record<UsedSince, number>>(`/api/residue/use?${address}`, signal),
    refetchInterval: useEveryMilliseconds,
  });
  return { list, use, address, filtered: address !== "" };
}
