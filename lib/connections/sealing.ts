import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { parse } from "../core/parse";
import type { EnvelopeBinding } from "../credentials/envelope";
import { type CredentialUse, sealedTo } from "../domain/credential-use";
import { silentAfterMilliseconds } from "../domain/liveness";
import { livingConnection } from "./living-connection";

/** age recipients (`age1…`) of the processes that use credentials, as these announced them; null where none runs. */
export type Recipients = Record<CredentialUse, string | null>;

/** To whom a browser seals credentials: shown before anything is typed, so that it can be compared with the host's own files. A silent process is not sealed to: its key may be another when it comes back. */
export async function recipientsOf(ctx: Context): Promise<Recipients> {
  authorize(ctx.actor, "connection.manage");
  const processes = await ctx.db.processStatus.findMany({
    where: {
      process: { in: Object.values(sealedTo) },
      recipient: { not: null },
      heartbeatAt: { gt: new Date(ctx.clock.now().getTime() - silentAfterMilliseconds) },
    },
    orderBy: { heartbeatAt: "desc" },
    select: { process: true, recipient: true },
  });
  const of = (use: CredentialUse) => processes.find(({ process }) => process === sealedTo[use])?.recipient ?? null;
  return { read: of("read"), revoke: of("revoke") };
}

/** What a credential sealed for a connection is bound to. Throws InvalidInput, NotFound, or Conflict when it was removed. */
export async function bindingOf(ctx: Context, connectionId: string): Promise<EnvelopeBinding> {
  authorize(ctx.actor, "connection.manage");
  const id = parse(z.uuid(), connectionId);
  await livingConnection(ctx.db, id);
  const [connection, deployment] = await Promise.all([
    ctx.db.connection.findUniqueOrThrow({ where: { id }, select: { connector: true, origin: true, ca: true } }),
    ctx.db.deployment.findFirstOrThrow({ select: { id: true } }),
  ]);
  return { deployment: deployment.id, connection: id, vendor: connection.connector, origin: connection.origin, ca: connection.ca };
}
