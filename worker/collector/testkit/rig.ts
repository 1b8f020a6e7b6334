import { randomUUID } from "node:crypto";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import type { ReadConnector } from "../../../lib/connectors/contract";
import { createVendorHttp } from "../../../lib/connectors/http";
import { fakeReadConnector } from "../../../lib/connectors/testkit/fake-connector/read";
import type { FakeVendor } from "../../../lib/connectors/testkit/fake-vendor";
import { testPepper } from "../../../lib/connectors/testkit/open";
import type { Context } from "../../../lib/core/context";
import type { Db } from "../../../lib/core/db";
import { type Envelope, sealEnvelope } from "../../../lib/credentials/envelope";
import type { SealingIdentity } from "../../../lib/credentials/identity";
import { defaultLimits, type Parts, type SyncLimits } from "../sync/parts";

export const testConnectors: Readonly<Record<string, ReadConnector>> = { fake: fakeReadConnector };

export interface Rig {
  deployment: string;
  identity: SealingIdentity;
  parts(ctx: Context, limits?: Partial<SyncLimits>, signal?: AbortSignal): Parts;
  /** a connection to the fake vendor with its read credential sealed; `alter` spoils the envelope */
  connect(owner: Db, vendor: FakeVendor, alter?: (envelope: Envelope) => Envelope): Promise<string>;
}

/** A collector's keys and its connections to a fake vendor. `identity` may be another process's. */
export async function collectorRig(deployment: string = randomUUID(), secretKey?: string): Promise<Rig> {
  const key = secretKey ?? (await generateX25519Identity());
  const identity = { identity: key, recipient: await identityToRecipient(key) };
  const pepper = testPepper();
  return {
    deployment,
    identity,
    parts: (ctx, limits = {}, signal = new AbortController().signal) => ({
      ctx,
      deployment,
      identity,
      pepper,
      connectors: testConnectors,
      http: (options) =>
        createVendorHttp({ ...options, log: ctx.log, limits: { retries: 1, backOffMilliseconds: 5, totalMilliseconds: 1_500, connectMilliseconds: 1_000 } }),
      signal,
      limits: { ...defaultLimits, heartbeatMilliseconds: 50, ...limits },
    }),
    async connect(owner, vendor, alter = (envelope) => envelope) {
      const id = randomUUID();
      const now = new Date();
      const row = { id, name: `fake-${id}`, connector: "fake", origin: vendor.origin, allowPrivate: true, createdBy: "operator:test", createdAt: now };
      await owner.connection.create({ data: row });
      const credential = { managementKey: vendor.managementKey, controlSecret: vendor.controlSecret };
      const envelope = alter({ version: 1, deployment, connection: id, vendor: "fake", origin: vendor.origin, ca: null, credential });
      const sealed = await sealEnvelope(identity.recipient, envelope);
      await owner.readCredential.create({ data: { id: randomUUID(), connectionId: id, sealed, createdBy: "operator:test", createdAt: now } });
      return id;
    },
  };
}
