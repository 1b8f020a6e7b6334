import type { RevokeConnection, Revoker } from "../../lib/connectors/contract";
import { fingerprinter } from "../../lib/fingerprints/pepper";
import type { TrustView } from "../../lib/trust/chain";
import { openCredential } from "./open-credential";
import type { Parts } from "./parts";
import { Refused } from "./refused";

/** A connection ready for use, with the credential in memory. */
export interface OpenedConnection {
  revoker: Revoker;
  connection: RevokeConnection;
}

/**
 * Opens a connection as its active trust statement describes it: origin, certificate authority and settings come from what was signed.
 * The database's row and the sealed envelope must say the same. Throws Refused: connection_not_trusted, connection_changed,
 * effect_unsupported (no revoker for the vendor), credential_missing, credential_unreadable.
 */
export async function openConnection(parts: Parts, trust: TrustView, connectionId: string): Promise<OpenedConnection> {
  const { ctx, pepper, revokers } = parts;
  const trusted = trust.connections.get(connectionId)?.statement;
  if (!trusted) throw new Refused("connection_not_trusted");
  const { db, clock } = ctx;
  const row = await db.connection.findUnique({ where: { id: connectionId }, include: { removal: true } });
  if (!row || row.removal) throw new Refused("connection_not_trusted", row ? "the connection was removed" : "the connection's row is gone");
  const revoker = revokers[trusted.vendor];
  if (!revoker) throw new Refused("effect_unsupported", `there is no revoker for ${trusted.vendor}`);
  const credential = await openCredential(parts, { trusted, row, fields: revoker.credential });
  const { origin, ca, allowPrivate, name, settings } = trusted;
  const connection: RevokeConnection = {
    id: connectionId,
    name,
    origin,
    settings,
    credential,
    http: parts.http({ origin, ca, allowPrivate }),
    ...fingerprinter(pepper),
    now: () => clock.now(),
    signal: parts.signal,
  };
  return { revoker, connection };
}
