import { defineRoute } from "@/lib/next/define-route";
import { ChoicesInput, teamChoices } from "@/lib/workloads/choices";

/** Teams to choose from, by part of their name. */
export const GET = defineRoute({ input: ChoicesInput, authorize: () => ({ action: "people.read" }), run: teamChoices });
