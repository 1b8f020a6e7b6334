import { defineRoute } from "@/lib/next/define-route";
import { ExportTokensInput, exportTokens } from "@/lib/tokens/export-tokens";

/** The list as a file: the same filters, the same order. */
export const GET = defineRoute({
  input: ExportTokensInput,
  authorize: () => ({ action: "inventory.read" }),
  run: async (ctx, query) => {
    const { contentType, fileName, body } = await exportTokens(ctx, query);
    return new Response(body, {
      headers: { "content-type": contentType, "content-disposition": `attachment; filename="${fileName}"`, "cache-control": "no-store" },
    });
  },
});
