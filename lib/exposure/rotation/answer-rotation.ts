import { appendAudit } from "../../audit/append";
import { authorize } from "../../authorization/authorize";
import { actorName, type Context } from "../../core/context";
import { conflict, forbidden, notFound } from "../../core/errors";
import { parse } from "../../core/parse";
import { transaction } from "../../core/transaction";
import { withoutSecrets } from "../without-secrets";
import { AnswerRotationInput, WithdrawRotationInput } from "./schemas";
import { answersFor, type RotationState, rotationState, tasks } from "./task-sql";

/**
 * The owner says that they rotated the token, or that they can't and why. The first is no proof: the task stays theirs until the old one is known to be dead. Throws
 * NotFound for what isn't theirs, or Conflict where it is done or withdrawn.
 */
export async function answerRotation(ctx: Context, input: AnswerRotationInput): Promise<{ state: "unproven" | "cannot" }> {
  authorize(ctx.actor, "token.attest");
  const { rotationId, answer, reason } = parse(AnswerRotationInput, input);
  withoutSecrets("reason", reason);
  if (ctx.actor.type !== "person") throw forbidden("Only a person answers for a token.");
  const person = ctx.actor.id;
  return transaction(ctx, async (tx) => {
    const [task] = await tx.$queryRaw<{ exposure: string; token: string; state: RotationState }[]>`
      select e.id as exposure, t.id as token, ${rotationState} as state from ${tasks} where r.id = ${rotationId}::uuid and ${answersFor(person)}`;
    if (!task) throw notFound("The task");
    if (task.state === "done" || task.state === "withdrawn") throw conflict(`It is ${task.state} already. Reload the page.`);
    const { count } = await tx.rotationTask.updateMany({
      where: { id: rotationId, withdrawnAt: null },
      data: { answer, answerReason: reason || null, answeredBy: person, answeredAt: ctx.clock.now() },
    });
    if (count === 0) throw conflict("It was withdrawn meanwhile. Reload the page.");
    await appendAudit(tx, ctx.actor, {
      action: answer === "rotated" ? "exposure.rotation_claimed" : "exposure.rotation_refused",
      subject: { type: "exposure", id: task.exposure },
      detail: { rotation: rotationId, token: task.token, ...(reason ? { reason } : {}) },
    });
    return { state: answer === "rotated" ? "unproven" : "cannot" };
  });
}

/** Takes back that an owner was asked. Throws NotFound, or Conflict where it was taken back already. */
export async function withdrawRotation(ctx: Context, input: WithdrawRotationInput): Promise<{ exposure: string }> {
  authorize(ctx.actor, "finding.triage");
  const { rotationId } = parse(WithdrawRotationInput, input);
  return transaction(ctx, async (tx) => {
    const task = await tx.rotationTask.findUnique({ where: { id: rotationId }, select: { exposureId: true } });
    if (!task) throw notFound("The task");
    const { count } = await tx.rotationTask.updateMany({
      where: { id: rotationId, withdrawnAt: null },
      data: { withdrawnAt: ctx.clock.now(), withdrawnBy: actorName(ctx.actor) },
    });
    if (count === 0) throw conflict("It was withdrawn already.");
    await appendAudit(tx, ctx.actor, {
      action: "exposure.rotation_withdrawn",
      subject: { type: "exposure", id: task.exposureId },
      detail: { rotation: rotationId },
    });
    return { exposure: task.exposureId };
  });
}
