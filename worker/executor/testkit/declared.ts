import path from "node:path";
import { addConnection } from "../../../lib/connections/add-connection";
import { storeCredential } from "../../../lib/connections/store-credential";
import { createVendorHttp } from "../../../lib/connectors/http";
import { readConnectors } from "../../../lib/connectors/readers";
import { type EnvelopeBinding, sealEnvelope } from "../../../lib/credentials/envelope";
import { loadOrCreateIdentity } from "../../../lib/credentials/identity";
import { fileRequest } from "../../../lib/requests/file-request";
import { asPerson } from "../../../lib/testkit/facts";
import { saveTrustWorld } from "../../../lib/trust/testkit/save-world";
import { syncNext } from "../../collector/sync";
import { defaultLimits, type Parts } from "../../collector/sync/parts";
import { type Filed, sign } from "./requests";
import type { World } from "./world";

interface Credentials {
  read: Record<string, string>;
  revoke: Record<string, string>;
}

/** Adds a declarative connection as an administrator does: the file's text, both credentials sealed, the statement signed. Returns its id. */
export async function addDeclared(world: World, name: string, origin: string, text: string, credentials: Credentials): Promise<string> {
  const { database, trust, home, people, deployment } = world;
  const ctx = database.context("web", asPerson({ id: people.root.id, displayName: "Root" }, "administrator"));
  const { id, statementDigest } = await addConnection(ctx, { name, vendor: "declarative", origin, allowPrivate: true, settings: { declaration: text } });
  const { digest, body } = await database.as("web").trustStatement.findUniqueOrThrow({ where: { digest: statementDigest } });
  database.clock.advance(1000);
  trust.statements.push({ digest, body, kind: "connection", subject: id });
  // it widens, so two people sign
  for (const key of [trust.rootKey, people.ada.key]) trust.sign(digest, key);
  await saveTrustWorld(database, trust);
  const binding: EnvelopeBinding = { deployment, connection: id, vendor: "declarative", origin, ca: null };
  for (const use of ["read", "revoke"] as const) {
    const { recipient } = await loadOrCreateIdentity(use === "read" ? path.join(home, "collector") : home);
    const sealed = await sealEnvelope(recipient, { version: 1, ...binding, credential: credentials[use] });
    await storeCredential(ctx, { connectionId: id, use, sealed });
  }
  return id;
}

/** Has the real collector read everything that waits. */
export async function syncAll({ database, home, deployment, pepper }: World): Promise<void> {
  const ctx = database.context("collector");
  const identity = await loadOrCreateIdentity(path.join(home, "collector"));
  const { signal } = new AbortController();
  const http: Parts["http"] = (options) => createVendorHttp({ ...options, log: ctx.log });
  while (await syncNext({ ctx, deployment, identity, pepper, connectors: readConnectors, http, signal, limits: defaultLimits }));
}

/** Files a request for the one token of this name as Rita, by web's own verb, and has Rita, Ada and Ben sign it. */
export async function requestByName(world: World, connectionId: string, name: string): Promise<Filed> {
  const { database, people } = world;
  const { id: token } = await database.as("web").token.findFirstOrThrow({ where: { connectionId, name }, select: { id: true } });
  const ctx = database.context("web", asPerson({ id: people.rita.id, displayName: "Rita" }, "security_manager"));
  const { id, digest } = await fileRequest(ctx, { tokens: [token], reason: "left the company", acknowledgement: name });
  const row = await database.as("web").request.findUniqueOrThrow({ where: { id }, include: { targets: { orderBy: { position: "asc" } } } });
  const filed: Filed = { id, digest, text: row.statement, statement: JSON.parse(row.statement), targets: row.targets.map((target) => target.digest) };
  await sign(world, filed, people.rita, { kind: "request" });
  for (const approver of [people.ada, people.ben]) await sign(world, filed, approver);
  return filed;
}
