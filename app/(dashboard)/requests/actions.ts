"use server";

import { defineAction } from "@/lib/next/define-action";
import { fileRequest } from "@/lib/requests/file-request";
import { previewRequest } from "@/lib/requests/preview-request";
import { refileRequest } from "@/lib/requests/refile-request";
import { FileRequestInput, PreviewRequestInput, RefileRequestInput, WithdrawRequestInput } from "@/lib/requests/schemas";
import { withdrawRequest } from "@/lib/requests/withdraw-request";

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
  authorize: ({ request }) => ({ action: "request.withdraw", resource: { type: "request", id: request } }),
  run: withdrawRequest,
  revalidate: ["/"],
});

export const refileRequestAction = defineAction({
  input: RefileRequestInput,
  authorize: ({ request }) => ({ action: "request.file", resource: { type: "request", id: request } }),
  run: refileRequest,
  revalidate: ["/"],
});
