import { defineRoute } from "@/lib/next/define-route";
import { DistributionInput, distribution } from "@/lib/posture/distribution";

/** How old tokens are, or how long they still have. */
export const GET = defineRoute({ input: DistributionInput, authorize: () => ({ action: "overview.read" }), run: distribution });
