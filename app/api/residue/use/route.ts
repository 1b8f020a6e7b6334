import { defineRoute } from "@/lib/next/define-route";
import { residueUse } from "@/lib/residue/queries";
import { ResidueInput } from "@/lib/residue/schemas";

/** How many of the people whom the filters leave used something since they left. */
export const GET = defineRoute({ input: ResidueInput, authorize: () => ({ action: "residue.read" }), run: residueUse });
