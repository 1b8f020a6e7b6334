import { appendAudit } from "../../lib/audit/append";
import type { Tx } from "../../lib/core/db";
import { canMove, type RequestState, requestTransitions } from "../../lib/domain/states";
import type { Parts } from "./parts";

type Outcome = Exclude<RequestState, "pending">;

/** Writes where a request has come to, once; from pending or, for a stop, from approved. Returns whether it changed. */
export async function settleRequest(tx: Tx, { ctx }: Parts, requestId: string, to: Outcome, reason: string | null): Promise<boolean> {
  const before = await tx.requestOutcome.findUnique({ where: { requestId } });
  if (!canMove(requestTransitions, before?.status ?? "pending", to)) return false;
  const data = { status: to, reason, at: ctx.clock.now() };
  const { count } = before
    ? await tx.requestOutcome.updateMany({ where: { requestId, status: before.status }, data })
    : await tx.requestOutcome.createMany({ data: [{ requestId, ...data }], skipDuplicates: true });
  if (count === 0) return false;
  await tx.targetCheck.deleteMany({ where: { requestId, request: { outcome: { status: { not: "approved" } } } } });
  await appendAudit(tx, ctx.actor, { action: `request.${to}`, subject: { type: "request", id: requestId }, detail: { reason } });
  return true;
}
