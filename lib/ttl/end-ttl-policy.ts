import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { conflict, notFound } from "../core/errors";
import { parse } from "../core/parse";
import { EndTtlPolicyInput } from "./schemas";

/** Ends a TTL policy; its deviations close by themselves, and the policy stays on record. Throws NotFound, or Conflict when it has ended already. */
export async function endTtlPolicy(ctx: Context, input: unknown): Promise<void> {
  authorize(ctx.actor, "ttl.set");
  const { policy, reason } = parse(EndTtlPolicyInput, input);
  await ctx.db.$transaction(async (tx) => {
    if (!(await tx.ttlPolicy.findUnique({ where: { id: policy }, select: { id: true } }))) throw notFound("The policy");
    const ended = await tx.ttlPolicy.updateMany({ where: { id: policy, endedAt: null }, data: { endedAt: ctx.clock.now() } });
    if (ended.count === 0) throw conflict("This policy has ended already.");
    await appendAudit(tx, ctx.actor, { action: "ttl_policy.ended", subject: { type: "ttl_policy", id: policy }, detail: { reason } });
  });
}
