import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { conflict, forbidden, notFound } from "../core/errors";
import { parse } from "../core/parse";
import { actedStates } from "../domain/states";
import { WithdrawRequestInput } from "./schemas";
import { requestStatus } from "./status";

/** The requester takes their request back while it waits for people, or in the hold. Throws Conflict once it has ended or the machine has begun to act. */
export async function withdrawRequest(ctx: Context, input: unknown): Promise<void> {
  authorize(ctx.actor, "request.withdraw");
  const { request: id, reason } = parse(WithdrawRequestInput, input);
  await ctx.db.$transaction(async (tx) => {
    const request = await tx.request.findUnique({ where: { id }, select: { number: true, requesterId: true } });
    if (!request) throw notFound("The request");
    const { actor } = ctx;
    if (actor.type !== "person" || actor.id !== request.requesterId)
      throw forbidden("Only the requester can withdraw a request. An approver can deny it, on the signer's page.");
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`withdraw:${id}`}, 0))`;
    const status = await requestStatus(tx, id);
    if (status === "approved") {
      const acted = await tx.execution.count({ where: { requestId: id, status: { in: [...actedStates] } } });
      if (acted >= (await tx.requestTarget.count({ where: { requestId: id } })))
        throw conflict(`The machine has begun to act on R-${request.number}, so there is nothing to withdraw.`);
    } else if (status !== "pending") throw conflict(`R-${request.number} is ${status} already, so there is nothing to withdraw.`);
    await tx.withdrawal.create({ data: { id: ctx.ids.uuid(), requestId: id, personId: actor.id, reason, at: ctx.clock.now() } });
    await appendAudit(tx, actor, { action: "request.withdrawn", subject: { type: "request", id }, detail: { number: request.number, reason } });
  });
}
