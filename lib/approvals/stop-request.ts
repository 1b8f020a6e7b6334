import { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import { conflict, notFound } from "../core/errors";
import { parse } from "../core/parse";
import { actedStates } from "../domain/states";

export const StopRequestInput = z.object({ number: z.int().positive(), reason: z.string().trim().min(1, "Say why, in a sentence.").max(2000) });

/**
 * The emergency brake on the executor's host: works without web and signer. What was sent to a vendor already cannot be called back;
 * `acting` counts those targets. It is read after the stop's row is written, and that waits for a move of the executor's which is just being
 * written: from then on the executor reads the stop before it acts on anything more.
 */
export async function stopRequest(ctx: Context, input: z.input<typeof StopRequestInput>): Promise<{ request: string; acting: number }> {
  authorize(ctx.actor, "request.stop");
  const { number, reason } = parse(StopRequestInput, input);
  return ctx.db.$transaction(async (tx) => {
    const request = await tx.request.findUnique({
      where: { number },
      include: { stops: true, outcome: true },
    });
    if (!request) throw notFound(`R-${number}`);
    if (request.stops.length > 0) throw conflict(`R-${number} is stopped already.`);
    const ended = request.outcome && request.outcome.status !== "approved";
    if (ended) throw conflict(`R-${number} has ended as ${request.outcome?.status}. There is nothing to stop.`);
    await tx.stop.create({ data: { id: ctx.ids.uuid(), requestId: request.id, stoppedBy: actorName(ctx.actor), reason, at: ctx.clock.now() } });
    await appendAudit(tx, ctx.actor, { action: "request.stopped", subject: { type: "request", id: request.id }, detail: { number, reason } });
    const acting = await tx.execution.count({ where: { requestId: request.id, OR: [{ actedAt: { not: null } }, { status: { in: [...actedStates] } }] } });
    return { request: request.id, acting };
  });
}
