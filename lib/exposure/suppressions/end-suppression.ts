import { appendAudit } from "../../audit/append";
import { authorize } from "../../authorization/authorize";
import { actorName, type Context } from "../../core/context";
import type { Tx } from "../../core/db";
import { conflict, notFound } from "../../core/errors";
import { parse } from "../../core/parse";
import { transaction } from "../../core/transaction";
import { EndSuppressionInput } from "./schemas";

/** A person takes a suppression back, or withdraws a proposal: what it hid is open again. Throws NotFound, or Conflict where it has ended already. */
export async function endSuppression(ctx: Context, input: EndSuppressionInput): Promise<{ exposure: string }> {
  authorize(ctx.actor, "finding.triage");
  const { suppressionId } = parse(EndSuppressionInput, input);
  return transaction(ctx, async (tx) => {
    const given = await tx.suppression.findUnique({ where: { id: suppressionId }, select: { exposureId: true } });
    if (!given) throw notFound("The suppression");
    const ended = await endLiving(tx, ctx, given.exposureId, suppressionId);
    if (!ended) throw conflict("It has ended already. Reload the page to see how.");
    if (ended === "active")
      await tx.exposure.updateMany({
        where: { id: given.exposureId, status: "closed_false_positive" },
        data: { status: "open", triagedBy: actorName(ctx.actor), triageNote: null },
      });
    return { exposure: given.exposureId };
  });
}

/** Ends what says of an exposure that it is a false positive, and says so in the log; the exposure stays where it stands. Null where nothing says so. */
export async function endLiving(tx: Tx, ctx: Context, exposureId: string, suppressionId?: string): Promise<"active" | "proposed" | null> {
  const living = await tx.suppression.findFirst({
    where: { exposureId, status: { in: ["proposed", "active"] }, ...(suppressionId ? { id: suppressionId } : {}) },
    select: { id: true, status: true },
  });
  if (!living) return null;
  const because = living.status === "active" ? "revoked" : "withdrawn";
  const { count } = await tx.suppression.updateMany({
    where: { id: living.id, status: living.status },
    data: { status: "ended", endedBy: actorName(ctx.actor), endedAt: ctx.clock.now(), endedBecause: because },
  });
  if (count === 0) throw conflict("It moved while you looked at it. Reload the page and decide again.");
  await appendAudit(tx, ctx.actor, {
    action: `exposure.suppression_${because}`,
    subject: { type: "exposure", id: exposureId },
    detail: { suppression: living.id },
  });
  return living.status as "active" | "proposed";
}
