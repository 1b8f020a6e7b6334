import { defineRoute } from "@/lib/next/define-route";
import { tokenFacets } from "@/lib/tokens/facets";
import { countTokens } from "@/lib/tokens/queries";
import { TokenFilters } from "@/lib/tokens/schemas";

/** How many tokens the filters leave, and how many each choice of class, connection and environment would. */
export const GET = defineRoute({
  input: TokenFilters,
  authorize: () => ({ action: "inventory.read" }),
  run: async (ctx, filters) => {
    const [total, facets] = await Promise.all([countTokens(ctx, filters), tokenFacets(ctx, filters)]);
    return { total, facets };
  },
});
