import { randomUUID } from "node:crypto";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import type { ReadConnector } from "../../lib/connectors/contract";
import { createVendorHttp } from "../../lib/connectors/http";
import { testPepper } from "../../lib/connectors/testkit/open";
import { sealEnvelope } from "../../lib/credentials/envelope";
import { syncNext } from "../../worker/collector/sync";
import { defaultLimits, type Parts } from "../../worker/collector/sync/parts";
import type { BenchDatabase } from "./database";

export interface Source {
  vendor: string;
  connector: ReadConnector;
  origin: string;
  credential: Record<string, string>;
}

/** A connection to `source` in the bench's database. Returns what reads it once, from the queue to its end, and how many rows it read. */
export async function connectSource(database: BenchDatabase, source: Source): Promise<() => Promise<number>> {
  const { vendor, connector, origin, credential } = source;
  const [deployment, connection, key] = [randomUUID(), randomUUID(), await generateX25519Identity()];
  const identity = { identity: key, recipient: await identityToRecipient(key) };
  const now = new Date();
  const owner = database.as("owner");
  await owner.connection.create({
    data: { id: connection, name: `${vendor} ${connection}`, connector: vendor, origin, allowPrivate: true, createdBy: "operator:bench", createdAt: now },
  });
  const sealed = await sealEnvelope(identity.recipient, { version: 1, deployment, connection, vendor, origin, ca: null, credential });
  await owner.readCredential.create({ data: { id: randomUUID(), connectionId: connection, sealed, createdBy: "operator:bench", createdAt: now } });
  const ctx = database.context("collector");
  const parts: Parts = {
    ctx,
    deployment,
    identity,
    pepper: testPepper(),
    connectors: { [vendor]: connector },
    http: (options) => createVendorHttp({ ...options, log: ctx.log }),
    signal: new AbortController().signal,
    limits: defaultLimits,
  };
  return async () => {
    const id = randomUUID();
    await owner.$executeRaw`insert into sync_run (id, connection_id, trigger, status, queued_at) values (${id}::uuid, ${connection}::uuid, 'operator:bench', 'queued', now())`;
    await syncNext(parts);
    const run = await owner.syncRun.findUniqueOrThrow({ where: { id } });
    if (run.status !== "succeeded") throw new Error(`the sync ended as ${run.status}: ${run.error}`);
    return run.read;
  };
}
