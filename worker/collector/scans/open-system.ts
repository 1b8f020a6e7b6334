import type { DeclaredConnection } from "../../../lib/connectors/declarative/client";
import { renewedInstallation } from "../../../lib/connectors/github/client";
import { createVendorHttp, type GuardedHttp, type VendorHttpOptions } from "../../../lib/connectors/http";
import { readConnectors } from "../../../lib/connectors/readers";
import type { Context } from "../../../lib/core/context";
import { type Envelope, envelopeDifferences, openEnvelope } from "../../../lib/credentials/envelope";
import { loadOrCreateIdentity } from "../../../lib/credentials/identity";
import { Unsealable } from "../../../lib/credentials/seal";
import { bindingOfSystem, type SystemPlace } from "../../../lib/exposure/scanning/system-binding";
import { whyNotLent } from "../../../lib/exposure/scanning/why-not-lent";
import { SourceFault } from "../../../lib/exposure/sources/piece";
import { RestCredential } from "../../../lib/exposure/sources/rest/credential";
import type { RestSource } from "../../../lib/exposure/sources/rest/declaration";
import { parseRestSource } from "../../../lib/exposure/sources/rest/parse-source";
import { loadPepper, type Pepper } from "../../../lib/fingerprints/pepper";
import { SyncFault } from "../sync/fault";
import { type OpenedRead, openRead } from "../sync/open-connection";
import { defaultLimits } from "../sync/parts";

/** What systems are opened with. */
export interface SystemParts {
  /** the collector's key, which opens what was sealed for reading */
  identity: string;
  pepper: Pepper;
  http(options: Omit<VendorHttpOptions, "clock" | "log">): GuardedHttp;
}

/** A system that can be read: its credential lives in memory, and goes to its origin alone. */
export interface OpenedSystem {
  declaration: RestSource;
  connection: DeclaredConnection;
  close(): Promise<void>;
}

/** The parts as the collector and its children have them, from their folder. */
export async function systemParts({ log, clock }: Context, home: string): Promise<SystemParts> {
  const { identity } = await loadOrCreateIdentity(home);
  return { identity, pepper: await loadPepper(home), http: (options) => createVendorHttp({ ...options, log, clock }) };
}

const renew = "Name it again on the collector's host, with a credential: countersign scan add";

/**
 * Opens a system that was named on this host for reading. Its credential must have been sealed for exactly this source, origin, certificate authority and
 * description; that of a connection is used as long as the connection is signed and at the same origin. Throws SourceFault with what to do; its text holds nothing of the credential.
 */
export async function openSystem(ctx: Context, parts: SystemParts, sourceId: string, signal: AbortSignal): Promise<OpenedSystem> {
  const row = await ctx.db.scanSystem.findUnique({ where: { sourceId } });
  if (row?.connectionId) return borrowSystem(ctx, parts, { ...row, connectionId: row.connectionId }, signal);
  if (!row?.sealed) throw new SourceFault(`No credential is kept for it. ${renew}`);
  const declaration = parseRestSource(row.description, "Its description");
  const { credential } = await unsealed(ctx, parts.identity, row, row.sealed);
  const parsed = RestCredential.safeParse(credential);
  if (!parsed.success) throw new SourceFault(`The sealed credential is not what a system takes. ${renew}`);
  const { origin, ca, allowPrivate } = row;
  const http = parts.http({ origin, ca, allowPrivate, signal });
  return { declaration, connection: { id: sourceId, origin, credential: parsed.data, http, signal }, close: () => http.close() };
}

/** The same with the credential of a connection, opened as its syncs open it. */
async function borrowSystem(
  ctx: Context,
  parts: SystemParts,
  row: SystemPlace & { connectionId: string; allowPrivate: boolean },
  signal: AbortSignal,
): Promise<OpenedSystem> {
  const declaration = parseRestSource(row.description, "Its description");
  const why = await whyNotLent(ctx.db, row.connectionId, row, declaration);
  if (why !== null) throw new SourceFault(why);
  const { id: deployment } = await ctx.db.deployment.findFirstOrThrow({ select: { id: true } });
  const identity = { identity: parts.identity, recipient: "" };
  const sync = { ctx, deployment, identity, pepper: parts.pepper, connectors: readConnectors, http: parts.http, signal, limits: defaultLimits };
  const { connection, http } = await openRead(sync, row.connectionId, signal).catch((error: unknown) => {
    throw error instanceof SyncFault ? new SourceFault(error.message) : error;
  });
  return { declaration, connection: { id: row.sourceId, origin: row.origin, signal, ...signedInAs(connection) }, close: () => http.close() };
}

/** A connection's way in: what its file declares, or for GitHub a token of an hour that its app is given, renewed in time. */
function signedInAs(connection: OpenedRead["connection"]): Pick<DeclaredConnection, "credential" | "http"> {
  const own = RestCredential.safeParse(connection.credential);
  if (own.success) return { credential: own.data, http: connection.http };
  return { credential: { secret: "the app's own" }, http: renewedInstallation(connection as Parameters<typeof renewedInstallation>[0]) };
}

async function unsealed(ctx: Context, identity: string, place: SystemPlace, sealed: string): Promise<Envelope> {
  let envelope: Envelope;
  try {
    envelope = await openEnvelope(identity, sealed);
  } catch (error) {
    throw new SourceFault(
      error instanceof Unsealable && error.reason === "not_ours"
        ? `The credential is sealed to another process. ${renew}`
        : `The sealed credential can't be opened. ${renew}`,
    );
  }
  const { id: deployment } = await ctx.db.deployment.findFirstOrThrow({ select: { id: true } });
  const differences = envelopeDifferences(envelope, bindingOfSystem(deployment, place)).map((field) => words[field]);
  if (differences.length > 0)
    throw new SourceFault(`The credential was sealed for another ${differences.join(" and ")} than the source has, so it was not used. ${renew}`);
  return envelope;
}

const words = { deployment: "deployment", connection: "source", vendor: "description", origin: "origin", ca: "certificate authority" } as const;
