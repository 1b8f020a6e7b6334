import { z } from "zod";
import { defineRoute } from "@/lib/next/define-route";
import { requestPage } from "@/lib/requests/request-page";

/** Both lanes of one request, for the page to stay live. */
export const GET = defineRoute({
  input: z.object({ number: z.coerce.number().int().positive().max(2_147_483_647) }),
  authorize: () => ({ action: "request.read" }),
  run: (ctx, { number }) => requestPage(ctx, number),
});
