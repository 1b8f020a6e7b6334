import { defineRoute } from "@/lib/next/define-route";
import { ChoicesInput, tokenChoices } from "@/lib/workloads/choices";

/** Tokens to choose from, by part of their name. */
export const GET = defineRoute({ input: ChoicesInput, authorize: () => ({ action: "inventory.read" }), run: tokenChoices });
