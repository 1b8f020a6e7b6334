import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { defaultPolicy } from "./default-policy";
import { connection, day, group, hour, policy, status, twoPeople } from "./testkit/statements";
import { createTrustWorld, enrolmentOf } from "./testkit/world";

describe("alone", () => {
  test("only the pinned key counts at first, under the default policy", async () => {
    const world = createTrustWorld();
    const view = await world.view();
    expect([...view.keys.keys()]).toEqual([world.rootKey.id]);
    expect(view.policy).toEqual(defaultPolicy(world.root.deployment));
  });

  test("the root's own enrolment is active without a signature", async () => {
    const world = createTrustWorld();
    expect(await status(world, world.propose(enrolmentOf(world.rootKey)))).toBe("active");
  });

  test("the administrator sets up alone and at once: there is nobody else to object", async () => {
    const world = createTrustWorld();
    const approver = randomUUID();
    const digests = [world.establish(connection(), world.rootKey), world.establish(group("platform", [approver]), world.rootKey)];
    const key = world.enrol(approver, [world.rootKey]);
    const view = await world.view();
    for (const digest of digests) expect(view.states.get(digest)?.status).toBe("active");
    expect(view.keys.get(key.id)).toMatchObject({ person: approver });
    expect(view.groups.get("platform")).toEqual(new Set([approver]));
  });

  test("also while the executor is off: what it then sees at once counts in the order of signing", async () => {
    const world = createTrustWorld();
    const approver = randomUUID();
    const key = world.makeKey(approver);
    const enrolment = world.propose(enrolmentOf(key));
    world.clock.advance(1000);
    const signed = [world.establish(connection(), world.rootKey), world.establish(group("platform", [approver]), world.rootKey)];
    world.sign(enrolment, world.rootKey);
    world.firstSeen.clear();
    const view = await world.view();
    for (const digest of [...signed, enrolment]) expect(view.states.get(digest)?.status).toBe("active");
  });

  test("an unsigned statement waits, and says for how many", async () => {
    const world = createTrustWorld();
    const digest = world.propose(connection());
    expect((await world.view()).states.get(digest)).toMatchObject({ status: "waiting_signatures", detail: { people: 1, signedBy: [] } });
  });
});

describe("a key outside the chain never counts", () => {
  test("neither one that enrolled itself nor one signed by such a key", async () => {
    const world = createTrustWorld();
    const outsider = world.makeKey(randomUUID());
    world.establish(enrolmentOf(outsider), outsider);
    const friend = world.enrol(randomUUID(), [outsider]);
    const digest = world.establish(connection(), outsider, friend);
    world.clock.advance(30 * day);
    const view = await world.view();
    expect([...view.keys.keys()]).toEqual([world.rootKey.id]);
    expect(view.states.get(digest)).toMatchObject({
      status: "waiting_signatures",
      detail: { ignored: [{ refusal: "key_not_chained" }, { refusal: "key_not_chained" }] },
    });
  });

  test("nor another public key under a trusted key's id", async () => {
    const { world, second } = twoPeople();
    const forged = { ...world.makeKey(randomUUID()), id: second.id };
    const claim = world.establish(enrolmentOf(forged), world.rootKey, second);
    world.clock.advance(2 * day);
    const view = await world.view();
    expect(view.states.get(claim)).toMatchObject({ status: "refused", reason: "key_taken" });
    expect(view.keys.get(second.id)?.publicKey).toBe(second.publicKey);
  });

  test("nor a person with a key who is no administrator", async () => {
    const { world, second } = twoPeople();
    const digest = world.establish(group("platform", []), second);
    expect(await status(world, digest)).toBe("waiting_signatures");
    world.sign(digest, world.rootKey);
    expect(await status(world, digest)).toBe("active");
  });

  test.each([
    ["web's origin", { origin: "http://localhost:3000" }, "wrong_origin"],
    ["another relying party", { rpId: "example.com" }, "wrong_rp"],
    ["no user verification", { userVerified: false }, "user_not_verified"],
  ] as const)("nor the root's own signature with %s", async (_, lie, refusal) => {
    const world = createTrustWorld();
    const digest = world.propose(connection());
    world.sign(digest, world.rootKey, lie);
    expect((await world.view()).states.get(digest)).toMatchObject({ status: "waiting_signatures", detail: { ignored: [{ refusal }] } });
  });

  test("nor a signature moved from another statement, or given to a request", async () => {
    const world = createTrustWorld();
    const signed = world.establish(connection(), world.rootKey);
    const other = world.propose(connection());
    const moved = world.signatures.find(({ digest }) => digest === signed);
    if (moved) world.signatures.push({ ...moved, digest: other });
    const { answerText, assertion } = world.rootKey.answer({ answer: "approve", statement: other });
    world.signatures.push({ digest: other, keyId: world.rootKey.id, personId: world.root.person, answer: answerText, assertion });
    expect(await status(world, other)).toBe("waiting_signatures");
    world.sign(other, world.rootKey);
    expect(await status(world, other)).toBe("active");
  });
});

describe("the newest active statement wins", () => {
  test("and an older one never comes back", async () => {
    const world = createTrustWorld();
    const [one, two] = [randomUUID(), randomUUID()];
    const older = world.propose(group("platform", [one, two]));
    world.clock.advance(1000);
    const newer = world.establish(group("platform", [one]), world.rootKey);
    world.clock.advance(1000);
    world.sign(older, world.rootKey);
    const view = await world.view();
    expect(view.groups.get("platform")).toEqual(new Set([one]));
    expect(view.states.get(newer)?.status).toBe("active");
    expect(view.states.get(older)).toMatchObject({ status: "superseded", reason: "newer_active" });
  });

  test("per connection too, and the one before is superseded", async () => {
    const world = createTrustWorld();
    const id = randomUUID();
    const older = world.establish(connection(id), world.rootKey);
    world.clock.advance(1000);
    const newer = world.establish(connection(id, "https://other.example"), world.rootKey);
    const view = await world.view();
    expect(view.connections.get(id)?.digest).toBe(newer);
    expect(view.states.get(older)?.status).toBe("superseded");
  });

  test("a statement dated ahead of its first sight is refused, else it would win for ever", async () => {
    const world = createTrustWorld();
    const digest = world.establish(group("platform", [randomUUID()]), world.rootKey);
    for (const seen of world.firstSeen.keys()) world.firstSeen.set(seen, new Date(world.clock.now().getTime() - hour));
    expect((await world.view()).states.get(digest)).toMatchObject({ status: "refused", reason: "issued_ahead" });
  });
});

describe("stored rows are not believed", () => {
  test("an altered body, another deployment's statement, a body that is not canonical", async () => {
    const world = createTrustWorld();
    const digest = world.establish(connection(), world.rootKey);
    const row = world.statements[0];
    if (!row) throw new Error("no statement");
    const body = row.body;
    row.body = body.replace("unleash.example", "evil.example");
    expect((await world.view()).states.get(digest)).toMatchObject({ status: "refused", reason: "statement_altered" });
    row.body = body;
    expect(await status(world, digest)).toBe("active");

    const elsewhere = createTrustWorld();
    const foreign = elsewhere.establish(connection(), elsewhere.rootKey);
    world.statements.push(...elsewhere.statements);
    world.signatures.push(...elsewhere.signatures);
    expect((await world.view()).states.get(foreign)).toMatchObject({ status: "refused", reason: "wrong_deployment" });
  });
});

describe("the sample's root", () => {
  test("suffices alone and at once, even with two people", async () => {
    const world = createTrustWorld({ sample: true });
    const key = world.enrol(randomUUID(), [world.rootKey]);
    world.clock.advance(1000);
    const digests = [world.establish(connection(), world.rootKey), world.establish(policy({ holdSeconds: 0, wideningDelaySeconds: 0 }), world.rootKey)];
    const view = await world.view();
    expect(view.keys.has(key.id)).toBe(true);
    for (const digest of digests) expect(view.states.get(digest)?.status).toBe("active");
  });

  test("the same signature under a pinned root does not", async () => {
    const world = createTrustWorld({ sample: true });
    world.enrol(randomUUID(), [world.rootKey]);
    world.clock.advance(1000);
    const digest = world.establish(connection(), world.rootKey);
    world.root = { ...world.root, sample: false };
    expect(await status(world, digest)).toBe("waiting_signatures");
  });
});

describe("one key under another id", () => {
  test("counts neither for a second person nor after its withdrawal; a key of their own does", async () => {
    const { world, second } = twoPeople();
    const signers = [world.rootKey, second];
    const renamed = { ...second, id: `${second.id}x`, person: randomUUID() };
    const again = world.establish(enrolmentOf(renamed), ...signers);
    expect((await world.view()).states.get(again)).toMatchObject({ status: "refused" });
    world.clock.advance(1000);
    world.establish({ type: "countersign/key-withdrawal", key: second.id, reason: "lost" }, world.rootKey);
    world.clock.advance(1000);
    const back = world.establish(enrolmentOf({ ...second, id: `${second.id}y` }), world.rootKey);
    expect((await world.view()).states.get(back)).toMatchObject({ status: "refused" });
    const own = world.enrol(randomUUID(), [world.rootKey]);
    expect((await world.view()).states.get(back)?.status).not.toBe("active");
    expect(own.id).not.toBe(second.id);
  });
});
