import { z } from "zod";
import { exportRejects, importOf } from "@/lib/imports/queries";
import { defineRoute } from "@/lib/next/define-route";
import { streamed } from "@/lib/next/stream";

/** Every row that was not taken in, as CSV. */
export const GET = defineRoute({
  input: z.object({ import: z.uuid() }),
  authorize: () => ({ action: "import.read" }),
  run: async (ctx, { import: id }) => {
    await importOf(ctx, id);
    return streamed(exportRejects(ctx.db, id), { type: "text/csv", filename: `countersign-rejects-${id}.csv` });
  },
});
