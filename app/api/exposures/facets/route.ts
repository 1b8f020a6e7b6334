import { countExposures } from "@/lib/exposure/count-facets";
import { ExposureCountsInput } from "@/lib/exposure/schemas";
import { defineRoute } from "@/lib/next/define-route";

/** What the filters leave, and what each choice would. */
export const GET = defineRoute({ input: ExposureCountsInput, authorize: () => ({ action: "inventory.read" }), run: countExposures });
