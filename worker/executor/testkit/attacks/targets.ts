import { randomUUID } from "node:crypto";
import { FakeVendor } from "../../../../lib/connectors/testkit/fake-vendor";
import { sealEnvelope } from "../../../../lib/credentials/envelope";
import { loadOrCreateIdentity } from "../../../../lib/credentials/identity";
import type { StatementTarget } from "../../../../lib/domain/statement";
import { buildTrustStatement } from "../../../../lib/trust/statements";
import { fileRequest, honestRequest, sign, type WorldToken } from "../requests";
import type { World } from "../world";
import { type Attack, asOwner, type Scene } from "./attack";

type TokenInput = Parameters<World["token"]>[0];

/** The facts were edited before the request: people see, and sign, something else than the vendor has. */
function shownOtherwise(name: string, change: Partial<StatementTarget>, sql: string, token: TokenInput = {}): Attack {
  return {
    name,
    expected: { refused: "target_changed" },
    async run({ world }) {
      const victim = await world.token(token);
      await asOwner(world, [], `update token set ${sql} where id = '${victim.id}'`);
      const request = await signAs(world, victim, change);
      return { request, tokens: [victim], deniedToWeb: [() => world.database.as("web").$executeRawUnsafe(`update token set ${sql}`)] };
    },
  };
}

const madeUp = { kind: "hmac_sha256" as const, value: "0".repeat(64) };

/** Web states something that the inventory never said, of a token that the vendor calls gone: then the vendor's description cannot tell. */
function statedOfGone(what: string, change: Partial<StatementTarget>): Attack {
  return {
    name: `a statement with ${what}`,
    expected: { refused: "target_changed" },
    async run({ world }) {
      const token = await world.token();
      await world.vendor.kill(token.at.id);
      return { request: await signAs(world, token, change, true), tokens: [token] };
    },
  };
}

async function signAs(world: World, token: WorldToken, change: Partial<StatementTarget>, byTwo = false) {
  const request = await fileRequest(world, [token], { alter: (s) => ({ ...s, targets: s.targets.map((target) => ({ ...target, ...change })) }) });
  await sign(world, request, world.people.rita, { kind: "request" });
  await sign(world, request, world.people.ada);
  if (byTwo) await sign(world, request, world.people.ben);
  return request;
}

async function reseal(world: World, origin: string): Promise<void> {
  const { recipient } = await loadOrCreateIdentity(world.home);
  const { deployment, connection, database } = world;
  const credential = { managementKey: world.vendor.managementKey, controlSecret: world.vendor.controlSecret };
  const sealed = await sealEnvelope(recipient, { version: 1, deployment, connection, vendor: "fake", origin, ca: null, credential });
  const row = { id: randomUUID(), connectionId: connection, sealed, createdBy: "operator:test", createdAt: new Date(database.clock.now().getTime() + 1) };
  await database.as("web").revokeCredential.createMany({ data: [row] });
}

const elsewhere = "https://evil.example";

export const targetAttacks: readonly Attack[] = [
  shownOtherwise("the environment edited", { environment: "development" }, "environment = 'development'", { environment: "production" }),
  shownOtherwise("the name edited", { name: "harmless" }, "name = 'harmless'"),
  shownOtherwise("the creator edited", { creator: "acc_1" }, "creator_from = 'acc_1'"),
  shownOtherwise("the date edited", { created: "2020-01-01T00:00:00.000Z" }, "issued_at = '2020-01-01'"),
  shownOtherwise("the scopes edited", { scopes: [] }, "scopes = '{}'"),
  shownOtherwise("the class edited", { class: "service_credential" }, "class = 'service_credential'"),
  {
    name: "the fingerprint edited",
    expected: { refused: "target_changed" },
    async run({ world }) {
      const token = await world.token();
      await asOwner(world, [], `insert into token_fingerprint (token_id, kind, value) values ('${token.id}', 'hmac_sha256', '${madeUp.value}')`);
      return { request: await signAs(world, token, { fingerprint: madeUp }), tokens: [token] };
    },
  },
  statedOfGone("a name that the inventory does not have", { name: "harmless" }),
  statedOfGone("a date that the inventory does not have", { created: "2020-01-01T00:00:00.000Z" }),
  statedOfGone("scopes that the inventory does not have", { scopes: ["little"] }),
  statedOfGone("an environment that the inventory does not have", { environment: "sandbox" }),
  statedOfGone("a fingerprint that the inventory does not have", { fingerprint: madeUp }),
  statedOfGone("no fingerprint where the inventory has one", { fingerprint: null }),
  {
    name: "a handle of another fingerprint than the signed one",
    expected: { refused: "target_changed" },
    async run({ world }) {
      const token = await world.token();
      await world.vendor.kill(token.at.id);
      const handle = { id: token.at.id, fingerprint: madeUp.value };
      await asOwner(world, [], `update token set handle = '${JSON.stringify(handle)}' where id = '${token.id}'`);
      return { request: await signAs(world, token, { handle }, true), tokens: [token] };
    },
  },
  {
    name: "the reach edited",
    expected: { waits: "not_enough_people" },
    async run({ world }) {
      const token = await world.token({ level: "admin" });
      await asOwner(world, [], `update token set reach = '{"level":"limited","summary":"little"}' where id = '${token.id}'`);
      return { request: await signAs(world, token, {}), tokens: [token] };
    },
  },
  {
    name: "the environment edited after the signatures, by the collector's own role",
    expected: { refused: "target_changed" },
    async run({ world }) {
      const token = await world.token({ environment: "production" });
      const request = await signAs(world, token, {});
      await world.database.as("collector").token.update({ where: { id: token.id }, data: { environment: "development" } });
      return { request, tokens: [token], deniedToWeb: [() => world.database.as("web").$executeRaw`update token set environment = 'development'`] };
    },
  },
  {
    name: "the reach edited after the signatures, by the collector's own role",
    expected: { waits: "not_enough_people" },
    async run({ world }) {
      const token = await world.token({ level: "admin" });
      const request = await signAs(world, token, {});
      await world.database.as("collector").token.update({ where: { id: token.id }, data: { reach: { level: "limited", summary: "little" } } });
      return { request, tokens: [token], deniedToWeb: [() => world.database.as("web").$executeRaw`update token set reach = '{"level":"limited"}'`] };
    },
  },
  {
    name: "the handle edited before the request",
    expected: { refused: "target_changed" },
    async run({ world }) {
      const [shown, victim] = [await world.token(), await world.token({ name: "billing" })];
      const handle = { id: victim.at.id };
      await asOwner(world, [], `update token set handle = '${JSON.stringify(handle)}', handle_key = gen_random_uuid() where id = '${shown.id}'`);
      return { request: await signAs(world, shown, { handle }), tokens: [shown, victim] };
    },
  },
  {
    name: "a part added to the handle",
    expected: { refused: "target_changed" },
    async run({ world }) {
      const token = await world.token();
      const handle = { id: token.at.id, region: "eu" };
      await asOwner(world, [], `update token set handle = '${JSON.stringify(handle)}' where id = '${token.id}'`);
      return { request: await signAs(world, token, { handle }), tokens: [token] };
    },
  },
  {
    name: "the handle edited after the signatures",
    expected: { refused: "target_changed" },
    async run({ world }) {
      const [signed, victim] = [await world.token(), await world.token()];
      const request = await signAs(world, signed, {});
      await asOwner(world, [], `update token set handle = '${JSON.stringify({ id: victim.at.id })}', handle_key = gen_random_uuid() where id = '${signed.id}'`);
      return { request, tokens: [signed, victim] };
    },
  },
  {
    name: "a token known by import alone",
    expected: { refused: "import_only" },
    async run({ world }) {
      const token = await world.token();
      await asOwner(world, [], `update token set imported = true where id = '${token.id}'`);
      return { request: await signAs(world, token, {}), tokens: [token] };
    },
  },
  {
    name: "an effect the connector cannot bring about",
    expected: { refused: "effect_unsupported" },
    async run({ world }) {
      const token = await world.token();
      const request = await fileRequest(world, [token], { effect: "shortened" });
      await sign(world, request, world.people.rita, { kind: "request" });
      await sign(world, request, world.people.ada);
      return { request, tokens: [token] };
    },
  },
  {
    name: "the connection's origin edited",
    expected: { refused: "connection_changed" },
    async run({ world }): Promise<Scene> {
      const evil = await FakeVendor.start();
      const { token, request } = await honestRequest(world);
      await asOwner(world, [], `update connection set origin = '${evil.origin}' where id = '${world.connection}'`);
      const undo = async () => {
        await asOwner(world, [], `update connection set origin = '${world.vendor.origin}' where id = '${world.connection}'`);
        const asked = await evil.requests();
        await evil.close();
        if (asked.length > 0) throw new Error("the credential was taken to another origin");
      };
      return { request, tokens: [token], undo };
    },
  },
  {
    name: "a credential sealed for another origin",
    expected: { refused: "connection_changed" },
    async run({ world }): Promise<Scene> {
      const { token, request } = await honestRequest(world);
      const { revokeCredential } = world.database.as("owner");
      const saved = await revokeCredential.findMany({ where: { connectionId: world.connection } });
      await revokeCredential.deleteMany({ where: { connectionId: world.connection } });
      await reseal(world, elsewhere);
      const undo = async () => {
        await revokeCredential.deleteMany({ where: { connectionId: world.connection } });
        await revokeCredential.createMany({ data: saved });
      };
      return { request, tokens: [token], undo };
    },
  },
  {
    name: "a connection that no administrator signed",
    expected: { refused: "connection_not_trusted" },
    async run({ world }): Promise<Scene> {
      const { database, deployment } = world;
      const connection = randomUUID();
      const described = { name: `mine-${connection.slice(-4)}`, origin: world.vendor.origin, ca: null, allowPrivate: true, settings: {} };
      const built = buildTrustStatement(database.context("web"), deployment, { type: "countersign/connection", connection, vendor: "fake", ...described });
      const { digest, kind, subject, body } = built;
      const createdAt = database.clock.now();
      const row = { id: connection, connector: "fake", ...described, statementDigest: digest, createdBy: "operator:test", createdAt };
      await database.as("web").connection.createMany({ data: [row] });
      await database.as("web").trustStatement.createMany({ data: [{ digest, kind, subject, body, proposedBy: "operator:test", createdAt }] });
      const token = await world.token();
      await asOwner(world, [], `update token set connection_id = '${connection}' where id = '${token.id}'`);
      const mine: World = { ...world, connection, connectionDigest: digest };
      return { request: await signAs(mine, token, {}), tokens: [token] };
    },
  },
];
