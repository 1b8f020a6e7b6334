import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { parse } from "../core/parse";
import type { EnvelopeBinding } from "../credentials/envelope";
import { silentAfterMilliseconds } from "../domain/liveness";
import { livingConnection } from "./living-connection";

export interface Sealing {
  /** what a credential sealed for this connection is bound to */
  binding: EnvelopeBinding;
  /** age recipients of the processes that use credentials; null where none runs */
  recipients: { read: string | null; revoke: string | null };
}

/** What a browser needs to seal a credential for a connection before it leaves the page. A silent process is not sealed to: its key may be another when it comes back. Throws NotFound, or Conflict when it was removed. */
export async function sealingOf(ctx: Context, connectionId: string): Promise<Sealing> {
  authorize(ctx.actor, "connection.manage");
  const id = parse(z.uuid(), connectionId);
  await livingConnection(ctx.db, id);
  const [connection, deployment, processes] = await Promise.all([
    ctx.db.connection.findUniqueOrThrow({ where: { id }, select: { connector: true, origin: true, ca: true } }),
    ctx.db.deployment.findFirstOrThrow({ select: { id: true } }),
    ctx.db.processStatus.findMany({
      where: {
        process: { in: ["collector", "executor"] },
        recipient: { not: null },
        heartbeatAt: { gt: new Date(ctx.clock.now().getTime() - silentAfterMilliseconds) },
      },
      orderBy: { heartbeatAt: "desc" },
      select: { process: true, recipient: true },
    }),
  ]);
  const recipientOf = (name: string) => processes.find(({ process }) => process === name)?.recipient ?? null;
  return {
    binding: { deployment: deployment.id, connection: id, vendor: connection.connector, origin: connection.origin, ca: connection.ca },
    recipients: { read: recipientOf("collector"), revoke: recipientOf("executor") },
  };
}
