import type { Tx } from "../../lib/core/db";
import type { Moving } from "./move";
import type { Parts } from "./parts";

export type AttemptPhase = "preflight" | "act" | "probe";
export type AttemptOutcome = "done" | "already_gone" | "declined" | "unknown" | "alive" | "dead";

export interface AttemptResult {
  outcome: AttemptOutcome;
  httpStatus: number | null;
  /** redacted by the connector; shown in the transcript */
  detail: Record<string, string | number | boolean | null>;
}

/** Records that a call is about to be made. Returns the attempt's id. */
export async function intend(tx: Tx, { ctx }: Parts, execution: Moving, phase: AttemptPhase): Promise<string> {
  const last = await tx.attempt.aggregate({ where: { executionId: execution.id }, _max: { n: true } });
  const id = ctx.ids.uuid();
  await tx.attempt.create({
    data: { id, executionId: execution.id, n: (last._max.n ?? 0) + 1, phase, fence: execution.fence, intentAt: ctx.clock.now() },
  });
  return id;
}

/** Records what came of it; once, whoever is late changes nothing. */
export async function conclude(tx: Tx, { ctx }: Parts, attempt: string, { outcome, httpStatus, detail }: AttemptResult): Promise<void> {
  await tx.attempt.updateMany({ where: { id: attempt, endedAt: null }, data: { endedAt: ctx.clock.now(), outcome, httpStatus, detail } });
}

/** Calls that a crash cut off: nobody knows what came of them. */
export async function concludeInterrupted(parts: Parts, execution: Moving): Promise<void> {
  await parts.ctx.db.attempt.updateMany({
    where: { executionId: execution.id, endedAt: null },
    data: { endedAt: parts.ctx.clock.now(), outcome: "unknown", detail: { evidence: "the executor ended before it heard the answer" } },
  });
}
