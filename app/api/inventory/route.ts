import { defineRoute } from "@/lib/next/define-route";
import { listTokens } from "@/lib/tokens/queries";
import { TokenListInput } from "@/lib/tokens/schemas";

/** One page of the inventory, by the filters in the query. */
export const GET = defineRoute({ input: TokenListInput, authorize: () => ({ action: "inventory.read" }), run: listTokens });
