import { z } from "zod";
import { mergeWorkloads } from "../../workloads/merge-workloads";
import { SplitWorkloadInput } from "../../workloads/schemas";
import { splitWorkload } from "../../workloads/split-workload";
import { undoMerge } from "../../workloads/undo-merge";
import { endpoint } from "../endpoint";

const tag = "Workloads";
const action = "workload.merge";

export const workloadMergeEndpoints = [
  endpoint({
    method: "POST",
    path: "/workloads/{from}/merge",
    id: "mergeWorkload",
    tag,
    summary: "Merge it into another",
    action,
    input: z.object({ from: z.uuid(), into: z.uuid() }),
    output: null,
    run: (ctx, input) => mergeWorkloads(ctx, input),
  }),
  endpoint({
    method: "DELETE",
    path: "/workloads/{from}/merge",
    id: "undoMerge",
    tag,
    summary: "Take a merged workload apart again",
    description: "What it brought along and what still stands goes back; what was said since stays with the other one.",
    action,
    input: z.object({ from: z.uuid() }),
    output: null,
    run: (ctx, { from }) => undoMerge(ctx, { workload: from }),
  }),
  endpoint({
    method: "POST",
    path: "/workloads/{workload}/split",
    id: "splitWorkload",
    tag,
    summary: "Make a workload of its own out of some of what it has",
    description: "Owner, backup and team come along, the identity does not. Merging the new one back undoes it.",
    action,
    input: SplitWorkloadInput,
    output: z.object({ id: z.uuid() }),
    status: 201,
    run: (ctx, input) => splitWorkload(ctx, input),
  }),
];
