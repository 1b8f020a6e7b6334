import type { Queryable } from "../core/db";
import { conflict, notFound } from "../core/errors";
import { ownConnector } from "../domain/own-connector";

/** The connection, when it is there, was not removed and is a system of somebody's. Throws NotFound or Conflict. */
export async function livingConnection(db: Queryable, connectionId: string): Promise<{ id: string; name: string; connector: string }> {
  const connection = await db.connection.findUnique({ where: { id: connectionId }, select: { id: true, name: true, connector: true, removal: true } });
  if (!connection) throw notFound("The connection");
  if (connection.removal) throw conflict(`The connection ${connection.name} was removed. Add it again.`);
  if (connection.connector === ownConnector)
    throw conflict(
      `${connection.name} is this deployment itself: there is nothing to sync, seal or remove. Its tokens are made and revoked on the API tokens page.`,
    );
  return connection;
}
