"use server";

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
