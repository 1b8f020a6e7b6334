import { listExposures } from "@/lib/exposure/list-exposures";
import { ExposureListInput } from "@/lib/exposure/schemas";
import { defineRoute } from "@/lib/next/define-route";

/** One page of secrets that were found where they should not be. */
export const GET = defineRoute({ input: ExposureListInput, authorize: () => ({ action: "inventory.read" }), run: listExposures });
