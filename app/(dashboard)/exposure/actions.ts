"use server";

import { TriageExposureInput, triageExposure } from "@/lib/exposure/triage-exposure";
import { defineAction } from "@/lib/next/define-action";

export const triageExposureAction = defineAction({
  input: TriageExposureInput,
  authorize: ({ exposureId }) => ({ action: "finding.triage", resource: { type: "exposure", id: exposureId } }),
  run: triageExposure,
  revalidate: ["/exposure"],
});
