import { defineRoute } from "@/lib/next/define-route";
import { countRequests, listRequests } from "@/lib/requests/list-requests";
import { RequestListInput } from "@/lib/requests/schemas";

/** One page of requests; the first one with how many each view holds. */
export const GET = defineRoute({
  input: RequestListInput,
  authorize: () => ({ action: "request.read" }),
  run: async (ctx, query) => {
    const [list, counts] = await Promise.all([listRequests(ctx, query), query.cursor ? null : countRequests(ctx)]);
    return { ...list, counts };
  },
});
