import { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import { conflict, notFound } from "../core/errors";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { canMove, findingTransitions } from "../domain/states";

export const TriageFindingInput = z
  .object({
    findingId: z.uuid(),
    to: z.enum(["open", "in_review", "remediating", "closed_false_positive"]),
    reason: z.string().trim().max(2000).default(""),
  })
  .refine((input) => input.to !== "closed_false_positive" || input.reason.length > 0, {
    path: ["reason"],
    message: "say why the finding is wrong; whoever reads it later has only this",
  });
export type TriageFindingInput = z.input<typeof TriageFindingInput>;

/**
 * A person says where a finding stands. Closing as proven is not theirs: that follows from facts alone. Throws NotFound,
 * or Conflict when the finding may not move there, or moved meanwhile.
 */
export async function triageFinding(ctx: Context, input: TriageFindingInput): Promise<{ status: TriageFindingInput["to"] }> {
  authorize(ctx.actor, "finding.triage");
  const { findingId, to, reason } = parse(TriageFindingInput, input);
  return transaction(ctx, async (tx) => {
    const finding = await tx.finding.findUnique({ where: { id: findingId } });
    if (!finding) throw notFound("The finding");
    if (!canMove(findingTransitions, finding.status, to))
      throw conflict(
        `The finding is ${finding.status.replaceAll("_", " ")} and can't become ${to.replaceAll("_", " ")} by hand. Reload the page to see where it stands.`,
      );
    const { count } = await tx.finding.updateMany({
      where: { id: findingId, status: finding.status },
      data: { status: to, triagedBy: actorName(ctx.actor), triageNote: reason || null },
    });
    if (count === 0) throw conflict("The finding moved while you looked at it. Reload the page and decide again.");
    await appendAudit(tx, ctx.actor, {
      action: "finding.triaged",
      subject: { type: "finding", id: findingId },
      detail: { was: finding.status, is: to, rule: finding.rule, on: finding.subject, ...(reason ? { reason } : {}) },
    });
    return { status: to };
  });
}
