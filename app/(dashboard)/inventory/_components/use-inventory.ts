"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import type { TokenFacets } from "@/lib/tokens/facets";
import type { TokenList } from "@/lib/tokens/queries";
import { fetchJson } from "../../_components/fetch-json";

/** Filters in the address that the list knows. */
const filterNames = ["q", "class", "connection", "environment", "state", "owner", "finding", "expiry", "used", "imported", "person"] as const;

/** The list's part of the address, as a query for its routes. */
export function useInventoryQuery(): { filters: string; ordered: string; filtered: boolean } {
  const params = useSearchParams();
  const filters = new URLSearchParams();
  for (const name of filterNames) {
    const value = params.get(name);
    if (value) filters.set(name, value);
  }
  const ordered = new URLSearchParams(filters);
  const sort = params.get("sort");
  if (sort) ordered.set("sort", sort);
  return { filters: filters.toString(), ordered: ordered.toString(), filtered: [...filters].length > 0 };
}

/** The rows, page after page. What is shown stays until another filter's rows are there. */
export function useInventoryRows(ordered: string) {
  return useInfiniteQuery({
    queryKey: ["inventory", ordered],
    queryFn: ({ pageParam, signal }) => fetchJson<TokenList>(`/api/inventory?${ordered}${pageParam ? `&cursor=${pageParam}` : ""}`, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

export interface InventoryFacets {
  total: { count: number; more: boolean };
  facets: TokenFacets;
}

export function useInventoryFacets(filters: string) {
  return useQuery({
    queryKey: ["inventory-facets", filters],
    queryFn: ({ signal }) => fetchJson<InventoryFacets>(`/api/inventory/facets?${filters}`, signal),
    placeholderData: keepPreviousData,
  });
}
