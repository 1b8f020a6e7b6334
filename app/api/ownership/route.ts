import { defineRoute } from "@/lib/next/define-route";
import { listGaps } from "@/lib/ownership/list-gaps";
import { GapListInput } from "@/lib/ownership/schemas";

/** One page of tokens between which and their person something is missing. */
export const GET = defineRoute({ input: GapListInput, authorize: () => ({ action: "inventory.read" }), run: listGaps });
