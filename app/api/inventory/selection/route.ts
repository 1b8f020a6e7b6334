import { defineRoute } from "@/lib/next/define-route";
import { ReviewSelectionInput, reviewSelection } from "@/lib/tokens/review-selection";

/** Holds on to all that match, for one bulk action. */
export const POST = defineRoute({ input: ReviewSelectionInput, authorize: () => ({ action: "inventory.read" }), run: reviewSelection });
