import { defineRoute } from "@/lib/next/define-route";
import { countGaps } from "@/lib/ownership/list-gaps";
import { GapFilters } from "@/lib/ownership/schemas";

/** How many tokens have each gap, exactly. */
export const GET = defineRoute({ input: GapFilters, authorize: () => ({ action: "inventory.read" }), run: countGaps });
