import { readStatement } from "./authority/load-case";
import type { Parts } from "./parts";
import { refuseWhole } from "./refuse-request";
import type { RequestToConsider } from "./requests-to-consider";
import type { ExecutorState } from "./state";

/** While the executor may not act at all, requests that would otherwise be executed are refused by that name, so that nobody waits in vain. */
export async function refuseWhileBarred(parts: Parts, state: Exclude<ExecutorState, { kind: "ready" }>, request: RequestToConsider): Promise<void> {
  if (request.approvers === 0) return;
  const row = await parts.ctx.db.request.findUnique({ where: { id: request.id }, select: { statement: true } });
  const quorum = readStatement(row?.statement ?? "")?.quorum ?? [];
  const least = Math.min(...quorum.map(({ people }) => people), Number.POSITIVE_INFINITY);
  if (request.approvers >= least || quorum.length === 0) await refuseWhole(parts, request.id, state.refusal, state.reason);
}
