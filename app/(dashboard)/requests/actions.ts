"use server";

import { redirect } from "next/navigation";
import { defineAction } from "@/lib/next/define-action";
import { webEnv } from "@/lib/next/web-env";
import { fileRequest } from "@/lib/requests/file-request";
import { previewRequest } from "@/lib/requests/preview-request";
import { refileRequest } from "@/lib/requests/refile-request";
import { FileRequestInput, PreviewRequestInput, RefileRequestInput, WithdrawRequestInput } from "@/lib/requests/schemas";
import { withdrawRequest } from "@/lib/requests/withdraw-request";
import { OpenSignerInput, openSigner, signerActions, ticketUrl } from "@/lib/sign-in/open-signer";

export const previewRequestAction = defineAction({
  input: PreviewRequestInput,
  authorize: () => ({ action: "request.file" }),
  run: previewRequest,
});

export const fileRequestAction = defineAction({
  input: FileRequestInput,
  authorize: () => ({ action: "request.file" }),
  run: fileRequest,
  revalidate: ["/"],
});

export const withdrawRequestAction = defineAction({
  input: WithdrawRequestInput,
  authorize: ({ request }) => ({ action: "request.withdraw", resource: { type: "Request", id: request } }),
  run: withdrawRequest,
  revalidate: ["/"],
});

export const refileRequestAction = defineAction({
  input: RefileRequestInput,
  authorize: ({ request }) => ({ action: "request.file", resource: { type: "Request", id: request } }),
  run: refileRequest,
  revalidate: ["/"],
});

const issueTicket = defineAction({
  input: OpenSignerInput,
  authorize: ({ purpose }) => ({ action: signerActions[purpose] }),
  run: openSigner,
});

/** Takes the signed-in person to the signer's own origin. Comes back only with a failure. */
export async function openSignerAction(input: OpenSignerInput) {
  const issued = await issueTicket(input);
  if (issued.ok) redirect(ticketUrl(webEnv().COUNTERSIGN_SIGNER_ORIGIN, issued.data.ticket));
  return issued;
}
