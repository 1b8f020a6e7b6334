import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { proposeSuccession } from "./propose-succession";
import { settleOffers } from "./settle-offers";

const batch = 1_000;

/**
 * Offers whose deadline has passed lapse: a transfer leaves the owner where they are, a succession goes to the next in line. The collector calls it
 * every minute. Returns how many lapsed.
 */
export async function lapseOffers(ctx: Context): Promise<number> {
  authorize(ctx.actor, "ownership.suggest");
  return ctx.db.$transaction(
    async (tx) => {
      await tx.$executeRaw`set local lock_timeout = '5s'`;
      const due = await tx.$queryRaw<{ token: string }[]>`
        select token_id as token from owner_transfer where status = 'proposed' and due_at <= ${ctx.clock.now()} order by due_at limit ${batch}`;
      const ended = await settleOffers(
        tx,
        ctx,
        due.map(({ token }) => token),
      );
      if (ended.length === 0) return 0;
      await proposeSuccession(tx, ctx, { tokens: ended });
      await appendAudit(tx, ctx.actor, {
        action: "transfer.lapsed",
        subject: { type: "inventory", id: "ownership" },
        detail: { count: ended.length, tokens: ended.slice(0, 200) },
      });
      return ended.length;
    },
    { timeout: 60_000 },
  );
}
