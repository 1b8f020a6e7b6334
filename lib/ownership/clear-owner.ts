import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import { conflict } from "../core/errors";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { mustBeTheirs } from "./may-assign";
import { ClearOwnerInput } from "./schemas";
import { endOffers } from "./set-owners";

/** Says that nobody answers for a token any more, or that a suggested owner is wrong. The audit log keeps who it was. */
export async function clearOwner(ctx: Context, input: unknown): Promise<void> {
  authorize(ctx.actor, "token.own");
  const { token } = parse(ClearOwnerInput, input);
  await transaction(ctx, async (tx) => {
    const current = await tx.ownership.findUnique({ where: { tokenId: token } });
    if (!current) throw conflict("The token has no owner already. Nothing was changed.");
    mustBeTheirs(ctx.actor, current.personId, null);
    const { count } = await tx.ownership.deleteMany({ where: { tokenId: token, personId: current.personId, setAt: current.setAt } });
    if (count === 0) throw conflict("Someone else changed the owner a moment ago. Look at it again.");
    await endOffers(tx, ctx, [token], "its owner was cleared");
    // Whom somebody dismisses is not suggested again the moment after.
    const decided = { status: "rejected" as const, decidedBy: actorName(ctx.actor), decidedAt: ctx.clock.now(), reason: "dismissed" };
    if (current.state === "suggested" && current.personId)
      await tx.ownerSuggestion.updateMany({ where: { tokenId: token, personId: current.personId, status: { in: ["open", "superseded"] } }, data: decided });
    await appendAudit(tx, ctx.actor, {
      action: "ownership.cleared",
      subject: { type: "token", id: token },
      detail: { was: { person: current.personId, state: current.state, purpose: current.purpose } },
    });
  });
}
