import { ExportHeadStartInput, exportHeadStart } from "@/lib/exposure/export-head-start";
import { defineRoute } from "@/lib/next/define-route";

/** The figures of Head start as a file. */
export const GET = defineRoute({
  input: ExportHeadStartInput,
  authorize: () => ({ action: "inventory.read" }),
  run: async (ctx, query) => {
    const { contentType, fileName, body } = await exportHeadStart(ctx, query);
    return new Response(body, {
      headers: { "content-type": contentType, "content-disposition": `attachment; filename="${fileName}"`, "cache-control": "no-store" },
    });
  },
});
