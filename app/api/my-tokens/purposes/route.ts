import { OwnPurposesInput, ownPurposes } from "@/lib/attestations/own-purposes";
import { defineRoute } from "@/lib/next/define-route";

/** What one's own tokens are for, to choose from. */
export const GET = defineRoute({ input: OwnPurposesInput, authorize: () => ({ action: "token.attest" }), run: ownPurposes });
