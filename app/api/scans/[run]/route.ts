import { z } from "zod";
import { scanOf } from "@/lib/exposure/scan-runs";
import { defineRoute } from "@/lib/next/define-route";

/** One run, however far it is, with what it saw. */
export const GET = defineRoute({
  input: z.object({ run: z.uuid() }),
  authorize: () => ({ action: "inventory.read" }),
  run: (ctx, { run }) => scanOf(ctx, run),
});
