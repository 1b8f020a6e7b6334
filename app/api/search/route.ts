import { z } from "zod";
import { search } from "@/lib/navigation/search";
import { defineRoute } from "@/lib/next/define-route";

/** Tokens, people and requests by name, for the command palette. */
export const GET = defineRoute({
  input: z.object({ q: z.string().trim().min(2, "Type at least two letters.").max(200) }),
  authorize: () => ({ action: "inventory.read" }),
  run: async (ctx, { q }) => ({ hits: await search(ctx, q) }),
});
