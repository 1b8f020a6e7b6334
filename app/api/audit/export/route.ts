import { z } from "zod";
import { exportLog } from "@/lib/audit/export";
import { defineRoute } from "@/lib/next/define-route";
import { streamed } from "@/lib/next/stream";

/** The sealed log as NDJSON, as `countersign audit verify` takes it. */
export const GET = defineRoute({
  input: z.object({}),
  authorize: () => ({ action: "audit.read" }),
  run: async (ctx) => {
    const now = ctx.clock.now();
    return streamed(exportLog(ctx.db, now), { type: "application/x-ndjson", filename: `countersign-audit-${now.toISOString().slice(0, 10)}.ndjson` });
  },
});
