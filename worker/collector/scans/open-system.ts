import type { DeclaredConnection, OwnCredential } from "../../../lib/connectors/declarative/client";
import { installationToken, renewedInstallation } from "../../../lib/connectors/github/client";
import { createVendorHttp, type GuardedHttp, type VendorHttpOptions } from "../../../lib/connectors/http";
import { readConnectors } from "../../../lib/connectors/readers";
import type { Context } from "../../../lib/core/context";
import { loadOrCreateIdentity } from "../../../lib/credentials/identity";
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
import { nameAgain, openSealed } from "./open-sealed";

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
  /** the credential itself, for git at the origins that the description names */
  own(): Promise<OwnCredential>;
  close(): Promise<void>;
}

/** The parts as the collector and its children have them, from their folder. */
export async function systemParts({ log, clock }: Context, home: string): Promise<SystemParts> {
  const { identity } = await loadOrCreateIdentity(home);
  return { identity, pepper: await loadPepper(home), http: (options) => createVendorHttp({ ...options, log, clock }) };
}

/**
 * Opens a system that was named on this host for reading. Its credential must have been sealed for exactly this source, origin, certificate authority and
 * description; that of a connection is used as long as the connection is signed and at the same origin. Throws SourceFault with what to do; its text holds nothing of the credential.
 */
export async function openSystem(ctx: Context, parts: SystemParts, sourceId: string, signal: AbortSignal): Promise<OpenedSystem> {
  const row = await ctx.db.scanSystem.findUnique({ where: { sourceId } });
  if (row?.connectionId) return borrowSystem(ctx, parts, { ...row, connectionId: row.connectionId }, signal);
  if (!row?.sealed) throw new SourceFault(`No credential is kept for it. ${nameAgain}`);
  const declaration = parseRestSource(row.description, "Its description");
  const place = { ...row, sealed: row.sealed };
  const credential = await openSealed(ctx, parts.identity, place.sealed, (deployment) => bindingOfSystem(deployment, place), RestCredential);
  const { origin, ca, allowPrivate } = row;
  const http = parts.http({ origin, ca, allowPrivate, signal });
  return { declaration, connection: { id: sourceId, origin, credential, http, signal }, own: async () => credential, close: () => http.close() };
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
  const { connection, http } = await openLent(ctx, parts, row.connectionId, signal);
  const { own, ...way } = signedInAs(connection);
  return { declaration, connection: { id: row.sourceId, origin: row.origin, signal, ...way }, own, close: () => http.close() };
}

/** A connection that lends its credential for reading, opened as its syncs open it. Throws SourceFault. */
export async function openLent(ctx: Context, parts: SystemParts, connectionId: string, signal: AbortSignal): Promise<OpenedRead> {
  const { id: deployment } = await ctx.db.deployment.findFirstOrThrow({ select: { id: true } });
  const identity = { identity: parts.identity, recipient: "" };
  const sync = { ctx, deployment, identity, pepper: parts.pepper, connectors: readConnectors, http: parts.http, signal, limits: defaultLimits };
  return openRead(sync, connectionId, signal).catch((error: unknown) => {
    throw error instanceof SyncFault ? new SourceFault(error.message) : error;
  });
}

/** A connection's way in: what its file declares, or for GitHub a token of an hour that its app is given, renewed in time. */
export function signedInAs(connection: OpenedRead["connection"]): Pick<DeclaredConnection, "credential" | "http"> & Pick<OpenedSystem, "own"> {
  const own = RestCredential.safeParse(connection.credential);
  if (own.success) return { credential: own.data, http: connection.http, own: async () => own.data };
  const app = connection as Parameters<typeof renewedInstallation>[0];
  return { credential: { secret: "the app's own" }, http: renewedInstallation(app), own: async () => ({ secret: await installationToken(app) }) };
}
