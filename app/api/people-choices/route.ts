import { defineRoute } from "@/lib/next/define-route";
import { OwnerChoicesInput, ownerChoices } from "@/lib/ownership/owner-choices";

/** Active people to choose an owner from. */
export const GET = defineRoute({ input: OwnerChoicesInput, authorize: () => ({ action: "token.attest" }), run: ownerChoices });
