import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keyFingerprint } from "../../lib/signatures/key-fingerprint";
import { signingPage } from "../../lib/signatures/signing-page";
import { createAuthenticator } from "../../lib/signatures/testkit/authenticator";
import { testDatabase } from "../../lib/testkit/database";
import type { WorldKey } from "../../lib/trust/testkit/world";
import { type SignerWorld, startSignerWorld } from "./testkit/signer-world";
import { field, type Visit, words } from "./testkit/visit";

const database = testDatabase();
let world: SignerWorld;
beforeAll(async () => {
  world = await startSignerWorld(database);
});
afterAll(() => world.close());

async function register(visit: Visit, text: string, lie: Parameters<ReturnType<typeof createAuthenticator>["register"]>[1] = {}, name = "YubiKey 5C") {
  const passkey = createAuthenticator({ origin: world.origin, rpId: "localhost" });
  const form = field(text, "form");
  const prepared = await visit.post("/enrol/options", { form, name });
  const { sealed, options } = JSON.parse(prepared.text);
  const registration = JSON.stringify(passkey.register(options?.challenge ?? "", lie));
  return { passkey, sealed, form, registration, page: await visit.post("/enrol", { form, name, sealed, registration }) };
}

describe("enrolling", () => {
  test("writes the key and the statement that administrators must sign, and shows fingerprint, RP ID and origin", async () => {
    const { visit, page } = await world.visit(world.people.kim.id, "enrol");
    expect(words(page.text)).toContain(world.origin);
    const { passkey, page: done } = await register(visit, page.text);
    expect(done.status).toBe(200);
    expect(words(done.text)).toContain(keyFingerprint(passkey.publicKey));
    expect(words(done.text)).toContain("An administrator must sign it now");
    const enrolment = await database.as("signer").enrolment.findUniqueOrThrow({ where: { keyId: passkey.id }, include: { statement: true } });
    expect(enrolment).toMatchObject({ personId: world.people.kim.id, kind: "webauthn", publicKey: passkey.publicKey, name: "YubiKey 5C" });
    expect(JSON.parse(enrolment.statement.body)).toMatchObject({ type: "countersign/key", person: world.people.kim.id, key: { id: passkey.id } });
    const [entry] = await database.as("web").auditEntry.findMany({ where: { action: "key.enrolled" }, orderBy: { id: "desc" }, take: 1 });
    expect(entry).toMatchObject({ dbRole: "signer", actor: `person:${world.people.kim.id}` });
  });

  test.each([
    ["made on web's page", { origin: "http://localhost:3000" }],
    ["for another relying party", { rpId: "example.com" }],
    ["without user verification", { userVerified: false }],
    ["for another challenge", { challenge: "AAAA" }],
  ])("a passkey %s is refused, and the name stays", async (_, lie) => {
    const { visit, page } = await world.visit(world.people.kim.id, "enrol");
    const { passkey, page: refused } = await register(visit, page.text, lie, "My own name");
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('value="My own name"');
    expect(await database.as("signer").enrolment.count({ where: { keyId: passkey.id } })).toBe(0);
  });

  test("a registration begun by someone else, or sent twice, is refused", async () => {
    const [kim, ben] = [await world.visit(world.people.kim.id, "enrol"), await world.visit(world.people.ben.id, "enrol")];
    const begun = await register(kim.visit, kim.page.text, {}, "Once");
    expect(begun.page.status).toBe(200);
    const fields = { name: "Once", sealed: begun.sealed, registration: begun.registration };
    expect((await kim.visit.post("/enrol", { ...fields, form: begun.form })).status).toBe(409);
    const other = await ben.visit.post("/enrol", { ...fields, form: field(ben.page.text, "form") });
    expect(words(other.text)).toContain("was not begun here");
  });

  test("a key without a name is asked for one before the prompt", async () => {
    const { visit, page } = await world.visit(world.people.kim.id, "enrol");
    const answer = await visit.post("/enrol/options", { form: field(page.text, "form"), name: " " });
    expect(JSON.parse(answer.text).error).toContain("Give the key a name");
  });

  test("where browsers make no passkeys the page says why and shows the terminal", async () => {
    const page = world.signer.page;
    for (const [origin, reason] of [
      ["http://10.0.0.5:3001", "no passkeys for a bare address"],
      ["http://countersign.internal:3001", "no passkeys over plain http"],
    ] as const) {
      world.signer.page = { ...page, obstacle: signingPage(origin).obstacle };
      const { page: shown } = await world.visit(world.people.kim.id, "enrol");
      expect(words(shown.text)).toContain(reason);
      expect(words(shown.text)).toContain("key create FILE");
      const request = await world.request();
      const signing = await world.visit(world.people.aiko.id, "sign", request.id);
      expect(words(signing.page.text)).toContain(`sign R-${request.number} --key FILE`);
      expect(signing.page.text).not.toContain("Sign and approve");
    }
    world.signer.page = page;
    expect(words((await world.visit(world.people.kim.id, "enrol")).page.text)).toContain("Register a passkey");
  });
});

describe("a trust statement", () => {
  async function sign(visit: Visit, text: string, digest: string, key: WorldKey, lie?: Parameters<WorldKey["answer"]>[1]) {
    const form = field(text, "form");
    const options = await visit.post(`/trust/${digest}/options`, { form, key: key.id });
    const { answer } = JSON.parse(options.text);
    const { assertion } = key.answer(JSON.parse(answer), lie);
    return visit.post(`/trust/${digest}/sign`, { form, answer, assertion: JSON.stringify(assertion) });
  }

  test("is shown in words with what it widens, and takes an administrator's signature", async () => {
    const digest = world.trust.propose({ type: "countersign/approver-group", group: "platform", members: [world.people.aiko.id, world.people.kim.id] });
    await world.publish();
    const { visit, page } = await world.visit(world.people.admin.id, "trust", digest);
    expect(words(page.text)).toContain("It adds Kim Keyless to platform.");
    expect(words(page.text)).toContain("Two people must sign");
    const done = await sign(visit, page.text, digest, world.trust.rootKey);
    expect(words(done.text)).toContain("You signed this");
    const signatures = await database.as("executor").trustSignature.findMany({ where: { digest } });
    expect(signatures).toMatchObject([{ keyId: world.trust.rootKey.id, personId: world.people.admin.id }]);
    const again = world.trust.rootKey.answer({ answer: "trust", statement: digest });
    const twice = await visit.post(`/trust/${digest}/sign`, {
      form: field(page.text, "form"),
      answer: again.answerText,
      assertion: JSON.stringify(again.assertion),
    });
    expect(twice.status).toBe(409);
  });

  test("warns who is no administrator, and asks to compare a key's fingerprint", async () => {
    const key = world.trust.makeKey(world.people.kim.id);
    const digest = world.trust.propose({
      type: "countersign/key",
      person: key.person,
      key: { id: key.id, kind: key.kind, publicKey: key.publicKey, name: "New" },
    });
    await world.publish();
    const { page } = await world.visit(world.people.aiko.id, "trust", digest);
    expect(words(page.text)).toContain("yours can only be the second signature");
    expect(words(page.text)).toContain(keyFingerprint(key.publicKey));
    expect(words(page.text)).toContain("read you the fingerprint");
  });

  test.each([
    ["from web's page", { origin: "http://localhost:3000" }],
    ["without user verification", { userVerified: false }],
  ])("takes no signature %s", async (_, lie) => {
    const digest = world.trust.propose({ type: "countersign/approver-group", group: "billing", members: [] });
    await world.publish();
    const { visit, page } = await world.visit(world.people.admin.id, "trust", digest);
    expect((await sign(visit, page.text, digest, world.trust.rootKey, lie)).status).toBe(403);
    expect(await database.as("executor").trustSignature.count({ where: { digest } })).toBe(0);
    expect((await sign(visit, page.text, digest, world.trust.rootKey)).status).toBe(200);
  });

  test("that is active, altered or unknown takes none", async () => {
    const { visit, page } = await world.visit(world.people.admin.id, "trust", world.connectionDigest);
    expect(words(page.text)).toContain("Nothing is left to sign");
    expect(page.text).not.toContain('name="form"');
    expect((await visit.get(`/trust/${"0".repeat(64)}`)).status).toBe(404);
  });

  test("that waits is in the list", async () => {
    const digest = world.trust.propose({ type: "countersign/approver-group", group: "security", members: [world.people.kim.id] });
    await world.publish();
    const { page } = await world.visit(world.people.admin.id, "trust");
    expect(page.text).toContain(`/trust/${digest}`);
    expect(words(page.text)).toContain("Say who approves as security");
  });
});
