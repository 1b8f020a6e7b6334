import type { Tx } from "../../lib/core/db";
import { type Refusal, refusals } from "../../lib/domain/refusals";
import { type Moving, move } from "./move";
import type { Parts } from "./parts";
import { dropMaterial } from "./probe-material";

/** Ends an execution by a named refusal; `stopped` is the operator's brake and has its own state. */
export async function refuseExecution(tx: Tx, { ctx }: Parts, execution: Moving, refusal: Refusal, detail: string | null): Promise<void> {
  const stopped = refusal === "stopped";
  await dropMaterial(tx, execution.id);
  await move(
    tx,
    ctx,
    execution,
    stopped ? "stopped" : "refused",
    { refusal, refusalDetail: detail, endedAt: ctx.clock.now(), nextProbeAt: null },
    { action: stopped ? "execution.stopped" : "execution.refused", detail: { refusal, sentence: refusals[refusal], detail } },
  );
}
