import { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import type { Tx } from "../core/db";
import { conflict } from "../core/errors";
import { parse } from "../core/parse";
import { rules } from "../detection/catalog";
import { lockFindings } from "../detection/lock";
import { openFindingStates } from "../domain/states";

export const ProvenDeath = z.object({ tokenId: z.uuid(), executionId: z.uuid() });
export type ProvenDeath = z.input<typeof ProvenDeath>;

/**
 * Closes the findings that a token's proven death makes false, with the execution as evidence. Call it in the transaction that records
 * the proof, after it. Runs with the executor's rights. Returns how many it closed; a second call closes nothing more.
 * Throws Conflict when the execution is not proven, or proved something other than this token's death.
 */
export async function closeProven(tx: Tx, ctx: Context, input: ProvenDeath): Promise<number> {
  authorize(ctx.actor, "finding.close");
  const { tokenId, executionId } = parse(ProvenDeath, input);
  await lockFindings(tx);
  const execution = await tx.execution.findUnique({ where: { id: executionId } });
  if (execution?.status !== "proven" || execution.effect !== "dead" || execution.tokenId !== tokenId)
    throw conflict(`Execution ${executionId} proves no death of token ${tokenId}, so its findings stay open. Record the proof first.`);
  const ended = rules.filter((rule) => rule.endsWithDeath).map((rule) => rule.id);
  const now = ctx.clock.now();
  const evidence = {
    because: "the token is proven dead",
    proof: { execution: execution.id, request: execution.requestId, result: execution.result, provenAt: execution.endedAt },
    checkedAt: now,
  };
  const closed = await tx.$queryRaw<{ id: string; rule: string }[]>`
    update finding set status = 'closed_proven', closed_at = ${now}, closed_evidence = ${JSON.stringify(evidence)}::jsonb
    where token_id = ${tokenId}::uuid and rule = any(${ended}::text[]) and status = any(${[...openFindingStates, "accepted"]}::text[]::finding_status[])
    returning id, rule`;
  if (closed.length > 0)
    await appendAudit(tx, ctx.actor, {
      action: "findings.closed",
      subject: { type: "token", id: tokenId },
      detail: { execution: executionId, findings: closed.map(({ id, rule }) => ({ id, rule })) },
    });
  return closed.length;
}
