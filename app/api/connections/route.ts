import { z } from "zod";
import { listConnections } from "@/lib/connections/queries";
import { defineRoute } from "@/lib/next/define-route";

/** Every connection with its health and the run that is under way. */
export const GET = defineRoute({
  input: z.object({}),
  authorize: () => ({ action: "connection.read" }),
  run: async (ctx) => ({ connections: await listConnections(ctx) }),
});
