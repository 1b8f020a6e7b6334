import { defineRoute } from "@/lib/next/define-route";
import { listWorkloads } from "@/lib/workloads/list-workloads";
import { WorkloadListInput } from "@/lib/workloads/schemas";

/** One page of workloads, by the filters in the query. */
export const GET = defineRoute({ input: WorkloadListInput, authorize: () => ({ action: "workload.read" }), run: listWorkloads });
