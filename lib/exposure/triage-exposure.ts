import { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import { conflict, notFound } from "../core/errors";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { canMove, type FindingState, findingTransitions } from "../domain/states";
import { endLiving } from "./suppressions/end-suppression";
import { withoutSecrets } from "./without-secrets";

export const TriageExposureInput = z.object({
  exposureId: z.uuid(),
  to: z.enum(["open", "in_review", "remediating"]),
  reason: z.string().trim().max(2000).default(""),
});
export type TriageExposureInput = z.input<typeof TriageExposureInput>;

/**
 * A person says where an exposure stands. That it is a false positive is said with a day (suppressExposure); opening it again takes that back. Closing as proven
 * is not theirs: that follows from facts alone. Throws NotFound, or Conflict when it may not move there, or moved meanwhile. `was` is where it stood.
 */
export async function triageExposure(ctx: Context, input: TriageExposureInput): Promise<{ was: FindingState; status: TriageExposureInput["to"] }> {
  authorize(ctx.actor, "finding.triage");
  const { exposureId, to, reason } = parse(TriageExposureInput, input);
  withoutSecrets("reason", reason);
  return transaction(ctx, async (tx) => {
    const exposure = await tx.exposure.findUnique({ where: { id: exposureId }, select: { status: true, kind: true } });
    if (!exposure) throw notFound("The exposure");
    if (!canMove(findingTransitions, exposure.status, to))
      throw conflict(
        `The exposure is ${exposure.status.replaceAll("_", " ")} and can't become ${to.replaceAll("_", " ")} by hand. Reload the page to see where it stands.`,
      );
    if (exposure.status === "closed_false_positive") await endLiving(tx, ctx, exposureId);
    const { count } = await tx.exposure.updateMany({
      where: { id: exposureId, status: exposure.status },
      data: { status: to, triagedBy: actorName(ctx.actor), triageNote: reason || null },
    });
    if (count === 0) throw conflict("The exposure moved while you looked at it. Reload the page and decide again.");
    await appendAudit(tx, ctx.actor, {
      action: "exposure.triaged",
      subject: { type: "exposure", id: exposureId },
      detail: { was: exposure.status, is: to, kind: exposure.kind, ...(reason ? { reason } : {}) },
    });
    return { was: exposure.status, status: to };
  });
}
