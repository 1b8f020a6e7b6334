import { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import { conflict, notFound } from "../core/errors";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { canMove, type FindingState, findingTransitions } from "../domain/states";

export const TriageExposureInput = z
  .object({
    exposureId: z.uuid(),
    to: z.enum(["open", "in_review", "remediating", "closed_false_positive"]),
    reason: z.string().trim().max(2000).default(""),
  })
  .refine((input) => input.to !== "closed_false_positive" || input.reason.length > 0, {
    path: ["reason"],
    message: "say why it is no secret; whoever reads it later has only this",
  });
export type TriageExposureInput = z.input<typeof TriageExposureInput>;

/**
 * A person says where an exposure stands. Closing as proven is not theirs: that follows from facts alone. Throws NotFound,
 * or Conflict when it may not move there, or moved meanwhile. `was` is where it stood, for taking it back.
 */
export async function triageExposure(ctx: Context, input: TriageExposureInput): Promise<{ was: FindingState; status: TriageExposureInput["to"] }> {
  authorize(ctx.actor, "finding.triage");
  const { exposureId, to, reason } = parse(TriageExposureInput, input);
  return transaction(ctx, async (tx) => {
    const exposure = await tx.exposure.findUnique({ where: { id: exposureId }, select: { status: true, kind: true } });
    if (!exposure) throw notFound("The exposure");
    if (!canMove(findingTransitions, exposure.status, to))
      throw conflict(
        `The exposure is ${exposure.status.replaceAll("_", " ")} and can't become ${to.replaceAll("_", " ")} by hand. Reload the page to see where it stands.`,
      );
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
