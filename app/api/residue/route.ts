import { defineRoute } from "@/lib/next/define-route";
import { listResidue, residueTotals } from "@/lib/residue/queries";
import { ResidueInput } from "@/lib/residue/schemas";

/** One page of people who left while something of theirs is alive; the first one with what the filters leave in numbers. */
export const GET = defineRoute({
  input: ResidueInput,
  authorize: () => ({ action: "residue.read" }),
  run: async (ctx, query) => {
    const [list, totals] = await Promise.all([listResidue(ctx, query), query.cursor ? null : residueTotals(ctx, query)]);
    return { ...list, totals };
  },
});
