import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { directusReadConnector } from "../../lib/connectors/directus/read";
import { glewlwydReadConnector } from "../../lib/connectors/glewlwyd/read";
import { createVendorHttp } from "../../lib/connectors/http";
import { revokers } from "../../lib/connectors/revokers";
import { FaultyProxy } from "../../lib/connectors/testkit/faulty-proxy";
import { type RealDirectus, startRealDirectus } from "../../lib/connectors/testkit/real-directus";
import { hashOfKey, type RealGlewlwyd, startRealGlewlwyd } from "../../lib/connectors/testkit/real-glewlwyd";
import { RevocationStatement } from "../../lib/domain/statement";
import { fileRequest } from "../../lib/requests/file-request";
import type { RequestedEffect } from "../../lib/requests/schemas";
import { testDatabase } from "../../lib/testkit/database";
import { asPerson } from "../../lib/testkit/facts";
import type { Executor } from "./executor";
import { connectReal, type RealConnection } from "./testkit/real-connection";
import { executionsOf, type Filed, sign } from "./testkit/requests";
import { createWorld, type World } from "./testkit/world";

// The whole loop on real systems: listed by the collector, asked for, signed, acted on and proven by the executor, all with the code that runs
// in production. Only the clock is ours, so that a proof's two minutes pass at once.

/** real systems on a busy machine */
vi.setConfig({ testTimeout: 180_000 });

const database = testDatabase();
let world: World;
let executor: Executor;
let glewlwyd: RealGlewlwyd;
let directus: RealDirectus;
/** between the executor and Glewlwyd */
let proxy: FaultyProxy;
let keys: RealConnection;
let users: RealConnection;

beforeAll(async () => {
  [world, glewlwyd, directus] = await Promise.all([createWorld(database), startRealGlewlwyd(inject("adminUrl")), startRealDirectus(inject("adminUrl"))]);
  proxy = await FaultyProxy.start(glewlwyd.origin);
  const administrator = { readCredential: glewlwyd.admin, revokeCredential: { ...glewlwyd.admin, control: glewlwyd.controlKey } };
  keys = await connectReal(world, { vendor: "glewlwyd", connector: glewlwydReadConnector, origin: proxy.origin, ...administrator });
  const credentials = {
    readCredential: { apiToken: directus.adminToken },
    revokeCredential: { apiToken: directus.adminToken, control: directus.controlToken },
  };
  users = await connectReal(world, { vendor: "directus", connector: directusReadConnector, origin: directus.origin, ...credentials });
  executor = await world.executor({
    revokers,
    http: (at) => createVendorHttp({ ...at, log: database.context("executor").log, limits: { retries: 0, totalMilliseconds: 10_000 } }),
  });
  await executor.tick();
}, 360_000);
afterAll(async () => {
  await Promise.all([world?.close(), proxy?.close(), glewlwyd?.stop(), directus?.stop()]);
});

/** Files a request for the token of that name as a person does, and has everybody sign it whom an unknown environment needs. */
async function asked(connection: RealConnection, name: string, effect: RequestedEffect): Promise<Filed & { token: string }> {
  const { id: token } = await database.as("web").token.findFirstOrThrow({ where: { connectionId: connection.id, name } });
  const rita = database.context("web", asPerson({ id: world.people.rita.id, displayName: "Rita" }, "security_manager"));
  const { id } = await fileRequest(rita, { tokens: [token], reason: "Its owner left.", acknowledgement: name, effect });
  const row = await database.as("web").request.findUniqueOrThrow({ where: { id }, include: { targets: true } });
  const statement = RevocationStatement.parse(JSON.parse(row.statement));
  const filed = { id, token, statement, text: row.statement, digest: row.digest, targets: row.targets.map(({ digest }) => digest) };
  await sign(world, filed, world.people.rita, { kind: "request" });
  for (const approver of [world.people.ada, world.people.ben]) await sign(world, filed, approver);
  return filed;
}

/** Ticks, half a minute apart by the executor's clock: seven of them after the act are a proof window. */
async function ticks(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    await executor.tick();
    database.clock.advance(30_000);
  }
}

const endOf = async (filed: Filed) => {
  const [execution] = await executionsOf(world, filed);
  return execution;
};
const stateOf = async (token: string) =>
  (await database.as("web").$queryRaw<{ state: string }[]>`select state from token_state where token_id = ${token}::uuid`)[0]?.state;
const nameOf = (key: string) => `API key ${hashOfKey(key).slice("{SHA512}".length).slice(0, 8)} of admin`;

test("a Glewlwyd key, from the listing to the proof: acted on once, two minutes of its record with the control let in, and the key opens nothing", async () => {
  const [key, other] = [await glewlwyd.makeKey("backup job"), await glewlwyd.makeKey("another")];
  await keys.sync();
  const filed = await asked(keys, nameOf(key), "dead");
  expect(filed.statement.targets).toMatchObject([{ class: "api_key", creator: "admin", fingerprint: { kind: "key_id", value: hashOfKey(key) } }]);
  await ticks(1);
  expect(await glewlwyd.opens({ key })).toBe(false);
  expect(await endOf(filed)).toMatchObject({ status: "proving", result: "done" });
  await ticks(7);
  const execution = await endOf(filed);
  expect(execution).toMatchObject({ status: "proven", effect: "dead", proof: { basis: "record", seenAliveAt: expect.any(String) } });
  expect(execution?.attempts.filter(({ phase }) => phase === "act")).toHaveLength(1);
  const probes = execution?.attempts.filter(({ phase }) => phase === "probe") ?? [];
  expect(probes.length).toBeGreaterThanOrEqual(6);
  expect(probes.map(({ outcome }) => outcome)).toEqual(probes.map(() => "dead"));
  expect([await glewlwyd.opens({ key }), await glewlwyd.opens({ key: other })]).toEqual([false, true]);
  await keys.sync();
  expect(await stateOf(filed.token)).toBe("dead");
});

test("a Directus account, from the listing to the proof: suspended, and its token refused with 401 while another account's is not", async () => {
  const [token, other] = ["a".repeat(24), "b".repeat(24)];
  await directus.makeUsers([
    { email: "leaver@example.com", token },
    { email: "stays@example.com", token: other },
  ]);
  await users.sync();
  const filed = await asked(users, "static token of leaver@example.com", "disabled");
  expect(await directus.door(token)).toBe(200);
  await ticks(8);
  expect(await endOf(filed)).toMatchObject({ status: "proven", effect: "disabled", result: "done", proof: { basis: "record" } });
  expect([await directus.door(token), await directus.door(other), await directus.door(directus.controlToken)]).toEqual([401, 200, 200]);
  await users.sync();
  expect(await stateOf(filed.token)).toBe("disabled");
});

test("Glewlwyd's OK alone is no proof: a key that it only said it revoked stays unproven, however long it is looked at", async () => {
  const key = await glewlwyd.makeKey("said to be revoked");
  await keys.sync();
  const filed = await asked(keys, nameOf(key), "dead");
  proxy.break({ kind: "answer", status: 200, body: "", only: ({ method, path }) => method === "DELETE" && path.includes("/key/") });
  await ticks(14);
  proxy.break(null);
  const execution = await endOf(filed);
  expect(execution).toMatchObject({ status: "proving", result: "done", unprovenSince: expect.any(Date) });
  expect(execution?.attempts.filter(({ phase }) => phase === "probe").every(({ outcome }) => outcome === "alive")).toBe(true);
  expect(await glewlwyd.opens({ key })).toBe(true);
});

test("a vendor that fails, shuts its door or is not reached proves nothing meanwhile; once it answers again the proof begins from the start", async () => {
  const key = await glewlwyd.makeKey("revoked in a storm");
  await keys.sync();
  const filed = await asked(keys, nameOf(key), "dead");
  await ticks(1);
  expect(await glewlwyd.opens({ key })).toBe(false);
  for (const fault of [{ kind: "answer", status: 503, body: "" }, { kind: "answer", status: 401, body: "" }, { kind: "act_then_cut" }] as const) {
    proxy.break(fault);
    await ticks(3);
  }
  proxy.break(null);
  const before = await endOf(filed);
  expect(before).toMatchObject({ status: "proving" });
  expect(before?.attempts.filter(({ phase }) => phase === "probe").some(({ outcome }) => outcome === "unknown")).toBe(true);
  database.clock.advance(3_600_000);
  await ticks(7);
  expect(await endOf(filed)).toMatchObject({ status: "proven", proof: { refusals: 6 } });
});
