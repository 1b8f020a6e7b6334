import type { RevokeConnection, Revoker } from "../../lib/connectors/contract";
import { type Envelope, openEnvelope } from "../../lib/credentials/envelope";
import { fingerprinter } from "../../lib/fingerprints/pepper";
import type { TrustView } from "../../lib/trust/chain";
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
  const { ctx, deployment, identity, pepper, revokers } = parts;
  const trusted = trust.connections.get(connectionId)?.statement;
  if (!trusted) throw new Refused("connection_not_trusted");
  const { db, clock } = ctx;
  const row = await db.connection.findUnique({ where: { id: connectionId }, include: { removal: true } });
  if (!row || row.removal) throw new Refused("connection_not_trusted", row ? "the connection was removed" : "the connection's row is gone");
  const revoker = revokers[trusted.vendor];
  if (!revoker) throw new Refused("effect_unsupported", `there is no revoker for ${trusted.vendor}`);
  const [credential] = await db.revokeCredential.findMany({ where: { connectionId }, orderBy: [{ createdAt: "desc" }, { id: "desc" }], take: 1 });
  if (!credential) throw new Refused("credential_missing");
  const envelope = await open(identity.identity, credential.sealed);
  const failing = parts.checks.connection.find((check) => !check.holds({ deployment, trusted, row, envelope }));
  if (failing) throw new Refused(failing.refusal, `does not hold: ${failing.name}`);
  const parsed = revoker.credential.safeParse(envelope.credential);
  if (!parsed.success) throw new Refused("credential_unreadable", "the sealed credential has not the fields the connector needs");

  const { origin, ca, allowPrivate, name, settings } = trusted;
  const connection: RevokeConnection = {
    id: connectionId,
    name,
    origin,
    settings,
    credential: parsed.data,
    http: parts.http({ origin, ca, allowPrivate }),
    ...fingerprinter(pepper),
    now: () => clock.now(),
    signal: parts.signal,
  };
  return { revoker, connection };
}

async function open(identity: string, sealed: string): Promise<Envelope> {
  try {
    return await openEnvelope(identity, sealed);
  } catch (error) {
    throw new Refused("credential_unreadable", error instanceof Error ? error.message : null);
  }
}
