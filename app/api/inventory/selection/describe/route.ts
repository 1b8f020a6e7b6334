import { describeSelection } from "@/lib/bulk/describe-selection";
import { Reviewed } from "@/lib/bulk/schemas";
import { defineRoute } from "@/lib/next/define-route";

/** What a reviewed set holds, as it is now. */
export const GET = defineRoute({ input: Reviewed, authorize: () => ({ action: "inventory.read" }), run: describeSelection });
