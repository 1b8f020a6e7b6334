import { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import { conflict, notFound } from "../core/errors";
import { parse } from "../core/parse";

export const CancelSyncInput = z.object({ runId: z.uuid() });
export type CancelSyncInput = z.input<typeof CancelSyncInput>;

/**
 * Asks the collector to stop a run at the next page. What was read stays, nothing is marked as missing.
 * Throws NotFound, or Conflict when the run has ended or is already being stopped.
 */
export async function cancelSync(ctx: Context, input: CancelSyncInput): Promise<void> {
  authorize(ctx.actor, "connection.sync");
  const { runId } = parse(CancelSyncInput, input);
  await ctx.db.$transaction(async (tx) => {
    const run = await tx.syncRun.findUnique({ where: { id: runId }, select: { connectionId: true } });
    if (!run) throw notFound("The sync");
    const { count } = await tx.syncRun.updateMany({
      where: { id: runId, status: { in: ["queued", "running"] }, cancelledBy: null },
      data: { cancelledBy: actorName(ctx.actor) },
    });
    if (count === 0) throw conflict("The sync has ended or is already being stopped. Reload the page to see how it ended.");
    await appendAudit(tx, ctx.actor, { action: "sync.cancelled", subject: { type: "connection", id: run.connectionId }, detail: { run: runId } });
  });
}
