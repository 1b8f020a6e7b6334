import type { Refusal } from "../../lib/domain/refusals";
import { refuseUnopened } from "./open-execution";
import { settleRequest } from "./outcomes";
import type { Parts } from "./parts";

/** Refuses every target of a request that has no execution yet, by what its rows claim: for refusals that stand before the statement itself. */
export async function refuseWhole(parts: Parts, requestId: string, refusal: Refusal, detail: string | null): Promise<void> {
  await parts.ctx.db.$transaction(async (tx) => {
    const request = await tx.request.findUniqueOrThrow({
      where: { id: requestId },
      include: { targets: true, executions: { select: { targetDigest: true } } },
    });
    const done = new Set(request.executions.map(({ targetDigest }) => targetDigest));
    for (const { tokenId, digest } of request.targets.filter((target) => !done.has(target.digest)))
      await refuseUnopened(tx, parts, requestId, tokenId, digest, request.effect, { refusal, detail });
  });
  await refuseWholeIfNothingIsLeft(parts, requestId);
}

/** A request all of whose targets were refused before any was approved has come to its end: it shows as stopped, with the first refusal's name. */
export async function refuseWholeIfNothingIsLeft(parts: Parts, requestId: string): Promise<void> {
  const { db } = parts.ctx;
  const [targets, executions] = await Promise.all([
    db.requestTarget.count({ where: { requestId } }),
    db.execution.findMany({ where: { requestId }, orderBy: { queuedAt: "asc" }, select: { status: true, refusal: true } }),
  ]);
  if (executions.length < targets || executions.length === 0 || executions.some(({ status }) => status !== "refused")) return;
  const refusal = executions[0]?.refusal ?? "";
  await db.$transaction((tx) => settleRequest(tx, parts, requestId, outcomeOf(refusal), `refused: ${refusal}`));
}

function outcomeOf(refusal: string): "expired" | "denied" | "withdrawn" | "stopped" {
  if (refusal === "denied" || refusal === "withdrawn") return refusal;
  return refusal === "expired" || refusal === "too_old" ? "expired" : "stopped";
}
