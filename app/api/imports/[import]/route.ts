import { z } from "zod";
import { importOf, rejectsOf } from "@/lib/imports/queries";
import { defineRoute } from "@/lib/next/define-route";

/** One import and its first rejects. */
export const GET = defineRoute({
  input: z.object({ import: z.uuid() }),
  authorize: () => ({ action: "import.read" }),
  run: async (ctx, { import: id }) => {
    const view = await importOf(ctx, id);
    return { view, rejects: view.rejected > 0 ? await rejectsOf(ctx, id) : [] };
  },
});
