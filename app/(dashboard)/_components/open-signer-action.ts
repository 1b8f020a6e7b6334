"use server";

import { redirect } from "next/navigation";
import { defineFormAction } from "@/lib/next/define-action";
import { webEnv } from "@/lib/next/web-env";
import { OpenSignerInput, openSigner, signerActions, ticketUrl } from "@/lib/sign-in/open-signer";

export const openSignerAction = defineFormAction({
  input: OpenSignerInput,
  authorize: (input) => ({
    action: signerActions[input.purpose],
    resource: input.purpose === "enrol" ? undefined : { type: input.purpose === "sign" ? "request" : "trust_statement", id: input.subject },
  }),
  run: async (ctx, input) => {
    const { ticket } = await openSigner(ctx, input);
    redirect(ticketUrl(webEnv().COUNTERSIGN_SIGNER_ORIGIN, ticket));
  },
});
