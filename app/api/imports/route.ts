import { z } from "zod";
import { listImports } from "@/lib/imports/queries";
import { defineRoute } from "@/lib/next/define-route";

/** The newest imports. */
export const GET = defineRoute({
  input: z.object({}),
  authorize: () => ({ action: "import.read" }),
  run: async (ctx) => ({ imports: await listImports(ctx) }),
});
