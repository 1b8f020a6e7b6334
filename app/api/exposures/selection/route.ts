import { ReviewExposuresInput, reviewExposures } from "@/lib/exposure/bulk/review-exposures";
import { defineRoute } from "@/lib/next/define-route";

/** Holds on to all that match, for one bulk action. */
export const POST = defineRoute({ input: ReviewExposuresInput, authorize: () => ({ action: "finding.triage" }), run: reviewExposures });
