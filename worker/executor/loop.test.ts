import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "../../lib/testkit/database";
import type { Executor } from "./executor";
import { effectsOn, executionsOf, fileRequest, honestRequest, sign } from "./testkit/requests";
import { createWorld, type World } from "./testkit/world";

const database = testDatabase();
let world: World;
let executor: Executor;

beforeAll(async () => {
  world = await createWorld(database);
  executor = await world.executor();
});
afterAll(() => world.close());

/** Ticks, with the clock going on a little in between, so that a proof window passes. */
async function ticks(count: number, milliseconds = 100): Promise<void> {
  for (let n = 0; n < count; n++) {
    await executor.tick();
    database.clock.advance(milliseconds);
  }
}

test("a signed request is acted on in the round after the last signature, and the token's death proven", async () => {
  const { token, request } = await honestRequest(world);
  await executor.tick();
  expect(await effectsOn(world, token)).toMatchObject([{ asked: "dead", effect: "dead" }]);
  await ticks(5);
  const [execution] = await executionsOf(world, request);
  expect(execution).toMatchObject({ status: "proven", result: "done", refusal: null });
  expect(execution?.attempts.map(({ phase, outcome }) => `${phase} ${outcome}`)).toEqual([
    "preflight alive",
    "act done",
    "probe dead",
    "probe dead",
    "probe dead",
  ]);
  expect(await database.as("executor").probeMaterial.count()).toBe(0);
  expect(await database.as("web").requestOutcome.findUnique({ where: { requestId: request.id } })).toMatchObject({ status: "approved" });
});

test("a request without enough signatures waits, with the reason in words, and goes on with the next signature", async () => {
  const token = await world.token({ environment: "production" });
  const request = await fileRequest(world, [token]);
  await sign(world, request, world.people.rita, { kind: "request" });
  await sign(world, request, world.people.ada);
  await executor.tick();
  expect(await executionsOf(world, request)).toEqual([]);
  const [check] = await database.as("web").targetCheck.findMany({ where: { requestId: request.id } });
  expect(check).toMatchObject({
    waitsFor: "not_enough_people",
    detail: "2 people from 2 approver groups must sign, because it works in production; 1 from 1 did so far.",
  });
  await sign(world, request, world.people.ben);
  await executor.tick();
  expect(await effectsOn(world, token)).toHaveLength(1);
  expect(await database.as("web").targetCheck.count({ where: { requestId: request.id } })).toBe(0);
});
