"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import type { TokenFacets } from "@/lib/tokens/facets";
import type { TokenList } from "@/lib/tokens/queries";
import { fetchJson } from "../../_components/fetch-json";
import { listAddress } from "../../_components/list-address";
import { useListPages } from "../../_components/use-list-pages";
import { filterNames, listNames } from "./filter-names";

/** The list's part of the address: its filters alone, and with the order. */
export function useInventoryQuery(): { filters: string; ordered: string } {
  const params = useSearchParams();
  return { filters: listAddress(params, filterNames), ordered: listAddress(params, listNames) };
}

/** While tokens that changed in bulk are on their way into the list, it looks again. */
const catchingUpMilliseconds = 3_000;
const whileCatchingUp = (first: TokenList | undefined) => (first?.pending ? catchingUpMilliseconds : false);

/** The rows, page after page. What is shown stays until another filter's rows are there. */
export function useInventoryRows(ordered: string) {
  return useListPages<TokenList>({
    queryKey: ["inventory", ordered],
    path: `/api/inventory?${ordered}`,
    refetchMilliseconds: whileCatchingUp,
  });
}

/** Counts by facet of what the filters (a query string) leave, kept on screen until the next ones arrive. */
export function useInventoryFacets(filters: string) {
  return useQuery({
    queryKey: ["inventory-facets", filters],
    queryFn: ({ signal }) => fetchJson<TokenFacets>(`/api/inventory/facets?${filters}`, signal),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.pending ? catchingUpMilliseconds : false),
  });
}
