import { z } from "zod";
import type { Context } from "../../core/context";
import { notFound } from "../../core/errors";
import { fileRequest } from "../../requests/file-request";
import { listRequests } from "../../requests/list-requests";
import { previewRequest } from "../../requests/preview-request";
import { refileRequest } from "../../requests/refile-request";
import { requestPage } from "../../requests/request-page";
import { FileRequestInput, PreviewRequestInput, RequestListInput, WithdrawRequestInput } from "../../requests/schemas";
import { withdrawRequest } from "../../requests/withdraw-request";
import { endpoint } from "../endpoint";
import { pageOf } from "../shapes/parts";
import { FiledRequest, Request, RequestDetail, RequestPreview } from "../shapes/request";

const tag = "Requests";
const number = z.coerce.number().int().positive().max(2_147_483_647);

export const requestEndpoints = [
  endpoint({
    method: "GET",
    path: "/requests",
    id: "listRequests",
    tag,
    summary: "List requests",
    action: "request.read",
    input: RequestListInput,
    output: pageOf(Request),
    run: async (ctx, query) => {
      const { rows, next } = await listRequests(ctx, query);
      return { data: rows, next };
    },
  }),
  endpoint({
    method: "GET",
    path: "/requests/{number}",
    id: "getRequest",
    tag,
    summary: "Read both lanes of one request",
    description: "What people did, and where the machine has each target.",
    action: "request.read",
    input: z.object({ number }),
    output: RequestDetail,
    run: async (ctx, query) => {
      const { targets, ...page } = await requestPage(ctx, query.number);
      return { ...page, targets: targets.map(({ row, ...target }) => ({ ...target, token: row })) };
    },
  }),
  endpoint({
    method: "POST",
    path: "/requests/preview",
    id: "previewRequest",
    tag,
    summary: "See what a revocation would touch",
    description: "One preview a connection. Changes nothing.",
    action: "request.file",
    input: PreviewRequestInput,
    output: z.object({ data: z.array(RequestPreview) }),
    run: async (ctx, input) => ({
      data: (await previewRequest(ctx, input)).map(({ targets, ...rest }) => ({
        ...rest,
        targets: targets.map(({ row, ...target }) => ({ ...target, token: row })),
      })),
    }),
  }),
  endpoint({
    method: "POST",
    path: "/requests",
    id: "fileRequest",
    tag,
    summary: "Ask for a revocation",
    description: "Files one request for tokens of one connection. People sign it on the signer's page, never here.",
    action: "request.file",
    input: FileRequestInput,
    output: FiledRequest,
    status: 201,
    run: (ctx, input) => fileRequest(ctx, input),
  }),
  endpoint({
    method: "POST",
    path: "/requests/{number}/withdrawal",
    id: "withdrawRequest",
    tag,
    summary: "Take one's own request back",
    action: "request.withdraw",
    input: WithdrawRequestInput.omit({ request: true }).extend({ number }),
    output: null,
    run: async (ctx, input) => withdrawRequest(ctx, { request: await idOf(ctx, input.number), reason: input.reason }),
  }),
  endpoint({
    method: "POST",
    path: "/requests/{number}/refiling",
    id: "refileRequest",
    tag,
    summary: "File a request anew that ended without the machine having acted",
    description:
      "With the same tokens and reason, after it expired, was withdrawn or stopped, or was refused. What is dead by now is left out; one that was denied is not filed again.",
    action: "request.file",
    input: z.object({ number }),
    output: FiledRequest,
    status: 201,
    run: async (ctx, input) => refileRequest(ctx, { request: await idOf(ctx, input.number) }),
  }),
];

async function idOf(ctx: Context, number: number): Promise<string> {
  const request = await ctx.db.request.findUnique({ where: { number }, select: { id: true } });
  if (!request) throw notFound(`Request R-${number}`);
  return request.id;
}
