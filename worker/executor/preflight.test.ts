import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Revoker } from "../../lib/connectors/contract";
import { fakeRevoker } from "../../lib/connectors/testkit/fake-connector/revoke";
import { sealEnvelope } from "../../lib/credentials/envelope";
import { loadOrCreateIdentity } from "../../lib/credentials/identity";
import { testDatabase } from "../../lib/testkit/database";
import { effectsOn, executionsOf, fileRequest, honestRequest, sign } from "./testkit/requests";
import { createWorld, type World } from "./testkit/world";

const database = testDatabase();
let world: World;
beforeAll(async () => {
  world = await createWorld(database);
});
afterAll(() => world.close());

test("the executor fingerprints the secret itself: a connector that only repeats what was signed is not believed", async () => {
  const repeats = {
    ...fakeRevoker,
    async describe(...[connection, target]: Parameters<typeof fakeRevoker.describe>) {
      const found = await fakeRevoker.describe(connection, target);
      return found.kind === "gone" ? found : { ...found, target: { ...found.target, fingerprint: target.fingerprint } };
    },
  } as Revoker;
  const token = await world.token();
  const fingerprint = { kind: "hmac_sha256" as const, value: "0".repeat(64) };
  // As if the collector's owner had written it: the inventory agrees with what was signed.
  await database.as("owner").tokenFingerprint.create({ data: { tokenId: token.id, kind: fingerprint.kind, value: fingerprint.value } });
  const request = await fileRequest(world, [token], { alter: (s) => ({ ...s, targets: s.targets.map((target) => ({ ...target, fingerprint })) }) });
  await sign(world, request, world.people.rita, { kind: "request" });
  await sign(world, request, world.people.ada);
  const executor = await world.executor({ revokers: { fake: repeats } });
  const honest = await honestRequest(world);
  await executor.tick();
  expect(await executionsOf(world, request)).toMatchObject([
    { status: "refused", refusal: "target_changed", refusalDetail: "does not hold: the vendor describes the signed fingerprint" },
  ]);
  expect(await effectsOn(world, token)).toEqual([]);
  expect(await effectsOn(world, honest.token)).toHaveLength(1);
});

test.each([
  ["credential_missing", "delete from revoke_credential"],
  ["credential_unreadable", "update revoke_credential set sealed = 'nothing'"],
])("without a usable revoke credential it is %s", async (refusal, sql) => {
  const [saved] = await database.as("owner").revokeCredential.findMany();
  await database.as("owner").$executeRawUnsafe(sql);
  const { token, request } = await honestRequest(world);
  await (await world.executor()).tick();
  expect(await executionsOf(world, request)).toMatchObject([{ status: "refused", refusal }]);
  expect(await effectsOn(world, token)).toEqual([]);
  await database.as("owner").revokeCredential.deleteMany();
  if (saved) await database.as("owner").revokeCredential.create({ data: saved });
});

test("a newer row of web's that opens for nothing, or for another address, takes no credential's place", async () => {
  const { recipient } = await loadOrCreateIdentity(world.home);
  const { deployment, connection } = world;
  const elsewhere = { version: 1 as const, deployment, connection, vendor: "fake", origin: "https://evil.example", ca: null, credential: {} };
  const rubbish = ["nothing", await sealEnvelope(recipient, elsewhere), await sealEnvelope(recipient, { ...elsewhere, origin: world.vendor.origin })];
  // More than one page of them.
  const rows = Array.from({ length: 21 }, (_, n) => rubbish[n % 3] ?? "");
  const before = await honestRequest(world);
  await database.as("web").revokeCredential.createMany({
    data: rows.map((sealed, n) => ({
      ...{ id: randomUUID(), connectionId: connection, sealed, createdBy: "person:web" },
      createdAt: new Date(database.clock.now().getTime() + n + 1),
    })),
  });
  await (await world.executor()).tick();
  expect(await effectsOn(world, before.token)).toHaveLength(1);
});

test("a target that changed keeps no other of the same request from its execution", async () => {
  const [changed, same] = [await world.token(), await world.token()];
  const request = await fileRequest(world, [changed, same], {
    alter: (s) => ({ ...s, targets: s.targets.map((target, n) => (n === 0 ? { ...target, name: "another" } : target)) }),
  });
  await sign(world, request, world.people.rita, { kind: "request" });
  await sign(world, request, world.people.ada);
  await (await world.executor()).tick();
  const executions = await executionsOf(world, request);
  expect(executions.map(({ tokenId, status, refusal }) => [tokenId === same.id, status, refusal]).sort()).toEqual([
    [false, "refused", "target_changed"],
    [true, "proving", null],
  ]);
  expect(await effectsOn(world, same)).toHaveLength(1);
});

test("only the executor may be one", async () => {
  await expect(world.executor({ ctx: database.context("web") })).rejects.toThrow(/Only the executor/);
});
