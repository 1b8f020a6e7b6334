import { appendAudit } from "../../audit/append";
import { authorize } from "../../authorization/authorize";
import { actorName, type Context } from "../../core/context";
import { conflict, forbidden, notFound } from "../../core/errors";
import { parse } from "../../core/parse";
import { transaction } from "../../core/transaction";
import { canMove, findingTransitions } from "../../domain/states";
import { withoutSecrets } from "../without-secrets";
import { DecideSuppressionInput } from "./schemas";
import { closeAsFalse } from "./suppress-exposure";

/**
 * The second person says whether a grave secret is none. Whoever proposed it can't; they can withdraw it. The database holds that too. Throws NotFound,
 * Forbidden for the proposer, or Conflict where it is decided or the exposure can't close.
 */
export async function decideSuppression(ctx: Context, input: DecideSuppressionInput): Promise<{ status: "active" | "declined" }> {
  authorize(ctx.actor, "finding.triage");
  const { suppressionId, agree, reason } = parse(DecideSuppressionInput, input);
  withoutSecrets("reason", reason);
  if (ctx.actor.type !== "person") throw forbidden("Only a person can be the second person.");
  const person = ctx.actor.id;
  const status = agree ? ("active" as const) : ("declined" as const);
  return transaction(ctx, async (tx) => {
    const proposal = await tx.suppression.findUnique({ where: { id: suppressionId }, include: { exposure: { select: { status: true } } } });
    if (!proposal) throw notFound("The suppression");
    if (proposal.proposedBy === person) throw forbidden("You proposed it, so somebody else decides. You can withdraw it.");
    if (agree && proposal.expiresAt <= ctx.clock.now()) throw conflict("The day until which it was to hold is over. It has to be proposed again.");
    const was = proposal.exposure.status;
    if (agree && !canMove(findingTransitions, was, "closed_false_positive"))
      throw conflict(`The exposure is ${was.replaceAll("_", " ")} by now and can't become a false positive.`);
    const { count } = await tx.suppression.updateMany({
      where: { id: suppressionId, status: "proposed" },
      data: { status, decidedBy: person, decidedAt: ctx.clock.now(), decidedReason: reason || null },
    });
    if (count === 0) throw conflict("It has been decided or withdrawn meanwhile. Reload the page to see how.");
    if (agree) await closeAsFalse(tx, proposal.exposureId, was, actorName(ctx.actor), proposal.reason);
    await appendAudit(tx, ctx.actor, {
      action: agree ? "exposure.suppressed" : "exposure.suppression_declined",
      subject: { type: "exposure", id: proposal.exposureId },
      detail: {
        suppression: suppressionId,
        was,
        proposedBy: `person:${proposal.proposedBy}`,
        ...(reason ? { reason } : {}),
        until: proposal.expiresAt.toISOString(),
      },
    });
    return { status };
  });
}
