"use server";

import { assignOwners } from "@/lib/bulk/assign-owners";
import { fileReviewed } from "@/lib/bulk/file-reviewed";
import { linkSelection } from "@/lib/bulk/link-selection";
import { AssignOwnersInput, FileReviewedInput, LinkSelectionInput, SetPurposesInput } from "@/lib/bulk/schemas";
import { setPurposes } from "@/lib/bulk/set-purposes";
import { defineAction } from "@/lib/next/define-action";

const on = (selection: string) => ({ type: "inventory", id: selection }) as const;
const revalidate = ["/inventory"];

export const assignOwnersAction = defineAction({
  input: AssignOwnersInput,
  authorize: ({ selection }) => ({ action: "token.own", resource: on(selection) }),
  run: assignOwners,
  revalidate,
});
export const linkSelectionAction = defineAction({
  input: LinkSelectionInput,
  authorize: ({ selection }) => ({ action: "workload.manage", resource: on(selection) }),
  run: linkSelection,
  revalidate: ["/inventory", "/workloads"],
});
export const setPurposesAction = defineAction({
  input: SetPurposesInput,
  authorize: ({ selection }) => ({ action: "token.own", resource: on(selection) }),
  run: setPurposes,
  revalidate,
});
export const fileReviewedAction = defineAction({
  input: FileReviewedInput,
  authorize: ({ selection }) => ({ action: "request.file", resource: on(selection) }),
  run: fileReviewed,
  revalidate: ["/inventory", "/requests"],
});
