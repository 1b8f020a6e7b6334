import { appendAudit } from "../../audit/append";
import { authorize } from "../../authorization/authorize";
import { actorName, type Context } from "../../core/context";
import { conflict, notFound } from "../../core/errors";
import { parse } from "../../core/parse";
import { transaction } from "../../core/transaction";
import { RunInput } from "./schemas";

/** Asks for a run to stop. What was found stays; the collector stops at its next sign of life. Throws NotFound, or Conflict when it is over. */
export async function cancelRun(ctx: Context, input: RunInput): Promise<void> {
  authorize(ctx.actor, "scan.start");
  const { runId } = parse(RunInput, input);
  await transaction(ctx, async (tx) => {
    const run = await tx.scanRun.findUnique({ where: { id: runId }, select: { id: true } });
    if (!run) throw notFound("The run");
    const { count } = await tx.scanRun.updateMany({
      where: { id: runId, cancelledBy: null, status: { in: ["queued", "running"] } },
      data: { cancelledBy: actorName(ctx.actor) },
    });
    if (count === 0) throw conflict("This run is over already.");
    await appendAudit(tx, ctx.actor, { action: "scan.cancelled", subject: { type: "scan", id: runId } });
  });
}
