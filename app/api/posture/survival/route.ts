import { defineRoute } from "@/lib/next/define-route";
import { ResidueSurvivalInput, residueSurvival } from "@/lib/posture/residue-survival";

/** How long tokens live on after their person left. */
export const GET = defineRoute({ input: ResidueSurvivalInput, authorize: () => ({ action: "overview.read" }), run: residueSurvival });
