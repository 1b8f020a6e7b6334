"use client";

import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import type { DescribedSelection } from "@/lib/bulk/describe-selection";
import { fetchJson, sendJson } from "../../_components/fetch-json";
import type { Chosen } from "./use-chosen";

interface MadeSelection {
  id: string;
  digest: string;
  count: number;
  total: number;
}

/** Has the ticked tokens written down as a set with a digest, once, and reads what it holds. Whatever is done then is done to that set. */
export function useReviewed(filters: string, chosen: Chosen) {
  // Each opening of the dialog reviews anew.
  const opening = useId();
  return useQuery({
    queryKey: ["selection", opening, filters],
    queryFn: async ({ signal }) => {
      const narrowed = Object.fromEntries(new URLSearchParams(filters));
      const body = chosen.all ? { ...narrowed, except: [...chosen.except] } : { only: [...chosen.ids] };
      const made = await sendJson<MadeSelection>("/api/inventory/selection", body, signal);
      const review = await fetchJson<DescribedSelection>(`/api/inventory/selection/describe?selection=${made.id}&digest=${made.digest}`, signal);
      return { reviewed: { selection: made.id, digest: made.digest }, review };
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
}
