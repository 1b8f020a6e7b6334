"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import type { WorkloadFacets } from "@/lib/workloads/facets";
import type { WorkloadList } from "@/lib/workloads/list-workloads";
import { fetchJson } from "../../_components/fetch-json";
import { listAddress } from "../../_components/list-address";
import { useListPages } from "../../_components/use-list-pages";
import { filterNames, listNames } from "./list-names";

/** The rows by the filters and order in the address, page after page, and how many each choice would leave. */
export function useWorkloads() {
  const params = useSearchParams();
  const filters = listAddress(params, filterNames);
  const ordered = listAddress(params, listNames);
  const list = useListPages<WorkloadList>({ queryKey: ["workloads", ordered], path: `/api/workloads?${ordered}` });
  const facets = useQuery({
    queryKey: ["workload-facets", filters],
    queryFn: ({ signal }) => fetchJson<WorkloadFacets>(`/api/workloads/facets?${filters}`, signal),
    placeholderData: keepPreviousData,
  });
  return { list, facets: facets.data, filtered: filters !== "", address: params.toString() };
}
