import { appendAudit } from "../../audit/append";
import { authorize } from "../../authorization/authorize";
import { actorName, type Context } from "../../core/context";
import { conflict, notFound } from "../../core/errors";
import { parse } from "../../core/parse";
import { transaction } from "../../core/transaction";
import { SourceInput } from "./schemas";

/**
 * Asks the collector to look through a source on its host now. One that waits already is that run. Where the source lies nobody says here. One that waits because its time had come is whoever asked's from now on: it goes though its source rests.
 * Throws NotFound, or Conflict where it came once or was taken off the list.
 */
export async function runNow(ctx: Context, input: SourceInput): Promise<{ runId: string; sourceId: string }> {
  authorize(ctx.actor, "scan.start");
  const { sourceId } = parse(SourceInput, input);
  return transaction(ctx, async (tx) => {
    const source = await tx.scanSource.findUnique({ where: { id: sourceId }, select: { location: true, removedAt: true } });
    if (!source) throw notFound("The source");
    if (source.location === null)
      throw conflict("This source came once and is not kept. Send it again, or name it on the collector's host: countersign scan add");
    if (source.removedAt !== null) throw conflict("This source is no longer looked through. Name it again on the collector's host: countersign scan add");
    const waiting = await tx.$queryRaw<{ id: string }[]>`
      insert into scan_run (id, source_id, trigger, status, queued_at)
      values (${ctx.ids.uuid()}::uuid, ${sourceId}::uuid, ${actorName(ctx.actor)}, 'queued', ${ctx.clock.now()})
      on conflict (source_id) where status = 'queued' and file_name is null do update set trigger = excluded.trigger where scan_run.trigger = 'schedule' returning id`;
    const [fresh] = waiting;
    if (fresh) {
      await appendAudit(tx, ctx.actor, { action: "scan.asked", subject: { type: "scan", id: fresh.id }, detail: { source: sourceId } });
      return { runId: fresh.id, sourceId };
    }
    const { id } = await tx.scanRun.findFirstOrThrow({ where: { sourceId, status: "queued", fileName: null }, select: { id: true } });
    return { runId: id, sourceId };
  });
}
