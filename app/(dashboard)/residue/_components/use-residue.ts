"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import type { ResiduePerson, ResidueTotals } from "@/lib/residue/queries";
import { fetchJson } from "../../_components/fetch-json";

interface Page {
  people: ResiduePerson[];
  next: string | null;
  totals: ResidueTotals | null;
}

/** How often the list looks again: a change in the directory shows within seconds. */
const everyMilliseconds = 2_500;

/** Who left and what is alive, by the filters in the address, kept fresh while the page is looked at. */
export function useResidue() {
  const params = useSearchParams();
  const query = new URLSearchParams();
  for (const name of ["q", "left", "severity", "connection", "used"]) {
    const value = params.get(name);
    if (value) query.set(name, value);
  }
  const text = query.toString();
  const list = useInfiniteQuery({
    queryKey: ["residue", text],
    queryFn: ({ pageParam, signal }) => fetchJson<Page>(`/api/residue?${text}${pageParam ? `&cursor=${pageParam}` : ""}`, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: everyMilliseconds,
  });
  return { list, filtered: text !== "" };
}
