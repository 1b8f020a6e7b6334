import { defineRoute } from "@/lib/next/define-route";
import { listResidue } from "@/lib/residue/queries";
import { ResidueInput } from "@/lib/residue/schemas";

/** One page of people who left while something of theirs is alive; the first one with what the filters leave in numbers. */
export const GET = defineRoute({ input: ResidueInput, authorize: () => ({ action: "residue.read" }), run: listResidue });
