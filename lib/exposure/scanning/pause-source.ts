import { appendAudit } from "../../audit/append";
import { authorize } from "../../authorization/authorize";
import { actorName, type Context } from "../../core/context";
import { conflict, notFound } from "../../core/errors";
import { parse } from "../../core/parse";
import { transaction } from "../../core/transaction";
import { PauseInput } from "./schemas";

/** Lets a source that is looked through by the clock rest, or go on. Throws NotFound, or Conflict where nothing is planned or it stands so already. */
export async function pauseSource(ctx: Context, input: PauseInput): Promise<void> {
  authorize(ctx.actor, "scan.start");
  const { sourceId, paused } = parse(PauseInput, input);
  await transaction(ctx, async (tx) => {
    const source = await tx.scanSource.findUnique({ where: { id: sourceId }, select: { every: true, removedAt: true } });
    if (!source) throw notFound("The source");
    if (source.every === null || source.removedAt !== null)
      throw conflict("Nothing is planned for this source. Plan it on the collector's host: countersign scan add");
    const { count } = await tx.scanSource.updateMany({
      where: { id: sourceId, pausedAt: paused ? null : { not: null } },
      data: paused ? { pausedBy: actorName(ctx.actor), pausedAt: ctx.clock.now() } : { pausedBy: null, pausedAt: null },
    });
    if (count === 0) throw conflict(paused ? "This source rests already." : "This source does not rest.");
    await appendAudit(tx, ctx.actor, { action: paused ? "scan.paused" : "scan.resumed", subject: { type: "scan_source", id: sourceId } });
  });
}
