import { defineRoute } from "@/lib/next/define-route";
import { RecheckSelectionInput, recheckSelection } from "@/lib/tokens/recheck-selection";

/** What of a reviewed set is still as it was reviewed. */
export const POST = defineRoute({ input: RecheckSelectionInput, authorize: () => ({ action: "inventory.read" }), run: recheckSelection });
