import { defineRoute } from "@/lib/next/define-route";
import { tokenFacets } from "@/lib/tokens/facets";
import { TokenFilters } from "@/lib/tokens/schemas";

/** How many tokens the filters leave, and how many each choice of a facet would. */
export const GET = defineRoute({ input: TokenFilters, authorize: () => ({ action: "inventory.read" }), run: tokenFacets });
