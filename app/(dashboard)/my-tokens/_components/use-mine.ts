"use client";

import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { fetchJson } from "../../_components/fetch-json";
import type { FirstPage } from "../../_components/list-address";
import { useListPages } from "../../_components/use-list-pages";
import type { MyPage, ProposalsPage, View } from "./my-page";

/** What one answers for, by the view in the address. */
export function useMine(view: Exclude<View, "proposed">, first: FirstPage<MyPage> | null) {
  const address = useSearchParams().get("view") ? `view=${view}` : "";
  return useListPages<MyPage>({ queryKey: ["mine", view], path: `/api/my-tokens?view=${view}`, first: { of: first, address } });
}

/** What is proposed to whoever looks. */
export function useProposals() {
  return useQuery({ queryKey: ["proposals"], queryFn: ({ signal }) => fetchJson<ProposalsPage>("/api/my-tokens/proposals", signal) });
}
