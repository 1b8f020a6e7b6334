import { z } from "zod";
import { connectionOf, rejectsOf, runsOf } from "@/lib/connections/queries";
import { defineRoute } from "@/lib/next/define-route";

/** One connection, its latest runs, and what the newest of them could not understand. */
export const GET = defineRoute({
  input: z.object({ connection: z.uuid() }),
  authorize: () => ({ action: "connection.read" }),
  run: async (ctx, { connection }) => {
    const [view, runs] = await Promise.all([connectionOf(ctx, connection), runsOf(ctx, connection)]);
    const [newest] = runs;
    return { connection: view, runs, rejects: newest && newest.rejected > 0 ? await rejectsOf(ctx, newest.id) : [] };
  },
});
