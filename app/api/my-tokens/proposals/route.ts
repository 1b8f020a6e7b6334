import { z } from "zod";
import { countMine } from "@/lib/attestations/my-tokens";
import { defineRoute } from "@/lib/next/define-route";
import { listProposals } from "@/lib/ownership/list-proposals";

/** What is proposed to whoever asks, with the counts. */
export const GET = defineRoute({
  input: z.object({}),
  authorize: () => ({ action: "token.attest" }),
  run: async (ctx) => {
    const [list, counts] = await Promise.all([listProposals(ctx), countMine(ctx)]);
    return { ...list, counts };
  },
});
