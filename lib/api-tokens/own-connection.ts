import type { Context } from "../core/context";
import type { Tx } from "../core/db";
import { ownConnector } from "../domain/own-connector";

/** The deployment's own connection: what its API tokens are listed under. It comes into being with the first of them; nobody adds, signs or reads it. */
export async function ensureOwnConnection(tx: Tx, ctx: Context, origin: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('own connection', 0))`;
  const known = await tx.connection.findFirst({ where: { connector: ownConnector, removal: null }, select: { id: true } });
  if (known) return;
  // Somebody may have given the name to a system of theirs.
  const taken = await tx.connection.count({ where: { name: "Countersign", removal: null } });
  const name = taken === 0 ? "Countersign" : "Countersign (this deployment)";
  await tx.connection.create({
    data: { id: ctx.ids.uuid(), name, connector: ownConnector, origin, createdBy: "process:web", createdAt: ctx.clock.now(), syncIntervalSeconds: 300 },
  });
}
