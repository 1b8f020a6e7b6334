import { appendAudit } from "../../lib/audit/append";
import { digestOf } from "../../lib/core/canonical";
import type { Tx } from "../../lib/core/db";
import type { StatementTarget } from "../../lib/domain/statement";
import type { Authority } from "./authorise";
import type { ReadableCase } from "./authority/case";
import type { Moving } from "./move";
import { settleRequest } from "./outcomes";
import type { Parts } from "./parts";
import { refuseExecution } from "./refuse";
import type { Refused } from "./refused";
import { quorumJson } from "./target-check";

/** Queues an execution for a target with enough signatures, and with it the request is approved. Unique on request and target. Returns its id. */
export async function openExecution(parts: Parts, { request, target, count }: Authority): Promise<string> {
  const { ctx } = parts;
  const now = ctx.clock.now();
  const hold = request.trust.policy.statement.holdSeconds * 1000;
  return ctx.db.$transaction(async (tx) => {
    const { id } = await queue(tx, parts, request.row.id, target.token, digestOf(target), request.statement.effect, new Date(now.getTime() + hold));
    await tx.execution.update({ where: { id }, data: { quorum: quorumJson(count) } });
    await settleRequest(tx, parts, request.row.id, "approved", null);
    const detail = { request: request.row.id, token: target.token, holdSeconds: hold / 1000, ...quorumJson(count) };
    await parts.notices.begins(tx, id, request.row.id);
    await appendAudit(tx, ctx.actor, { action: "execution.queued", subject: { type: "execution", id }, detail });
    return id;
  });
}

/** Records a target's refusal, as an execution that ended before it began. */
export async function refuseTarget(parts: Parts, request: ReadableCase, target: StatementTarget, refused: Refused): Promise<void> {
  await parts.ctx.db.$transaction((tx) => refuseUnopened(tx, parts, request.row.id, target.token, digestOf(target), request.statement.effect, refused));
}

type EffectName = "dead" | "disabled" | "shortened" | "narrowed";

/** The same where no statement could be read: from what the request's rows claim. A token that does not exist leaves its trace in the audit log alone. */
export async function refuseUnopened(
  tx: Tx,
  parts: Parts,
  requestId: string,
  tokenId: string,
  targetDigest: string,
  effect: EffectName,
  { refusal, detail }: Pick<Refused, "refusal" | "detail">,
): Promise<void> {
  if ((await tx.token.count({ where: { id: tokenId } })) === 0) {
    const subject = { type: "request", id: requestId } as const;
    await appendAudit(tx, parts.ctx.actor, { action: "execution.refused", subject, detail: { refusal, detail, token: tokenId, target: targetDigest } });
    return;
  }
  const execution = await queue(tx, parts, requestId, tokenId, targetDigest, effect, parts.ctx.clock.now());
  await refuseExecution(tx, parts, execution, refusal, detail);
}

async function queue(
  tx: Tx,
  { ctx, walls }: Parts,
  requestId: string,
  tokenId: string,
  targetDigest: string,
  effect: EffectName,
  notBefore: Date,
): Promise<Moving> {
  const id = ctx.ids.uuid();
  await tx.execution.create({ data: { id, requestId, tokenId, targetDigest, effect, status: "queued", walls, queuedAt: ctx.clock.now(), notBefore } });
  await tx.targetCheck.deleteMany({ where: { requestId, targetDigest } });
  return { id, status: "queued", fence: 0n };
}
