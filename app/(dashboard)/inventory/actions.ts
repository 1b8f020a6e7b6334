"use server";

import { TriageFindingInput, triageFinding } from "@/lib/findings/triage-finding";
import { defineAction } from "@/lib/next/define-action";
import { clearOwner } from "@/lib/ownership/clear-owner";
import { confirmOwner } from "@/lib/ownership/confirm-owner";
import { ClearOwnerInput, ConfirmOwnerInput } from "@/lib/ownership/schemas";

export const confirmOwnerAction = defineAction({
  input: ConfirmOwnerInput,
  authorize: ({ token }) => ({ action: "token.own", resource: { type: "token", id: token } }),
  run: confirmOwner,
  revalidate: ["/inventory"],
});

export const clearOwnerAction = defineAction({
  input: ClearOwnerInput,
  authorize: ({ token }) => ({ action: "token.own", resource: { type: "token", id: token } }),
  run: clearOwner,
  revalidate: ["/inventory"],
});

export const triageFindingAction = defineAction({
  input: TriageFindingInput,
  authorize: ({ findingId }) => ({ action: "finding.triage", resource: { type: "finding", id: findingId } }),
  run: triageFinding,
  revalidate: ["/inventory", "/residue"],
});
