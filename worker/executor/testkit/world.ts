import { randomBytes, randomUUID } from "node:crypto";
import { chmod, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Revoker } from "../../../lib/connectors/contract";
import { createVendorHttp } from "../../../lib/connectors/http";
import { fakeRevoker } from "../../../lib/connectors/testkit/fake-connector/revoke";
import { FakeVendor } from "../../../lib/connectors/testkit/fake-vendor";
import type { VendorToken } from "../../../lib/connectors/testkit/vendor/state";
import { sealEnvelope } from "../../../lib/credentials/envelope";
import { loadOrCreateIdentity } from "../../../lib/credentials/identity";
import type { Quorum } from "../../../lib/domain/statement";
import { fingerprint, loadPepper, type Pepper } from "../../../lib/fingerprints/pepper";
import type { TestDatabase } from "../../../lib/testkit/database";
import { facts } from "../../../lib/testkit/facts";
import { saveTrustWorld } from "../../../lib/trust/testkit/save-world";
import { createTrustWorld, type TrustWorld, type WorldKey } from "../../../lib/trust/testkit/world";
import { createExecutor, type Executor, type ExecutorOptions } from "../executor";

export interface WorldPerson {
  id: string;
  key: WorldKey;
}

/** A deployment as the executor meets it: trust made of real signatures, a fake vendor with a real ledger, people, a sealed credential. */
export interface World {
  database: TestDatabase;
  vendor: FakeVendor;
  trust: TrustWorld;
  home: string;
  pepper: Pepper;
  deployment: string;
  connection: string;
  /** digest of the connection's trust statement */
  connectionDigest: string;
  policyDigest: string;
  people: Record<"root" | "rita" | "ada" | "ben" | "cleo", WorldPerson>;
  /** a token at the vendor and its row in the inventory */
  token(input?: Parameters<FakeVendor["addToken"]>[0]): Promise<{ id: string; at: VendorToken }>;
  executor(options?: Partial<ExecutorOptions>): Promise<Executor>;
  close(): Promise<void>;
}

export interface WorldOptions {
  holdSeconds?: number;
  standard?: Quorum;
  vendor?: FakeVendor;
  /** the signing page where signatures count */
  origin?: string;
}

/** Rita requests; Ada (security) and Ben (platform) approve; Cleo is in both groups; root administers. Standard needs one, critical two from two groups. */
export async function createWorld(database: TestDatabase, options: WorldOptions = {}): Promise<World> {
  const vendor = options.vendor ?? (await FakeVendor.start());
  const home = await makeHome();
  const [pepper, { recipient }] = await Promise.all([loadPepper(home), loadOrCreateIdentity(home)]);
  const owner = facts(database.as("owner"), () => database.clock.now());
  const person = async (displayName: string) => (await owner.person({ displayName, email: `${displayName.toLowerCase()}@example.com` })).id;
  const ids = { root: await person("Root"), rita: await person("Rita"), ada: await person("Ada"), ben: await person("Ben"), cleo: await person("Cleo") };
  const trust = createTrustWorld({ person: ids.root, clock: database.clock, origin: options.origin });
  const { deployment } = trust.root;
  await database.as("owner").deployment.create({ data: { id: deployment, name: "Test", createdAt: database.clock.now() } });
  await writeFile(path.join(home, "trust-root.json"), JSON.stringify(trust.root), { mode: 0o600 });

  const quorums = { standard: options.standard ?? { people: 1, groups: 1 }, critical: { people: 2, groups: 2 } };
  const times = { holdSeconds: options.holdSeconds ?? 0, wideningDelaySeconds: 0 };
  // Trust is gone through in the order in which it was first seen, so each statement gets a second of its own.
  const establish: TrustWorld["establish"] = (...statement) => {
    database.clock.advance(1000);
    return trust.establish(...statement);
  };
  const enrol: TrustWorld["enrol"] = (...key) => {
    database.clock.advance(1000);
    return trust.enrol(...key);
  };
  const policyDigest = establish({ type: "countersign/approval-policy", ...quorums, ...times }, trust.rootKey);
  establish({ type: "countersign/approver-group", group: "security", members: [ids.ada, ids.cleo] }, trust.rootKey);
  establish({ type: "countersign/approver-group", group: "platform", members: [ids.ben, ids.cleo] }, trust.rootKey);
  establish({ type: "countersign/approver-group", group: "administrators", members: [ids.root] }, trust.rootKey);
  const connection = randomUUID();
  const described = { name: `fake-${connection.slice(-4)}`, origin: vendor.origin, ca: null, allowPrivate: true, settings: {} };
  const connectionDigest = establish({ type: "countersign/connection", connection, vendor: "fake", ...described }, trust.rootKey);
  const ada = enrol(ids.ada, [trust.rootKey]);
  const keys = {
    root: trust.rootKey,
    ada,
    rita: enrol(ids.rita, [trust.rootKey, ada]),
    ben: enrol(ids.ben, [trust.rootKey, ada]),
    cleo: enrol(ids.cleo, [trust.rootKey, ada]),
  };
  await owner.connection({ id: connection, connector: "fake", ...described, statementDigest: connectionDigest });
  await saveTrustWorld(database, trust);
  const credential = { managementKey: vendor.managementKey, controlSecret: vendor.controlSecret };
  const sealed = await sealEnvelope(recipient, { version: 1, deployment, connection, vendor: "fake", origin: vendor.origin, ca: null, credential });
  await database.as("web").revokeCredential.createMany({
    data: [{ id: randomUUID(), connectionId: connection, sealed, createdBy: "operator:test", createdAt: database.clock.now() }],
  });

  const world: World = {
    ...{ database, vendor, trust, home, pepper, deployment, connection, connectionDigest, policyDigest },
    people: {
      root: { id: ids.root, key: keys.root },
      rita: { id: ids.rita, key: keys.rita },
      ada: { id: ids.ada, key: keys.ada },
      ben: { id: ids.ben, key: keys.ben },
      cleo: { id: ids.cleo, key: keys.cleo },
    },
    async token(input = {}) {
      const at = await vendor.addToken(input);
      const { id } = await owner.token(connection, {
        name: at.name,
        handle: { id: at.id },
        handleKey: JSON.stringify({ id: at.id }),
        scopes: at.scopes,
        environment: at.environment,
        issuedAt: new Date(at.createdAt),
      });
      await database.as("owner").tokenFingerprint.create({ data: { tokenId: id, ...fingerprint(pepper, at.secret) } });
      return { id, at };
    },
    executor: (more = {}) =>
      createExecutor({
        ctx: database.context("executor"),
        home,
        deployment,
        revokers: { fake: forTwoClasses as Revoker },
        http: (at) => createVendorHttp({ ...at, log: database.context("executor").log, limits: { retries: 0, totalMilliseconds: 2_000 } }),
        ...more,
      }),
    close: () => vendor.close(),
  };
  return world;
}

/** So that a token shown as another class is refused for that, not for lack of an effect. */
const forTwoClasses = { ...fakeRevoker, effects: { ...fakeRevoker.effects, service_credential: fakeRevoker.effects.api_key } };

async function makeHome(): Promise<string> {
  const home = await mkdtemp(path.join(tmpdir(), "countersign-executor-"));
  await chmod(home, 0o700);
  const pepper = { current: 1, peppers: { "1": randomBytes(32).toString("base64") } };
  await writeFile(path.join(home, "pepper.json"), JSON.stringify(pepper), { mode: 0o600 });
  return home;
}
