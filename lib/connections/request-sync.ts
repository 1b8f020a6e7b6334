import { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import type { Tx } from "../core/db";
import { parse } from "../core/parse";
import { livingConnection } from "./living-connection";

export const RequestSyncInput = z.object({ connectionId: z.uuid() });
export type RequestSyncInput = z.input<typeof RequestSyncInput>;

export interface QueuedSync {
  id: string;
  /** false when one was already waiting; then that one is meant */
  fresh: boolean;
}

/** Asks the collector to read a connection now. Asking twice asks once. Throws NotFound or Conflict (connection removed). */
export async function requestSync(ctx: Context, input: RequestSyncInput): Promise<QueuedSync> {
  authorize(ctx.actor, "connection.sync");
  const { connectionId } = parse(RequestSyncInput, input);
  return ctx.db.$transaction(async (tx) => {
    const connection = await livingConnection(tx, connectionId);
    const queued = await queueSync(tx, ctx, connectionId);
    if (queued.fresh)
      await appendAudit(tx, ctx.actor, {
        action: "sync.requested",
        subject: { type: "connection", id: connectionId },
        detail: { run: queued.id, connection: connection.name },
      });
    return queued;
  });
}

/** Puts a run in the queue, or finds the one that waits there. */
export async function queueSync(tx: Tx, ctx: Context, connectionId: string): Promise<QueuedSync> {
  const id = ctx.ids.uuid();
  const trigger = ctx.actor.type === "process" ? "schedule" : actorName(ctx.actor);
  // only the columns that web may write
  const inserted = await tx.$executeRaw`
    insert into sync_run (id, connection_id, trigger, status, queued_at) values (${id}::uuid, ${connectionId}::uuid, ${trigger}, 'queued', ${ctx.clock.now()})
    on conflict (connection_id) where status = 'queued' do nothing`;
  if (inserted > 0) return { id, fresh: true };
  const [waiting] = await tx.$queryRaw<{ id: string }[]>`select id from sync_run where connection_id = ${connectionId}::uuid and status = 'queued'`;
  // taken between the two statements: it runs, so ours may wait behind it
  return waiting ? { id: waiting.id, fresh: false } : queueSync(tx, ctx, connectionId);
}
