import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import type { Tx } from "../core/db";
import { openFindingStates } from "../domain/states";
import type { ProvenDeath } from "../findings/close-proven";

/**
 * Closes what a token's proven death ends: the exposures of its secret, wherever it was seen. Call it in the transaction that records the proof. Runs
 * with the executor's rights. Returns how many it closed.
 */
export async function closeProvenExposures(tx: Tx, ctx: Context, { tokenId, executionId }: ProvenDeath): Promise<number> {
  authorize(ctx.actor, "finding.close");
  const now = ctx.clock.now();
  const closed = await tx.$queryRaw<{ id: string }[]>`
    update exposure set status = 'closed_proven', closed_at = ${now}, validity = 'invalid', validity_at = ${now}, validity_from = 'proven dead', validity_by = ${actorName(ctx.actor)}, retry_at = null
    where token_id in (select id from token where id = ${tokenId}::uuid or merged_into = ${tokenId}::uuid)
      and status = any(${[...openFindingStates, "accepted"]}::text[]::finding_status[])
      and exists (select from execution x where x.id = ${executionId}::uuid and x.token_id = ${tokenId}::uuid and x.status = 'proven' and x.effect = 'dead')
    returning id`;
  if (closed.length > 0)
    await appendAudit(tx, ctx.actor, {
      action: "exposures.closed",
      subject: { type: "token", id: tokenId },
      detail: { execution: executionId, exposures: closed.map(({ id }) => id) },
    });
  return closed.length;
}
