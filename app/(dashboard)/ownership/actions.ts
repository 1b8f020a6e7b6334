"use server";

import { defineAction } from "@/lib/next/define-action";
import { acceptSuggestions } from "@/lib/ownership/accept-suggestions";
import { correctOwners } from "@/lib/ownership/correct-owners";
import { fillGaps } from "@/lib/ownership/fill-gaps";
import { rejectSuggestions } from "@/lib/ownership/reject-suggestions";
import { AcceptSuggestionsInput, CorrectOwnersInput, FillGapsInput, RejectSuggestionsInput, UndoDecisionInput } from "@/lib/ownership/schemas";
import { undoDecision } from "@/lib/ownership/undo-decision";

export const acceptSuggestionsAction = defineAction({
  input: AcceptSuggestionsInput,
  authorize: () => ({ action: "token.attest", resource: { type: "page", id: "ownership" } }),
  run: acceptSuggestions,
});

export const rejectSuggestionsAction = defineAction({
  input: RejectSuggestionsInput,
  authorize: () => ({ action: "token.attest", resource: { type: "page", id: "ownership" } }),
  run: rejectSuggestions,
});

export const correctOwnersAction = defineAction({
  input: CorrectOwnersInput,
  authorize: () => ({ action: "token.own", resource: { type: "page", id: "ownership" } }),
  run: correctOwners,
});

export const fillGapsAction = defineAction({
  input: FillGapsInput,
  authorize: () => ({ action: "token.own", resource: { type: "page", id: "ownership" } }),
  run: fillGaps,
});

export const undoDecisionAction = defineAction({
  input: UndoDecisionInput,
  authorize: () => ({ action: "token.attest", resource: { type: "page", id: "ownership" } }),
  run: undoDecision,
});
