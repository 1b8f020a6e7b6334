import { appendAudit } from "../../lib/audit/append";
import type { Context } from "../../lib/core/context";
import type { Prisma, Tx } from "../../lib/core/db";
import { conflict } from "../../lib/core/errors";
import { canMove, type ExecutionState, executionTransitions } from "../../lib/domain/states";

/** An execution as one step sees it. `status` follows as the step moves it. */
export interface Moving {
  id: string;
  status: ExecutionState;
  fence: bigint;
}

/**
 * Moves an execution to another state and writes it to the audit log, in the caller's transaction. The write is conditional on the state and
 * fence this step started from: whoever lost the lease, or a race, gets Conflict and has changed nothing.
 */
export async function move(
  tx: Tx,
  ctx: Context,
  execution: Moving,
  to: ExecutionState,
  data: Prisma.ExecutionUncheckedUpdateManyInput,
  audit: { action: string; detail: Record<string, unknown> },
): Promise<void> {
  if (!canMove(executionTransitions, execution.status, to)) throw conflict(`Execution ${execution.id} cannot go from ${execution.status} to ${to}.`);
  await write(tx, execution, { ...data, status: to });
  await appendAudit(tx, ctx.actor, { action: audit.action, subject: { type: "execution", id: execution.id }, detail: audit.detail });
}

/** Changes an execution without moving it, under the same conditions. */
export async function write(tx: Tx, execution: Moving, data: Prisma.ExecutionUncheckedUpdateManyInput): Promise<void> {
  const { count } = await tx.execution.updateMany({ where: { id: execution.id, status: execution.status, fence: execution.fence }, data });
  if (count === 0) throw conflict(`Execution ${execution.id} is no longer ours or no longer ${execution.status}.`);
}
