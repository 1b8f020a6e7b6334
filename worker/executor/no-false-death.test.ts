import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Probed, ProofWindow, Revoker } from "../../lib/connectors/contract";
import { revokers } from "../../lib/connectors/revokers";
import { fakeRevoker } from "../../lib/connectors/testkit/fake-connector/revoke";
import type { MisbehaviourInput } from "../../lib/connectors/testkit/vendor/misbehaviour";
import { testDatabase } from "../../lib/testkit/database";
import { effectsOn, executionsOf, type Filed, honestRequest, sign } from "./testkit/requests";
import { createWorld, type World } from "./testkit/world";

const database = testDatabase();
let world: World;
beforeAll(async () => {
  world = await createWorld(database);
});
afterEach(() => world.vendor.misbehave());
afterAll(() => world.close());

async function ticks(executor: { tick(): Promise<void> }, count: number, milliseconds = 100): Promise<void> {
  for (let n = 0; n < count; n++) {
    await executor.tick();
    database.clock.advance(milliseconds);
  }
}
async function only(request: Filed) {
  const [execution] = await executionsOf(world, request);
  if (!execution) throw new Error("there is no execution");
  return execution;
}

const badDays: [string, MisbehaviourInput][] = [
  ["the vendor is in maintenance and says so with 503", { kind: "maintenance", on: "all" }],
  ["the vendor is in maintenance and answers 200", { kind: "maintenance", on: "all", status: 200 }],
  ["a proxy answers 401 to everybody", { kind: "unauthorized_to_all", on: "all" }],
  ["a proxy answers 401 to everybody, in the vendor's own shape of death", { kind: "unauthorized_to_all", on: "all", inDeathShape: true }],
  ["our address is banned", { kind: "ip_ban", on: "all" }],
  ["the vendor limits our rate", { kind: "rate_limited", on: "all" }],
  ["the vendor fails", { kind: "server_error", on: "all" }],
  ["the connection is cut", { kind: "cut_after_success", on: "use" }],
];

describe.each(badDays)("while %s", (_, misbehaviour) => {
  test("nothing is proven; when it is over, the death is", async () => {
    const executor = await world.executor();
    const { token, request } = await honestRequest(world);
    await executor.tick();
    await world.vendor.misbehave(misbehaviour);
    await ticks(executor, 12, 400);
    expect(await only(request)).toMatchObject({ status: "proving", endedAt: null });
    expect((await only(request)).unprovenSince).not.toBeNull();
    await world.vendor.misbehave();
    await ticks(executor, 8, 3_000);
    expect(await only(request)).toMatchObject({ status: "proven", result: "done" });
    expect(await effectsOn(world, token)).toHaveLength(1);
  });

  test("two refusals before and one after do not add up", async () => {
    const executor = await world.executor();
    const { request } = await honestRequest(world);
    await ticks(executor, 2);
    await world.vendor.misbehave(misbehaviour);
    await ticks(executor, 2);
    await world.vendor.misbehave();
    await ticks(executor, 2);
    expect(await only(request)).toMatchObject({ status: "proving" });
  });
});

test("a revoke that says 200 and does nothing is never proven, and shows as unproven", async () => {
  const executor = await world.executor();
  await world.vendor.misbehave({ kind: "hollow_success", on: "revoke" });
  const { token, request } = await honestRequest(world);
  await ticks(executor, 25, 500);
  const execution = await only(request);
  expect(execution).toMatchObject({ status: "proving", result: "done" });
  expect(execution.unprovenSince).not.toBeNull();
  expect(execution.attempts.filter(({ phase }) => phase === "probe").every(({ outcome }) => outcome === "alive")).toBe(true);
  expect(await effectsOn(world, token)).toEqual([]);
});

/** A vendor of two nodes, of which the second (b) hears of the revocation so much later; tries go to either, in turns that repeat. */
function twoNodes(proof: ProofWindow, lagSeconds: number, turns: string): Revoker {
  let n = 0;
  let appliedAt = Number.POSITIVE_INFINITY;
  return {
    ...fakeRevoker,
    proof,
    apply(...call: Parameters<typeof fakeRevoker.apply>) {
      appliedAt = database.clock.now().getTime();
      return fakeRevoker.apply(...call);
    },
    async probe(...call: Parameters<typeof fakeRevoker.probe>): Promise<Probed> {
      const real = await fakeRevoker.probe(...call);
      const behind = turns[n++ % turns.length] === "b" && database.clock.now().getTime() < appliedAt + lagSeconds * 1000;
      return behind ? { kind: "alive", status: 200, evidence: "200", control: "accepted" } : real;
    },
  } as Revoker;
}

const unlucky = [
  ["every try meets the node that lags", "b"],
  ["every try meets the node that knows", "a"],
  ["tries alternate", "ab"],
  ["nearly every try meets the node that knows", "aaaaaaaaaaaaaaaaaaaaaaaab"],
] as const;
/** Under the very windows that real vendors are judged by: a double with a window of its own would show nothing about them. One of each kind. */
const windows = new Map(Object.entries(revokers).map(([vendor, { proof }]) => [JSON.stringify(proof), { vendor, proof }]));
const realWindows = [...windows.values()].flatMap((window) => unlucky.map(([luck, turns]) => ({ ...window, luck, turns })));

test.each(realWindows)(
  "with $vendor's proof window, a vendor that is consistent only after two minutes is not believed before: $luck",
  async ({ proof, turns }) => {
    const executor = await world.executor({ revokers: { fake: twoNodes(proof, 120, turns) } });
    const { request } = await honestRequest(world);
    const began = database.clock.now().getTime();
    for (let seconds = 0; seconds < 119; seconds += 7) {
      await executor.tick();
      expect((await only(request)).status).toBe("proving");
      database.clock.advance(7_000);
    }
    let execution = await only(request);
    for (let n = 0; n < 40 && execution.status !== "proven"; n++) {
      await ticks(executor, 1, 7_000);
      execution = await only(request);
    }
    expect(execution.status).toBe("proven");
    expect((execution.endedAt?.getTime() ?? 0) - began).toBeGreaterThanOrEqual(120_000);
  },
);

describe("a credential that was never seen alive", () => {
  test("is not called dead because something refuses it, while the vendor still lists it", async () => {
    // It always refuses this one, dead or not: a wrong door.
    const wrongDoor = {
      ...fakeRevoker,
      apply: async () => ({ kind: "done", status: 200, evidence: "200" }),
      probe: async () => ({ kind: "dead", status: 401, evidence: "401", control: "accepted" }),
    } as unknown as Revoker;
    const executor = await world.executor({ revokers: { fake: wrongDoor } });
    const { request } = await honestRequest(world);
    await ticks(executor, 15, 200);
    const execution = await only(request);
    expect(execution.status).toBe("proving");
    expect(execution.attempts.some(({ detail }) => JSON.stringify(detail).includes("still lists it"))).toBe(true);
  });

  test("is acted on all the same, and proven dead once the vendor also says that it is gone", async () => {
    const executor = await world.executor();
    await world.vendor.misbehave({ kind: "server_error", on: "use" });
    const { token, request } = await honestRequest(world);
    await ticks(executor, 6, 5_000);
    expect(await effectsOn(world, token)).toHaveLength(1);
    await world.vendor.misbehave();
    await ticks(executor, 8, 5_000);
    expect(await only(request)).toMatchObject({ status: "proven", result: "done", proof: { seenAliveAt: null } });
  });
});

test("what was gone before the machine came is a success with that reason, and nothing is done", async () => {
  const executor = await world.executor();
  const { token, request } = await honestRequest(world);
  await world.vendor.kill(token.at.id);
  await ticks(executor, 2);
  // Of what it never saw the executor knows nothing, and unknown is critical.
  expect(await executionsOf(world, request)).toEqual([]);
  await sign(world, request, world.people.ben);
  await ticks(executor, 8);
  // The vendor's word alone is not enough either: the collector must have found the same.
  expect(await only(request)).toMatchObject({ status: "proving" });
  await database.as("owner").token.update({ where: { id: token.id }, data: { missingSince: database.clock.now() } });
  await ticks(executor, 8);
  expect(await only(request)).toMatchObject({ status: "proven", result: "already_gone", proof: { basis: "absent" } });
  expect((await world.vendor.ledger()).filter((entry) => entry.token === token.at.id)).toEqual([]);
});

describe("acting through trouble", () => {
  test.each<MisbehaviourInput>([
    { kind: "timeout_after_success", on: "revoke", times: 1 },
    { kind: "error_after_success", on: "revoke", times: 1 },
    { kind: "cut_after_success", on: "revoke", times: 1 },
    { kind: "rate_limited", on: "revoke", times: 2 },
    { kind: "server_error", on: "revoke", times: 2 },
  ])("$kind at the call: one effect, one proof", async (misbehaviour) => {
    const executor = await world.executor();
    await world.vendor.misbehave(misbehaviour);
    const { token, request } = await honestRequest(world);
    await ticks(executor, 12, 3_000);
    expect(await only(request)).toMatchObject({ status: "proven", result: "done" });
    expect(await effectsOn(world, token)).toHaveLength(1);
  });

  test("the vendor's own no ends it by name, with its answer", async () => {
    const executor = await world.executor();
    await world.vendor.misbehave({ kind: "declines", on: "revoke" });
    const { request } = await honestRequest(world);
    await ticks(executor, 2);
    expect(await only(request)).toMatchObject({ status: "refused", refusal: "vendor_declined", refusalDetail: expect.stringContaining("protected_token") });
  });

  test("a vendor that does not answer keeps the request waiting, says so, and is asked again", async () => {
    const executor = await world.executor();
    await world.vendor.misbehave({ kind: "server_error", on: "describe" });
    const { token, request } = await honestRequest(world);
    await executor.tick();
    const [check] = await database.as("web").targetCheck.findMany({ where: { requestId: request.id } });
    expect(check).toMatchObject({ waitsFor: "vendor_unreachable", detail: expect.stringContaining("gives no usable answer (server_error)") });
    await world.vendor.misbehave();
    database.clock.advance(6_000);
    await executor.tick();
    expect(await effectsOn(world, token)).toHaveLength(1);
  });
});
