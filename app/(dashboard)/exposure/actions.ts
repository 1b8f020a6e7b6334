"use server";

import { actOnExposures } from "@/lib/exposure/bulk/act-on-exposures";
import { ActOnExposuresInput, UndoBulkInput } from "@/lib/exposure/bulk/schemas";
import { undoBulk } from "@/lib/exposure/bulk/undo-bulk";
import { assignExposure } from "@/lib/exposure/duties/assign-exposure";
import { commentExposure } from "@/lib/exposure/duties/comments";
import { setDueRule } from "@/lib/exposure/duties/due-rules";
import { AssignExposureInput, CommentInput, SetDueInput, SetDueRuleInput } from "@/lib/exposure/duties/schemas";
import { setDue } from "@/lib/exposure/duties/set-due";
import { withdrawRotation } from "@/lib/exposure/rotation/answer-rotation";
import { askRotation } from "@/lib/exposure/rotation/ask-rotation";
import { AskRotationInput, WithdrawRotationInput } from "@/lib/exposure/rotation/schemas";
import { AddRuleInput, ChangeRuleInput, SwitchDetectorInput, SwitchRuleInput, TryRuleInput } from "@/lib/exposure/rules/schemas";
import { addRule, changeRule, switchRule } from "@/lib/exposure/rules/set-rule";
import { switchDetector } from "@/lib/exposure/rules/switch-detector";
import { tryRule } from "@/lib/exposure/rules/try-rule";
import { decideSuppression } from "@/lib/exposure/suppressions/decide-suppression";
import { endSuppression } from "@/lib/exposure/suppressions/end-suppression";
import { DecideSuppressionInput, EndSuppressionInput, SuppressInput } from "@/lib/exposure/suppressions/schemas";
import { suppressExposure } from "@/lib/exposure/suppressions/suppress-exposure";
import { TriageExposureInput, triageExposure } from "@/lib/exposure/triage-exposure";
import { defineAction } from "@/lib/next/define-action";

export const triageExposureAction = defineAction({
  input: TriageExposureInput,
  authorize: ({ exposureId }) => ({ action: "finding.triage", resource: { type: "exposure", id: exposureId } }),
  run: triageExposure,
  revalidate: ["/exposure"],
});

/** Says that a found secret is none, until a day. */
export const suppressExposureAction = defineAction({
  input: SuppressInput,
  authorize: ({ exposureId }) => ({ action: "finding.triage", resource: { type: "exposure", id: exposureId } }),
  run: suppressExposure,
  revalidate: ["/exposure"],
});

/** The second person agrees, or doesn't. */
export const decideSuppressionAction = defineAction({
  input: DecideSuppressionInput,
  authorize: ({ suppressionId }) => ({ action: "finding.triage", resource: { type: "suppression", id: suppressionId } }),
  run: decideSuppression,
  revalidate: ["/exposure"],
});

/** Takes a suppression back, or withdraws a proposal. */
export const endSuppressionAction = defineAction({
  input: EndSuppressionInput,
  authorize: ({ suppressionId }) => ({ action: "finding.triage", resource: { type: "suppression", id: suppressionId } }),
  run: endSuppression,
  revalidate: ["/exposure"],
});

/** Says who is to see to an exposure. */
export const assignExposureAction = defineAction({
  input: AssignExposureInput,
  authorize: ({ exposureId }) => ({ action: "finding.triage", resource: { type: "exposure", id: exposureId } }),
  run: assignExposure,
  revalidate: ["/exposure"],
});

/** Says by when. */
export const setDueAction = defineAction({
  input: SetDueInput,
  authorize: ({ exposureId }) => ({ action: "finding.triage", resource: { type: "exposure", id: exposureId } }),
  run: setDue,
  revalidate: ["/exposure"],
});

/** Says something about an exposure. */
export const commentExposureAction = defineAction({
  input: CommentInput,
  authorize: ({ exposureId }) => ({ action: "finding.triage", resource: { type: "exposure", id: exposureId } }),
  run: commentExposure,
  revalidate: ["/exposure"],
});

/** Says within how many days exposures that are so grave are to be seen to. */
export const setDueRuleAction = defineAction({
  input: SetDueRuleInput,
  authorize: ({ basis }) => ({ action: "finding.triage", resource: { type: "due_rule", id: basis } }),
  run: setDueRule,
  revalidate: ["/exposure"],
});

/** Does one thing to a reviewed set of exposures. */
export const actOnExposuresAction = defineAction({
  input: ActOnExposuresInput,
  authorize: ({ selection }) => ({ action: "finding.triage", resource: { type: "inventory", id: selection } }),
  run: actOnExposures,
  revalidate: ["/exposure"],
});

/** Takes back what was done to a reviewed set. */
export const undoBulkAction = defineAction({
  input: UndoBulkInput,
  authorize: ({ selection }) => ({ action: "finding.triage", resource: { type: "inventory", id: selection } }),
  run: undoBulk,
  revalidate: ["/exposure"],
});

/** Asks the owner of an exposed token to rotate it. */
export const askRotationAction = defineAction({
  input: AskRotationInput,
  authorize: ({ exposureId }) => ({ action: "finding.triage", resource: { type: "exposure", id: exposureId } }),
  run: askRotation,
  revalidate: ["/exposure"],
});

/** Takes that back. */
export const withdrawRotationAction = defineAction({
  input: WithdrawRotationInput,
  authorize: ({ rotationId }) => ({ action: "finding.triage", resource: { type: "rotation", id: rotationId } }),
  run: withdrawRotation,
  revalidate: ["/exposure"],
});

/** Adds a rule of one's own. */
export const addRuleAction = defineAction({
  input: AddRuleInput,
  authorize: () => ({ action: "detection.manage", resource: { type: "page", id: "exposure-settings" } }),
  run: addRule,
  revalidate: ["/exposure/settings"],
});

/** Changes one. */
export const changeRuleAction = defineAction({
  input: ChangeRuleInput,
  authorize: ({ ruleId }) => ({ action: "detection.manage", resource: { type: "detection_rule", id: ruleId } }),
  run: changeRule,
  revalidate: ["/exposure/settings"],
});

/** Lets scans look by one, or no longer. */
export const switchRuleAction = defineAction({
  input: SwitchRuleInput,
  authorize: ({ ruleId }) => ({ action: "detection.manage", resource: { type: "detection_rule", id: ruleId } }),
  run: switchRule,
  revalidate: ["/exposure/settings"],
});

/** Tries a rule on a sample that is kept nowhere. */
export const tryRuleAction = defineAction({
  input: TryRuleInput,
  authorize: () => ({ action: "detection.manage", resource: { type: "page", id: "exposure-settings" } }),
  run: tryRule,
});

/** Says that a kind of secret is not looked for, or that it is again. */
export const switchDetectorAction = defineAction({
  input: SwitchDetectorInput,
  authorize: ({ kind }) => ({ action: "detection.manage", resource: { type: "detector", id: kind } }),
  run: switchDetector,
  revalidate: ["/exposure/settings"],
});
