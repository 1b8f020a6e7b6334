import { ExportExposuresInput, exportExposures } from "@/lib/exposure/export-exposures";
import { defineRoute } from "@/lib/next/define-route";
import { streamed } from "@/lib/next/stream";

/** The list as a file: the same filters, the same order. */
export const GET = defineRoute({
  input: ExportExposuresInput,
  authorize: () => ({ action: "inventory.read" }),
  run: async (ctx, query) => {
    const { lines, ...as } = await exportExposures(ctx, query);
    return streamed(lines, as);
  },
});
