import { defineRoute } from "@/lib/next/define-route";
import { ChoicesInput, workloadChoices } from "@/lib/workloads/choices";

/** Workloads to choose from, by part of their name. */
export const GET = defineRoute({ input: ChoicesInput, authorize: () => ({ action: "workload.read" }), run: workloadChoices });
