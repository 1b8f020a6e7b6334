import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stopRequest } from "../../lib/approvals/stop-request";
import type { Revoker, Target } from "../../lib/connectors/contract";
import { fakeRevoker } from "../../lib/connectors/testkit/fake-connector/revoke";
import { testDatabase } from "../../lib/testkit/database";
import type { ExecutorOptions } from "./executor";
import { effectsOn, executionsOf, type Filed, fileRequest, honestRequest, sign, type WorldToken } from "./testkit/requests";
import { createWorld, type World } from "./testkit/world";

const database = testDatabase();
let world: World;
beforeAll(async () => {
  world = await createWorld(database);
});
afterAll(() => world.close());

/** Each no, as who may writes it. */
const nos = {
  denied: (requestId: string) => database.as("signer").denial.create({ data: { ...said(requestId), personId: world.people.ben.id } }),
  withdrawn: (requestId: string) => database.as("web").withdrawal.create({ data: { ...said(requestId), personId: world.people.rita.id } }),
  stopped: (requestId: string) => database.as("executor").stop.create({ data: { ...said(requestId), stoppedBy: "operator:root" } }),
};
const said = (requestId: string) => ({ id: randomUUID(), requestId, reason: "no", at: database.clock.now() });
const outcomeOf = async (request: Filed) => (await database.as("web").requestOutcome.findUnique({ where: { requestId: request.id } }))?.status;

/** An executor whose vendor answers about this token only after `meanwhile` has happened, once. */
function whileAsked(what: "describe" | "probe", token: WorldToken, meanwhile: () => Promise<unknown>): ReturnType<World["executor"]> {
  let due = true;
  const asked = async ({ handle }: Target) => {
    if (!due || handle.id !== token.at.id) return;
    due = false;
    await meanwhile();
  };
  const slow = {
    ...fakeRevoker,
    async describe(...args: Parameters<typeof fakeRevoker.describe>) {
      if (what === "describe") await asked(args[1]);
      return fakeRevoker.describe(...args);
    },
    async probe(...args: Parameters<typeof fakeRevoker.probe>) {
      if (what === "probe") await asked(args[1]);
      return fakeRevoker.probe(...args);
    },
  } as Revoker;
  return world.executor({ revokers: { fake: slow } });
}

test.each([
  ["describe", "denied"],
  ["describe", "withdrawn"],
  ["describe", "stopped"],
  ["probe", "stopped"],
] as const)("while the vendor is asked to %s the target, the request is %s: no call is made; the untouched twin acts", async (what, no) => {
  const { token, request } = await honestRequest(world);
  const twin = await honestRequest(world);
  const executor = await whileAsked(what, token, () => nos[no](request.id));
  for (let n = 0; n < 2; n++) await executor.tick();
  expect(await effectsOn(world, token)).toEqual([]);
  expect(await executionsOf(world, request)).toMatchObject([{ status: no === "stopped" ? "stopped" : "refused", refusal: no }]);
  expect((await executionsOf(world, request))[0]?.attempts.filter(({ phase }) => phase === "act")).toEqual([]);
  expect(await outcomeOf(request)).toBe("stopped");
  expect(await effectsOn(world, twin.token)).toHaveLength(1);
});

test("a stop that is just being written is waited for, and counts", async () => {
  const { token, request } = await honestRequest(world);
  const twin = await honestRequest(world);
  let written: Promise<unknown> | undefined;
  const inserting = () =>
    new Promise<void>((inserted) => {
      written = database.as("executor").$transaction(async (tx) => {
        await tx.stop.create({ data: { ...said(request.id), stoppedBy: "operator:root" } });
        inserted();
        await new Promise((resolve) => setTimeout(resolve, 150));
      });
    });
  const executor = await world.executor({ at: (place) => (place === "before_intent" && !written ? inserting() : undefined) });
  await executor.tick();
  await written;
  await executor.tick();
  expect(await executionsOf(world, request)).toMatchObject([{ status: "stopped", refusal: "stopped" }]);
  expect(await effectsOn(world, token)).toEqual([]);
  expect(await effectsOn(world, twin.token)).toHaveLength(1);
});

test("somebody who never finishes saying something delays the act, and blocks neither the brake nor anybody else's request", async () => {
  const { token, request } = await honestRequest(world);
  const twin = await honestRequest(world);
  let stopped: Awaited<ReturnType<typeof stopRequest>> | undefined;
  const executor = await world.executor();
  const { number } = await database.as("web").request.findUniqueOrThrow({ where: { id: request.id } });
  const endless = database.as("web").$transaction(async (tx) => {
    await tx.withdrawal.create({ data: { ...said(request.id), personId: world.people.rita.id } });
    await executor.tick();
    expect(await effectsOn(world, twin.token)).toHaveLength(1);
    expect(await executionsOf(world, request)).toMatchObject([{ status: "checking_authority" }]);
    stopped = await stopRequest(database.context("executor", { type: "operator", name: "root" }), { number, reason: "enough" });
    throw new Error("never finished");
  });
  await expect(endless).rejects.toThrow("never finished");
  expect(stopped).toMatchObject({ acting: 0 });
  database.clock.advance(2_000);
  await executor.tick();
  expect(await executionsOf(world, request)).toMatchObject([{ status: "stopped" }]);
  expect(await effectsOn(world, token)).toEqual([]);
});

test("a stop says what it came too late for: it waits for a move of the executor's that is just being written", async () => {
  const { request } = await honestRequest(world);
  const { number } = await database.as("web").request.findUniqueOrThrow({ where: { id: request.id } });
  const crash: ExecutorOptions["at"] = (boundary) => (boundary === "before_intent" ? Promise.reject(new Error("killed")) : undefined);
  await (await world.executor({ at: crash })).tick();
  let stopping: Promise<{ acting: number }> | undefined;
  await database.as("executor").$transaction(async (tx) => {
    await tx.$queryRaw`select hold_request(${request.id}::uuid)`;
    await tx.execution.updateMany({ where: { requestId: request.id }, data: { status: "acting" } });
    stopping = stopRequest(database.context("executor", { type: "operator", name: "root" }), { number, reason: "stop" });
    await new Promise((resolve) => setTimeout(resolve, 200));
  });
  expect(await stopping).toMatchObject({ acting: 1 });
});

test("a crash after the intent and before the journal: nothing was called, so the expiry still holds; the twin goes on in time", async () => {
  const filed = async (lifeMilliseconds: number) => {
    const token = await world.token();
    const request = await fileRequest(world, [token], { lifeMilliseconds });
    await sign(world, request, world.people.rita, { kind: "request" });
    await sign(world, request, world.people.ada);
    return { token, request };
  };
  const [late, twin] = [await filed(60_000), await filed(3_600_000)];
  const crash: ExecutorOptions["at"] = (boundary) => (boundary === "before_journal" ? Promise.reject(new Error("killed")) : undefined);
  await (await world.executor({ at: crash })).tick();
  for (const { request } of [late, twin])
    expect(await executionsOf(world, request)).toMatchObject([{ status: "acting", attempts: [{ phase: "preflight" }, { phase: "act", endedAt: null }] }]);
  database.clock.advance(120_000);
  await (await world.executor()).tick();
  expect(await executionsOf(world, late.request)).toMatchObject([{ status: "refused", refusal: "expired" }]);
  expect(await effectsOn(world, late.token)).toEqual([]);
  expect(await effectsOn(world, twin.token)).toHaveLength(1);
});
