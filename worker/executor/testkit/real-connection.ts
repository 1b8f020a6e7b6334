import { randomUUID } from "node:crypto";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import type { ReadConnector } from "../../../lib/connectors/contract";
import { createVendorHttp } from "../../../lib/connectors/http";
import { sealEnvelope } from "../../../lib/credentials/envelope";
import { loadOrCreateIdentity } from "../../../lib/credentials/identity";
import { facts } from "../../../lib/testkit/facts";
import { saveTrustWorld } from "../../../lib/trust/testkit/save-world";
import { syncNext } from "../../collector/sync";
import { defaultLimits } from "../../collector/sync/parts";
import type { World } from "./world";

export interface RealSystem {
  vendor: string;
  connector: ReadConnector;
  origin: string;
  readCredential: Record<string, string>;
  revokeCredential: Record<string, string>;
}
export interface RealConnection {
  id: string;
  /** one sync of the real collector, to its end */
  sync(): Promise<void>;
}

/** One more connection of the world: signed by its root, its credentials sealed to executor and collector, and read by the real collector. */
export async function connectReal(world: World, system: RealSystem): Promise<RealConnection> {
  const { database, trust, deployment, people } = world;
  const id = randomUUID();
  const { vendor, origin } = system;
  const described = { name: `${vendor}-${id.slice(-4)}`, origin, ca: null, allowPrivate: true, settings: {} };
  database.clock.advance(1000);
  // connections widen what the machine may do, so with several people about two must sign
  const statementDigest = trust.establish({ type: "countersign/connection", connection: id, vendor, ...described }, people.root.key, people.ben.key);
  await facts(database.as("owner"), () => database.clock.now()).connection({ id, connector: vendor, ...described, statementDigest });
  await saveTrustWorld(database, trust);
  database.clock.advance(1000);

  const collector = await generateX25519Identity();
  const recipients = { executor: (await loadOrCreateIdentity(world.home)).recipient, collector: await identityToRecipient(collector) };
  const envelope = { version: 1 as const, deployment, connection: id, vendor, origin, ca: null };
  const row = { connectionId: id, createdBy: "operator:test", createdAt: database.clock.now() };
  const revoke = await sealEnvelope(recipients.executor, { ...envelope, credential: system.revokeCredential });
  const read = await sealEnvelope(recipients.collector, { ...envelope, credential: system.readCredential });
  await database.as("web").revokeCredential.createMany({ data: [{ id: randomUUID(), sealed: revoke, ...row }] });
  await database.as("web").readCredential.createMany({ data: [{ id: randomUUID(), sealed: read, ...row }] });

  const ctx = database.context("collector");
  const parts = {
    ctx,
    deployment,
    identity: { identity: collector, recipient: recipients.collector },
    pepper: world.pepper,
    connectors: { [vendor]: system.connector },
    http: (options: { origin: string; ca: string | null; allowPrivate: boolean }) => createVendorHttp({ ...options, log: ctx.log }),
    signal: new AbortController().signal,
    limits: defaultLimits,
  };
  return {
    id,
    async sync() {
      const run = randomUUID();
      await database.as("web").$executeRaw`
        insert into sync_run (id, connection_id, trigger, status, queued_at) values (${run}::uuid, ${id}::uuid, 'person:test', 'queued', now())`;
      if (!(await syncNext(parts))) throw new Error("there was nothing to sync");
      const ended = await database.as("web").syncRun.findUniqueOrThrow({ where: { id: run } });
      if (ended.status !== "succeeded") throw new Error(`the sync ended as ${ended.status}: ${ended.error}`);
    },
  };
}
