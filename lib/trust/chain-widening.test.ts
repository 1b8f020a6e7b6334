import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { TrustInput } from "./statements";
import { connection, day, group, hour, policy, status, twoPeople } from "./testkit/statements";
import { enrolmentOf, type TrustWorld } from "./testkit/world";

describe("once two people have a key", () => {
  test.each<[string, (world: TrustWorld) => TrustInput]>([
    ["a key", (world) => enrolmentOf(world.makeKey(randomUUID()))],
    ["a connection", () => connection()],
    ["a member", () => group("platform", [randomUUID()])],
    ["a weaker policy", () => policy({ critical: { people: 1, groups: 1 } })],
    ["a shorter hold", () => policy({ holdSeconds: 0 })],
    ["a shorter delay", () => policy({ wideningDelaySeconds: 0 })],
  ])("%s needs both, and a day", async (_, input) => {
    const { world, second } = twoPeople();
    const digest = world.establish(input(world), world.rootKey);
    world.clock.advance(3 * day);
    expect(await status(world, digest)).toBe("waiting_signatures");
    world.sign(digest, second);
    expect((await world.view()).states.get(digest)).toMatchObject({
      status: "waiting_delay",
      detail: { activeAt: new Date(world.clock.now().getTime() + day).toISOString() },
    });
    world.clock.advance(day - 1);
    expect(await status(world, digest)).toBe("waiting_delay");
    world.clock.advance(1);
    expect(await status(world, digest)).toBe("active");
  });

  test("two keys of one person are one person", async () => {
    const { world, second } = twoPeople();
    const spare = world.enrol(world.root.person, [world.rootKey, second]);
    world.clock.advance(day);
    const digest = world.establish(connection(), world.rootKey, spare);
    expect(await status(world, digest)).toBe("waiting_signatures");
    world.sign(digest, second);
    expect(await status(world, digest)).toBe("waiting_delay");
  });

  test.each<[string, (world: TrustWorld, second: { id: string }) => TrustInput]>([
    ["a stricter policy", () => policy({ standard: { people: 2, groups: 1 } })],
    ["fewer members", () => group("platform", [])],
    ["withdrawing a key", (_, { id }) => ({ type: "countersign/key-withdrawal", key: id, reason: "lost" })],
  ])("%s takes effect at once with one administrator", async (_, input) => {
    const { world, second } = twoPeople();
    expect(await status(world, world.establish(input(world, second), world.rootKey))).toBe("active");
  });

  test("one administrator cannot first withdraw the others and then widen alone", async () => {
    const { world, second } = twoPeople();
    world.establish({ type: "countersign/key-withdrawal", key: second.id, reason: "out of the way" }, world.rootKey);
    world.clock.advance(1000);
    const puppet = world.establish(enrolmentOf(world.makeKey(randomUUID())), world.rootKey);
    world.clock.advance(30 * day);
    expect(await status(world, puppet)).toBe("waiting_signatures");
  });

  test("a date in the statement does not shorten the delay: the executor's first sight counts", async () => {
    const { world, second } = twoPeople();
    const digest = world.propose(connection());
    world.clock.advance(30 * day);
    world.sign(digest, world.rootKey);
    world.sign(digest, second);
    expect(await status(world, digest)).toBe("waiting_delay");
  });

  test("nor does a missing first sight", async () => {
    const { world, second } = twoPeople();
    const digest = world.establish(connection(), world.rootKey, second);
    const firstSeen = new Map([...world.firstSeen].filter(([seen]) => seen === digest));
    world.clock.advance(30 * day);
    const { evaluateTrust } = await import("./chain");
    expect((await evaluateTrust({ ...world.inputs(), firstSeen })).states.get(digest)?.status).not.toBe("active");
  });
});

describe("withdrawn keys", () => {
  test("count for nothing afterwards, what they signed before stays, and they never come back", async () => {
    const { world, second } = twoPeople();
    const admins = world.establish(group("administrators", [world.root.person, second.person]), world.rootKey, second);
    world.clock.advance(day);
    const before = world.establish(group("platform", []), second);
    world.clock.advance(1000);
    world.establish({ type: "countersign/key-withdrawal", key: second.id, reason: "lost laptop" }, world.rootKey);
    world.clock.advance(1000);
    const after = world.establish(group("billing", []), second);
    const again = world.establish(enrolmentOf(second), world.rootKey);
    const view = await world.view();
    expect(view.states.get(admins)?.status).toBe("active");
    expect(view.states.get(before)?.status).toBe("active");
    expect(view.states.get(after)).toMatchObject({ status: "waiting_signatures", detail: { ignored: [{ refusal: "key_withdrawn" }] } });
    expect(view.states.get(again)).toMatchObject({ status: "refused", reason: "key_withdrawn" });
    expect(view.withdrawn).toEqual(new Set([second.id]));
    expect(view.keys.has(second.id)).toBe(false);
  });

  test("during the delay take their signature back", async () => {
    const { world, second } = twoPeople();
    const digest = world.establish(connection(), world.rootKey, second);
    world.clock.advance(hour);
    world.establish({ type: "countersign/key-withdrawal", key: second.id, reason: "stolen" }, world.rootKey);
    world.clock.advance(2 * day);
    expect(await status(world, digest)).toBe("waiting_signatures");
  });
});
