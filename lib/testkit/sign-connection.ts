import { randomUUID } from "node:crypto";
import { canonical, sha256 } from "../core/canonical";
import type { Db } from "../core/db";

/**
 * Writes, as the owner, what there is once an administrator signed a connection as it is stored and the executor found the signature good.
 * Returns the statement's digest.
 */
export async function signConnection(owner: Db, connectionId: string, now: Date): Promise<string> {
  const { connector: vendor, name, origin, ca, allowPrivate, settings } = await owner.connection.findUniqueOrThrow({ where: { id: connectionId } });
  const shared = { type: "countersign/connection", version: 1, deployment: randomUUID(), nonce: randomUUID(), issued: now.toISOString() };
  const body = canonical({ ...shared, connection: connectionId, name, vendor, origin, ca, allowPrivate, settings });
  const digest = sha256(body);
  await owner.trustStatement.create({ data: { digest, kind: "connection", subject: connectionId, body, proposedBy: "operator:test", createdAt: now } });
  await owner.trustState.create({ data: { digest, status: "active", firstSeenAt: now, activeAt: now, updatedAt: now } });
  return digest;
}
