import { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import { parse } from "../core/parse";
import { livingConnection } from "./living-connection";

export const RemoveConnectionInput = z.object({ connectionId: z.uuid(), reason: z.string().trim().min(1, "say why, for whoever reads it later").max(2000) });
export type RemoveConnectionInput = z.input<typeof RemoveConnectionInput>;

/**
 * Stops reading a connection and revoking there. Its tokens, findings and history stay: not being watched is no reason to call them gone.
 * Throws NotFound, or Conflict when it was removed already.
 */
export async function removeConnection(ctx: Context, input: RemoveConnectionInput): Promise<void> {
  authorize(ctx.actor, "connection.manage");
  const { connectionId, reason } = parse(RemoveConnectionInput, input);
  await ctx.db.$transaction(async (tx) => {
    const connection = await livingConnection(tx, connectionId);
    const by = actorName(ctx.actor);
    await tx.connectionRemoval.create({ data: { connectionId, removedBy: by, removedAt: ctx.clock.now(), reason } });
    await tx.syncRun.updateMany({ where: { connectionId, status: { in: ["queued", "running"] }, cancelledBy: null }, data: { cancelledBy: by } });
    await appendAudit(tx, ctx.actor, {
      action: "connection.removed",
      subject: { type: "connection", id: connectionId },
      detail: { name: connection.name, reason },
    });
  });
}
