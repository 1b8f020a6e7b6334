import type { ReadConnection, ReadConnector } from "../../../lib/connectors/contract";
import { noHttp, speaksHttp } from "../../../lib/connectors/guard/no-http";
import type { GuardedHttp } from "../../../lib/connectors/http";
import type { Db } from "../../../lib/core/db";
import { envelopeDifferences, openEnvelope } from "../../../lib/credentials/envelope";
import { Unsealable } from "../../../lib/credentials/seal";
import { fingerprinter } from "../../../lib/fingerprints/pepper";
import { SyncFault } from "./fault";
import type { Parts } from "./parts";

export interface OpenedRead {
  connector: ReadConnector;
  connection: ReadConnection;
  http: GuardedHttp;
}

/**
 * Opens a connection for reading: the newest read credential, unsealed in memory, which must have been sealed for exactly this
 * connection at this address. Throws SyncFault with what to do.
 */
export async function openRead(parts: Parts, connectionId: string, signal: AbortSignal): Promise<OpenedRead> {
  const { ctx, deployment } = parts;
  const row = await ctx.db.connection.findUniqueOrThrow({ where: { id: connectionId }, include: { removal: true } });
  if (row.removal) throw new SyncFault("The connection was removed, so it is not read any more.");
  const registered = parts.connectors[row.connector];
  if (!registered) throw new SyncFault(`This version has no connector for "${row.connector}". Update Countersign, or remove the connection.`);
  const settings = registered.settings.safeParse(row.settings);
  if (!settings.success) throw new SyncFault(`The connection's settings are not what ${registered.title} needs. Remove the connection and add it again.`);
  const connector = registered.of?.(settings.data as Record<string, unknown>) ?? registered;
  const sealed = await newestCredential(ctx.db, connectionId);
  if (!sealed) throw new SyncFault("No read credential is sealed yet. Seal one on the connection's page.");
  const envelope = await unseal(parts.identity.identity, sealed);
  const differences = envelopeDifferences(envelope, { deployment, connection: row.id, vendor: row.connector, origin: row.origin, ca: row.ca });
  if (differences.length > 0)
    throw new SyncFault(
      `The credential was sealed for another ${differences.join(" and ")} than the connection has, so it was not used. Seal it again on the connection's page.`,
    );
  const credential = connector.credential.safeParse(envelope.credential);
  if (!credential.success) {
    const fields = [...new Set(credential.error.issues.map((issue) => issue.path.join(".") || "its form"))];
    throw new SyncFault(`The sealed credential is not what ${connector.title} needs (${fields.join(", ")}). Seal it again on the connection's page.`);
  }
  const http = !speaksHttp(row.origin) ? noHttp : parts.http({ origin: row.origin, ca: row.ca, allowPrivate: row.allowPrivate, signal });
  const connection: ReadConnection = {
    id: row.id,
    name: row.name,
    origin: row.origin,
    settings: settings.data as Record<string, unknown>,
    credential: credential.data,
    http,
    ca: row.ca,
    allowPrivate: row.allowPrivate,
    ...fingerprinter(parts.pepper),
    now: () => ctx.clock.now(),
    signal,
  };
  return { connector, connection, http };
}

async function newestCredential(db: Db, connectionId: string): Promise<string | null> {
  const [row] = await db.readCredential.findMany({ where: { connectionId }, orderBy: [{ createdAt: "desc" }, { id: "desc" }], take: 1 });
  return row?.sealed ?? null;
}

async function unseal(identity: string, sealed: string) {
  try {
    return await openEnvelope(identity, sealed);
  } catch (error) {
    throw new SyncFault(error instanceof Unsealable ? error.message : "The sealed credential can't be opened. Seal it again on the connection's page.");
  }
}
