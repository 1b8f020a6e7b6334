import { appendAudit } from "../../audit/append";
import { authorize } from "../../authorization/authorize";
import { actorName, type Context } from "../../core/context";
import type { Tx } from "../../core/db";
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

/** Takes back that an owner was asked; where that alone had moved the exposure, it stands again where it stood. Throws NotFound, or Conflict where it was taken back already. */
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
    const is = await moveBack(tx, ctx, task.exposureId, rotationId);
    await appendAudit(tx, ctx.actor, {
      action: "exposure.rotation_withdrawn",
      subject: { type: "exposure", id: task.exposureId },
      detail: { rotation: rotationId, ...(is ? { was: "remediating", is } : {}) },
    });
    return { exposure: task.exposureId };
  });
}

/** Where the exposure stood before this was asked, and stands again; null where it was not moved by that, or by more than that, or somebody is asked still. */
async function moveBack(tx: Tx, ctx: Context, exposureId: string, rotationId: string): Promise<"open" | "in_review" | null> {
  const [asked] = await tx.$queryRaw<{ was: string }[]>`
    select a.detail ->> 'was' as was from audit_entry a
    where a.subject_type = 'exposure' and a.subject_id = ${exposureId} and a.action = 'exposure.rotation_asked' and a.detail ->> 'rotation' = ${rotationId} and a.detail ? 'was'
      and not exists (select from audit_entry b where b.subject_type = 'exposure' and b.subject_id = ${exposureId} and b.action = 'exposure.triaged' and b.id > a.id)
      and not exists (select from ${tasks} where e.id = ${exposureId}::uuid and ${rotationState} in ('asked', 'unproven'))`;
  if (!asked) return null;
  // people call nothing regressed
  const is = asked.was === "in_review" ? "in_review" : "open";
  const { count } = await tx.exposure.updateMany({
    where: { id: exposureId, status: "remediating" },
    data: { status: is, triagedBy: actorName(ctx.actor) },
  });
  return count > 0 ? is : null;
}
