import { cp, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "../../lib/testkit/database";
import { releaseLease, renewLease, takeLease } from "./lease";
import { effectsOn, executionsOf, fileRequest, honestRequest, sign } from "./testkit/requests";
import { createWorld, type World } from "./testkit/world";

const database = testDatabase();
let world: World;
beforeAll(async () => {
  world = await createWorld(database);
});
afterAll(() => world.close());

/** Another host: its own folder, copied, so the same identity and root but a journal of its own from here on. */
async function otherHome(): Promise<string> {
  const home = await mkdtemp(path.join(tmpdir(), "countersign-other-"));
  await cp(world.home, home, { recursive: true });
  return home;
}

test("two executors at once: every target is acted on once, recorded once, proven once", async () => {
  const [one, other] = await Promise.all([world.executor(), world.executor({ home: await otherHome() })]);
  const scenes = [];
  for (let n = 0; n < 6; n++) scenes.push(await honestRequest(world));
  for (let n = 0; n < 8; n++) {
    await Promise.all([one.tick(), other.tick()]);
    database.clock.advance(100);
  }
  for (const { token, request } of scenes) {
    const executions = await executionsOf(world, request);
    expect(executions).toMatchObject([{ status: "proven", result: "done" }]);
    expect(executions[0]?.attempts.filter(({ phase }) => phase === "act")).toHaveLength(1);
    expect((await world.vendor.ledger()).filter((entry) => entry.token === token.at.id)).toHaveLength(1);
  }
});

test("one that stood still while another took over writes nothing more", async () => {
  const { token, request } = await honestRequest(world);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let reached = () => {};
  const atCall = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const slow = await world.executor({
    leaseMilliseconds: 50,
    at: async (boundary) => {
      if (boundary !== "before_record") return;
      reached();
      await held;
    },
  });
  const stuck = slow.tick();
  await atCall;
  await new Promise((resolve) => setTimeout(resolve, 120));
  const other = await world.executor();
  for (let n = 0; n < 8; n++) {
    await other.tick();
    database.clock.advance(100);
  }
  const [before] = await executionsOf(world, request);
  expect(before).toMatchObject({ status: "proven", result: "done" });
  release();
  await stuck;
  expect((await executionsOf(world, request))[0]).toEqual(before);
  expect(await effectsOn(world, token)).toHaveLength(1);
});

test("a lease is free again when released or run out, and each taking over has a higher fence", async () => {
  const ctx = database.context("executor");
  const first = await takeLease(ctx, "execution:x", "a", 10_000);
  expect(await takeLease(ctx, "execution:x", "b", 10_000)).toBeNull();
  if (!first) throw new Error("the first lease was not given");
  await releaseLease(ctx, first);
  const second = await takeLease(ctx, "execution:x", "b", 10_000);
  expect(second?.fence).toBe(first.fence + 1n);
  await expect(renewLease(ctx, first, 1_000)).rejects.toThrow(/took over/);
});

test("narrowing: only the targets that enough people signed are executed; others when more sign", async () => {
  const [one, other] = [await world.token(), await world.token()];
  const request = await fileRequest(world, [one, other]);
  await sign(world, request, world.people.rita, { kind: "request" });
  await sign(world, request, world.people.ada, { targets: request.targets.slice(0, 1) });
  const executor = await world.executor();
  await executor.tick();
  expect([await effectsOn(world, one), await effectsOn(world, other)].map((effects) => effects.length)).toEqual([1, 0]);
  await sign(world, request, world.people.ben, { targets: request.targets.slice(1) });
  await executor.tick();
  expect(await effectsOn(world, other)).toHaveLength(1);
});

test("once a target was acted on, its expiry gates nothing: the try whose answer was lost is made again", async () => {
  const token = await world.token();
  const request = await fileRequest(world, [token], { lifeMilliseconds: 60_000 });
  await sign(world, request, world.people.rita, { kind: "request" });
  await sign(world, request, world.people.ada);
  await world.vendor.misbehave({ kind: "server_error", on: "revoke", times: 1 });
  const executor = await world.executor();
  await executor.tick();
  expect(await executionsOf(world, request)).toMatchObject([{ status: "acting" }]);
  database.clock.advance(3_600_000);
  await executor.tick();
  expect(await effectsOn(world, token)).toHaveLength(1);
});

test("probe material is kept for 30 days at most; what is unproven then stays so, visibly", async () => {
  await world.vendor.misbehave({ kind: "hollow_success", on: "revoke" });
  const { request } = await honestRequest(world);
  const executor = await world.executor();
  await executor.tick();
  const kept = () => database.as("executor").probeMaterial.count({ where: { execution: { requestId: request.id } } });
  expect(await kept()).toBe(1);
  database.clock.advance(31 * 24 * 3_600_000);
  await executor.tick();
  expect(await kept()).toBe(0);
  const [execution] = await executionsOf(world, request);
  expect(execution).toMatchObject({ status: "proving" });
  expect(execution?.unprovenSince).not.toBeNull();
});
