import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "../../lib/testkit/database";
import { saveTrustWorld } from "../../lib/trust/testkit/save-world";
import type { Executor } from "./executor";
import { effectsOn, executionsOf, honestRequest } from "./testkit/requests";
import { createWorld, type World } from "./testkit/world";

const database = testDatabase();
let world: World;
let executor: Executor;
beforeAll(async () => {
  world = await createWorld(database, { holdSeconds: 600 });
  executor = await world.executor();
});
afterAll(() => world.close());

async function inHold() {
  const { token, request } = await honestRequest(world);
  await executor.tick();
  const [execution] = await executionsOf(world, request);
  expect(execution).toMatchObject({ status: "checking_authority" });
  expect(execution?.checkedAt).not.toBeNull();
  return { token, request };
}
const after = async (seconds: number) => {
  database.clock.advance(seconds * 1000);
  await executor.tick();
};
const statusOf = async (requestId: string) => (await database.as("web").requestOutcome.findUnique({ where: { requestId } }))?.status;

test("authority is checked at once, the act waits for the hold", async () => {
  const { token } = await inHold();
  await after(599);
  expect(await effectsOn(world, token)).toEqual([]);
  await after(2);
  expect(await effectsOn(world, token)).toHaveLength(1);
});

test("an operator's stop in the hold ends it at once", async () => {
  const { token, request } = await inHold();
  await database
    .as("executor")
    .stop.create({ data: { id: randomUUID(), requestId: request.id, stoppedBy: "operator:root", reason: "wait", at: database.clock.now() } });
  await after(1);
  expect(await executionsOf(world, request)).toMatchObject([{ status: "stopped", refusal: "stopped" }]);
  expect(await statusOf(request.id)).toBe("stopped");
  await after(700);
  expect(await effectsOn(world, token)).toEqual([]);
  expect(await database.as("executor").probeMaterial.count({ where: { execution: { requestId: request.id } } })).toBe(0);
});

test("a denial in the hold ends it by name, and the request shows as stopped", async () => {
  const { token, request } = await inHold();
  await database
    .as("signer")
    .denial.create({ data: { id: randomUUID(), requestId: request.id, personId: world.people.ben.id, reason: "no", at: database.clock.now() } });
  await after(1);
  expect(await executionsOf(world, request)).toMatchObject([{ status: "refused", refusal: "denied" }]);
  expect(await statusOf(request.id)).toBe("stopped");
  await after(700);
  expect(await effectsOn(world, token)).toEqual([]);
});

test("whatever changes in the hold counts when it ends: a signer who left, then a key withdrawn", async () => {
  const left = await inHold();
  await database.as("collector").person.update({ where: { id: world.people.ada.id }, data: { status: "departed" } });
  await after(601);
  expect(await executionsOf(world, left.request)).toMatchObject([{ status: "refused", refusal: "signer_departed" }]);
  await database.as("collector").person.update({ where: { id: world.people.ada.id }, data: { status: "active" } });

  const withdrawn = await inHold();
  world.trust.establish({ type: "countersign/key-withdrawal", key: world.people.ada.key.id, reason: "lost" }, world.trust.rootKey);
  await saveTrustWorld(database, world.trust);
  await after(601);
  expect(await executionsOf(world, withdrawn.request)).toMatchObject([{ status: "refused", refusal: "key_withdrawn" }]);
  expect(await effectsOn(world, withdrawn.token)).toEqual([]);
});
