import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import { Prisma } from "../core/db";
import { conflict } from "../core/errors";
import { parse } from "../core/parse";
import { SetTtlPolicyInput } from "./schemas";

/**
 * Says how long tokens of a class may live in an environment, how often they are replaced and answered for, and why. It takes the place
 * of the policy in force for the same class and environment, which is kept. The rules follow by themselves. Throws Conflict when two
 * people set the same one at once.
 */
export async function setTtlPolicy(ctx: Context, input: unknown): Promise<{ id: string }> {
  authorize(ctx.actor, "ttl.set");
  const policy = parse(SetTtlPolicyInput, input);
  const id = ctx.ids.uuid();
  const now = ctx.clock.now();
  try {
    await ctx.db.$transaction(async (tx) => {
      const was = await tx.ttlPolicy.findFirst({ where: { class: policy.class, environment: policy.environment, endedAt: null } });
      if (was) {
        const ended = await tx.ttlPolicy.updateMany({ where: { id: was.id, endedAt: null }, data: { endedAt: now } });
        if (ended.count === 0) throw conflict("Somebody else has just set this policy. Look at theirs first.");
      }
      await tx.ttlPolicy.create({ data: { id, ...policy, setBy: actorName(ctx.actor), setAt: now } });
      await appendAudit(tx, ctx.actor, { action: "ttl_policy.set", subject: { type: "ttl_policy", id }, detail: { ...policy, replaces: was?.id ?? null } });
    });
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002")
      throw conflict("Somebody else has just set this policy. Look at theirs first.");
    throw error;
  }
  return { id };
}
