"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { fetchJson } from "../../_components/fetch-json";
import { type FirstPage, initialPages } from "../../_components/list-address";
import type { MyPage, ProposalsPage, View } from "./my-page";

/** What one answers for, by the view in the address. */
export function useMine(view: Exclude<View, "proposed">, first: FirstPage<MyPage> | null) {
  const address = useSearchParams().get("view") ? `view=${view}` : "";
  return useInfiniteQuery({
    queryKey: ["mine", view],
    queryFn: ({ pageParam, signal }) => fetchJson<MyPage>(`/api/my-tokens?view=${view}${pageParam ? `&cursor=${pageParam}` : ""}`, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    initialData: initialPages(first, address),
    placeholderData: keepPreviousData,
  });
}

/** What is proposed to whoever looks. */
export function useProposals() {
  return useQuery({ queryKey: ["proposals"], queryFn: ({ signal }) => fetchJson<ProposalsPage>("/api/my-tokens/proposals", signal) });
}
