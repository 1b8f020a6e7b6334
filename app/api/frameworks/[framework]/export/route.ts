import { ExportFrameworkInput, exportFramework } from "@/lib/frameworks/export-framework";
import { defineRoute } from "@/lib/next/define-route";

/** A framework's report as a file. */
export const GET = defineRoute({
  input: ExportFrameworkInput,
  authorize: () => ({ action: "overview.read" }),
  run: async (ctx, query) => {
    const { contentType, fileName, body } = await exportFramework(ctx, query);
    return new Response(body, {
      headers: { "content-type": contentType, "content-disposition": `attachment; filename="${fileName}"`, "cache-control": "no-store" },
    });
  },
});
