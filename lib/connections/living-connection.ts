import type { Queryable } from "../core/db";
import { conflict, notFound } from "../core/errors";

/** The connection, when it is there and was not removed. Throws NotFound or Conflict. */
export async function livingConnection(db: Queryable, connectionId: string): Promise<{ id: string; name: string; connector: string }> {
  const connection = await db.connection.findUnique({ where: { id: connectionId }, select: { id: true, name: true, connector: true, removal: true } });
  if (!connection) throw notFound("The connection");
  if (connection.removal) throw conflict(`The connection ${connection.name} was removed. Add it again.`);
  return connection;
}
