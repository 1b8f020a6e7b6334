import type { Context } from "../../../../lib/core/context";
import { mergeTokens } from "../../../../lib/tokens/merge-tokens";

/** Groups are whole in memory while they are put together: 40,000 pairs at once were 600 MB. */
const atOnce = 4_000;

/** Joins tokens to their twins, some at a time: each time whole groups, whoever of them is named. */
export async function mergeShared(ctx: Context, tokens: readonly string[], options: { timeout: number; maxWait: number }): Promise<void> {
  for (let from = 0; from < tokens.length; from += atOnce) {
    const some = tokens.slice(from, from + atOnce);
    await ctx.db.$transaction((tx) => mergeTokens(tx, ctx, { tokens: some }), options);
  }
}
