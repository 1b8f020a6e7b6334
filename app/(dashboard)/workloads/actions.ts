"use server";

import { defineAction } from "@/lib/next/define-action";
import { addDestination } from "@/lib/workloads/add-destination";
import { createWorkload } from "@/lib/workloads/create-workload";
import { editWorkload } from "@/lib/workloads/edit-workload";
import { endLegacy } from "@/lib/workloads/end-legacy";
import { linkTokens } from "@/lib/workloads/link-tokens";
import { mergeWorkloads } from "@/lib/workloads/merge-workloads";
import { removeDestination } from "@/lib/workloads/remove-destination";
import {
  AddDestinationInput,
  CreateWorkloadInput,
  EditWorkloadInput,
  EndLegacyInput,
  LinkTokensInput,
  MergeWorkloadsInput,
  RemoveDestinationInput,
  SetLegacyInput,
  SplitWorkloadInput,
  UndoMergeInput,
  UnlinkTokenInput,
} from "@/lib/workloads/schemas";
import { setLegacy } from "@/lib/workloads/set-legacy";
import { splitWorkload } from "@/lib/workloads/split-workload";
import { undoMerge } from "@/lib/workloads/undo-merge";
import { unlinkToken } from "@/lib/workloads/unlink-token";

const on = (id: string) => ({ type: "workload", id }) as const;
const revalidate = ["/workloads", "/inventory"];

export const createWorkloadAction = defineAction({
  input: CreateWorkloadInput,
  authorize: () => ({ action: "workload.manage" }),
  run: createWorkload,
  revalidate,
});
export const editWorkloadAction = defineAction({
  input: EditWorkloadInput,
  authorize: ({ workload }) => ({ action: "workload.manage", resource: on(workload) }),
  run: editWorkload,
  revalidate,
});
export const linkTokensAction = defineAction({
  input: LinkTokensInput,
  authorize: ({ workload }) => ({ action: "workload.manage", resource: on(workload) }),
  run: linkTokens,
  revalidate,
});
export const unlinkTokenAction = defineAction({
  input: UnlinkTokenInput,
  authorize: ({ workload }) => ({ action: "workload.manage", resource: on(workload) }),
  run: unlinkToken,
  revalidate,
});
export const addDestinationAction = defineAction({
  input: AddDestinationInput,
  authorize: ({ workload }) => ({ action: "workload.manage", resource: on(workload) }),
  run: addDestination,
  revalidate,
});
export const removeDestinationAction = defineAction({
  input: RemoveDestinationInput,
  authorize: () => ({ action: "workload.manage" }),
  run: removeDestination,
  revalidate,
});
export const setLegacyAction = defineAction({
  input: SetLegacyInput,
  authorize: ({ workload }) => ({ action: "workload.manage", resource: on(workload) }),
  run: setLegacy,
  revalidate,
});
export const endLegacyAction = defineAction({
  input: EndLegacyInput,
  authorize: ({ workload }) => ({ action: "workload.manage", resource: on(workload) }),
  run: endLegacy,
  revalidate,
});
export const mergeWorkloadsAction = defineAction({
  input: MergeWorkloadsInput,
  authorize: ({ from }) => ({ action: "workload.merge", resource: on(from) }),
  run: mergeWorkloads,
  revalidate,
});
export const undoMergeAction = defineAction({
  input: UndoMergeInput,
  authorize: ({ workload }) => ({ action: "workload.merge", resource: on(workload) }),
  run: undoMerge,
  revalidate,
});
export const splitWorkloadAction = defineAction({
  input: SplitWorkloadInput,
  authorize: ({ workload }) => ({ action: "workload.merge", resource: on(workload) }),
  run: splitWorkload,
  revalidate,
});
