import { AppError } from "../../lib/core/errors";
import { actOn } from "./act";
import type { Authority } from "./authorise";
import { type Lease, releaseLease, takeLease } from "./lease";
import type { Moving } from "./move";
import type { Parts } from "./parts";
import { prove } from "./prove";
import type { ExecutorState } from "./state";

export interface ExecutionRow extends Moving {
  requestId: string;
  tokenId: string;
  targetDigest: string;
  effect: "dead" | "disabled" | "shortened" | "narrowed";
  result: string | null;
  notBefore: Date;
  checkedAt: Date | null;
  described: unknown;
  actedAt: Date | null;
  provingSince: Date | null;
  unprovenSince: Date | null;
  proof: unknown;
}

/**
 * Takes one execution as far as it goes now. Only the holder of its lease works on it, and every write is conditional on the lease's fence;
 * whoever loses the lease in between stops without a trace. `fresh` is authority derived a moment ago.
 */
export async function step(parts: Parts, state: ExecutorState, executionId: string, fresh?: Authority): Promise<void> {
  const lease = await takeLease(parts.ctx, `execution:${executionId}`, parts.holder, parts.leaseMilliseconds);
  if (!lease) return;
  try {
    const execution = await claim(parts, executionId, lease);
    if (!execution) return;
    switch (execution.status) {
      case "queued":
      case "checking_authority":
      case "acting":
        return await actOn(parts, state, execution, lease, fresh);
      case "proving":
        return await prove(parts, state, execution, lease);
      case "proven":
      case "irrevocable":
      case "refused":
      case "stopped":
        return;
      default:
        execution.status satisfies never;
    }
  } catch (error) {
    if (!(error instanceof AppError && error.code === "Conflict")) throw error;
    parts.ctx.log.info({ execution: executionId }, "another executor went on with this execution");
  } finally {
    await releaseLease(parts.ctx, lease);
  }
}

/** Puts the lease's fence on the row: from now on writes with an older one fail. */
async function claim({ ctx }: Parts, id: string, lease: Lease): Promise<ExecutionRow | null> {
  await ctx.db.execution.updateMany({ where: { id, fence: { lt: lease.fence } }, data: { fence: lease.fence } });
  return ctx.db.execution.findFirst({ where: { id, fence: lease.fence } });
}
