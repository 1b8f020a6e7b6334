import { z } from "zod";
import type { RevokeConnection, Revoker } from "../../lib/connectors/contract";
import type { ConnectionStatement } from "../../lib/domain/statement";
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
  const revoker = revokerFor(revokers[trusted.vendor], trusted);
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

/** The vendor's revoker; where the settings say what it can do, the one that the signed settings describe. */
function revokerFor(registered: Revoker | undefined, { vendor, settings }: ConnectionStatement): Revoker {
  if (!registered) throw new Refused("effect_unsupported", `there is no revoker for ${vendor}`);
  if (!registered.of) return registered;
  try {
    return registered.of(settings);
  } catch (error) {
    if (error instanceof z.ZodError) throw new Refused("effect_unsupported", "this version can't read the signed settings; add the connection anew");
    throw error;
  }
}
