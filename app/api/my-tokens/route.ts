import { countMine, listMyTokens } from "@/lib/attestations/my-tokens";
import { MyTokensInput } from "@/lib/attestations/schemas";
import { defineRoute } from "@/lib/next/define-route";

/** One page of what one answers for; the first one with the counts. */
export const GET = defineRoute({
  input: MyTokensInput,
  authorize: () => ({ action: "token.attest" }),
  run: async (ctx, query) => {
    const [list, counts] = await Promise.all([listMyTokens(ctx, query), query.cursor ? null : countMine(ctx)]);
    return { ...list, counts };
  },
});
