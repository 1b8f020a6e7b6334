import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { connection, day, group, policy, status } from "./testkit/statements";
import { createTrustWorld, enrolmentOf } from "./testkit/world";

/** The root, a second administrator whose key counts, and an approver with a key in platform; no delay. */
function ceremony() {
  const world = createTrustWorld();
  const [second, aiko] = [randomUUID(), randomUUID()];
  const step = <T>(made: T): T => {
    world.clock.advance(1000);
    return made;
  };
  step(world.establish(policy({ wideningDelaySeconds: 0 }), world.rootKey));
  step(world.establish(group("administrators", [world.root.person, second]), world.rootKey));
  const platform = step(world.establish(group("platform", [aiko]), world.rootKey));
  const secondKey = step(world.enrol(second, [world.rootKey]));
  const both = [world.rootKey, secondKey];
  const aikoKey = step(world.enrol(aiko, both));
  return { world, second, secondKey, both, aiko, aikoKey, platform };
}

describe("whoever left and came back", () => {
  test("has neither key nor membership until both are signed anew, as widening", async () => {
    const { world, both, aiko, aikoKey, platform } = ceremony();
    const other = world.enrol(randomUUID(), both);
    world.depart(aiko);
    const view = await world.view();
    expect([view.keys.has(aikoKey.id), view.lapsed.has(aikoKey.id), view.groups.get("platform")]).toEqual([false, true, new Set()]);
    expect(view.states.get(platform)).toMatchObject({ status: "active", detail: { lapsed: [aiko] } });
    expect(view.keys.has(other.id)).toBe(true);

    const [group2, key2] = [world.propose(group("platform", [aiko])), world.propose(enrolmentOf(aikoKey))];
    for (const digest of [group2, key2]) world.sign(digest, world.rootKey);
    expect([await status(world, group2), await status(world, key2)]).toEqual(["waiting_signatures", "waiting_signatures"]);
    for (const digest of [group2, key2]) world.sign(digest, both[1] ?? world.rootKey);
    const back = await world.view();
    expect([back.keys.has(aikoKey.id), back.lapsed.size, back.groups.get("platform")]).toEqual([true, 0, new Set([aiko])]);
  });

  test("not by statements proposed before they left, even when these are signed after", async () => {
    const { world, both, aiko, secondKey } = ceremony();
    const key = world.makeKey(aiko);
    const [enrolment, again] = [world.propose(enrolmentOf(key)), world.propose(group("platform", [aiko, secondKey.person]))];
    world.depart(aiko);
    for (const digest of [enrolment, again]) for (const signer of both) world.sign(digest, signer);
    const view = await world.view();
    expect(view.states.get(enrolment)).toMatchObject({ status: "refused", reason: "holder_departed" });
    expect(view.groups.get("platform")).toEqual(new Set([secondKey.person]));
  });

  test("nobody else can take the lapsed key", async () => {
    const { world, both, aiko, aikoKey } = ceremony();
    world.depart(aiko);
    const claim = world.establish(enrolmentOf({ ...aikoKey, person: randomUUID() }), ...both);
    expect((await world.view()).states.get(claim)).toMatchObject({ status: "refused", reason: "key_taken" });
  });

  test("who left before they were ever trusted is not concerned, however late the executor reads of it", async () => {
    const { world, aiko, aikoKey } = ceremony();
    world.departures.push({ person: aiko, recorded: new Date(world.clock.now().getTime() - 400 * day), seen: world.clock.now() });
    const view = await world.view();
    expect([view.keys.has(aikoKey.id), view.groups.get("platform")]).toEqual([true, new Set([aiko])]);
  });
});

describe("an administrator who left", () => {
  test("signs nothing any more, what they signed before stays, and a signature that waits is taken back", async () => {
    const { world, second, secondKey, platform } = ceremony();
    const before = world.establish(group("billing", []), secondKey);
    const waits = world.propose(connection());
    world.sign(waits, secondKey);
    world.depart(second);
    const after = world.establish(group("other", []), secondKey);
    world.sign(waits, world.rootKey);
    const view = await world.view();
    expect([before, platform].map((digest) => view.states.get(digest)?.status)).toEqual(["active", "active"]);
    expect(view.states.get(after)).toMatchObject({ status: "waiting_signatures", detail: { ignored: [{ refusal: "signer_departed" }] } });
    expect(view.states.get(waits)?.status).toBe("waiting_signatures");
    // The twin: one who stayed still may.
    expect(await status(world, world.establish(group("other", []), world.rootKey))).toBe("active");
  });

  test("a signature given while away does not begin to count when the same key is signed anew", async () => {
    const { world, second, secondKey, both } = ceremony();
    const third = world.enrol(randomUUID(), both);
    world.clock.advance(1000);
    world.depart(second);
    const away = world.propose(connection());
    world.sign(away, secondKey);
    world.clock.advance(1000);
    world.establish(enrolmentOf(secondKey), world.rootKey, third);
    world.clock.advance(1000);
    world.sign(away, world.rootKey);
    const view = await world.view();
    expect(view.keys.has(secondKey.id)).toBe(true);
    expect(view.states.get(away)).toMatchObject({ status: "waiting_signatures", detail: { ignored: [{ refusal: "signer_departed" }] } });
  });

  test("an early date in the directory's history undoes nothing that was decided", async () => {
    const { world, second, secondKey } = ceremony();
    const strict = world.establish(policy({ standard: { people: 3, groups: 2 }, wideningDelaySeconds: 0 }), secondKey);
    world.clock.advance(1000);
    world.departures.push({ person: second, recorded: new Date(0), seen: world.clock.now() });
    expect(await status(world, strict)).toBe("active");
  });
});

describe("the pinned root's person", () => {
  test("who left signs nothing with the pinned key, cannot repeat it into force, and another administrator goes on", async () => {
    const { world, secondKey } = ceremony();
    world.depart(world.root.person);
    const digest = world.establish(group("billing", []), world.rootKey);
    const repeated = world.propose(enrolmentOf(world.rootKey));
    const view = await world.view();
    expect([view.states.get(digest)?.status, view.states.get(repeated)?.status]).toEqual(["waiting_signatures", "superseded"]);
    expect([view.keys.has(world.rootKey.id), view.groups.get("administrators")]).toEqual([false, new Set([secondKey.person])]);
    expect(await status(world, world.establish(group("ops", []), secondKey))).toBe("active");
  });

  test("cannot be kept by repeating its enrolment before the departure is reported", async () => {
    const { world } = ceremony();
    const recorded = world.clock.now();
    world.clock.advance(1000);
    world.propose(enrolmentOf(world.rootKey));
    await world.view();
    world.clock.advance(1000);
    world.departures.push({ person: world.root.person, recorded, seen: world.clock.now() });
    expect((await world.view()).keys.has(world.rootKey.id)).toBe(false);
  });

  test("counts again once pinned anew on the host, but not for what was signed while away", async () => {
    const { world, platform } = ceremony();
    world.depart(world.root.person);
    const away = world.establish(group("billing", []), world.rootKey);
    world.clock.advance(1000);
    world.root = { ...world.root, pinnedAt: world.clock.now().toISOString() };
    world.clock.advance(1000);
    const back = world.establish(group("ops", []), world.rootKey);
    const view = await world.view();
    expect([platform, away, back].map((digest) => view.states.get(digest)?.status)).toEqual(["active", "waiting_signatures", "active"]);
  });

  test("leaving does not touch the sample's root, which is the signer's own", async () => {
    const world = createTrustWorld({ sample: true });
    world.depart(world.root.person);
    expect(await status(world, world.establish(connection(), world.rootKey))).toBe("active");
  });
});
