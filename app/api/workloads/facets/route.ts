import { defineRoute } from "@/lib/next/define-route";
import { workloadFacets } from "@/lib/workloads/facets";
import { WorkloadFilters } from "@/lib/workloads/schemas";

/** How many workloads the filters leave, and how many each choice would. */
export const GET = defineRoute({ input: WorkloadFilters, authorize: () => ({ action: "workload.read" }), run: workloadFacets });
