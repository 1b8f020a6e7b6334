import { randomBytes, randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sha256 } from "../../lib/core/canonical";
import { personRow } from "../../lib/people/queries";
import { keyFingerprint } from "../../lib/signatures/key-fingerprint";
import { signingPage } from "../../lib/signatures/signing-page";
import { createAuthenticator } from "../../lib/signatures/testkit/authenticator";
import { testDatabase } from "../../lib/testkit/database";
import { asPerson } from "../../lib/testkit/facts";
import type { WorldKey } from "../../lib/trust/testkit/world";
import { createSignerServer } from "../signer/server";
import type { Signer } from "../signer/signer";
import { sign } from "../signer/testkit/sign";
import { field, Visit, words } from "../signer/testkit/visit";
import { effectsOn, executionsOf, fileRequest, honestRequest, sign as signRow } from "./testkit/requests";
import { createWorld, type World } from "./testkit/world";

const database = testDatabase();
const signer: Signer = {
  ...{ ctx: database.context("signer"), page: signingPage("http://localhost:3001"), appOrigin: "http://localhost:3000" },
  ...{ secret: randomBytes(32).toString("base64url"), secure: false, sample: false, endorse: async () => undefined },
};
const server = createSignerServer(signer);
let world: World;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  signer.page = signingPage(`http://localhost:${(server.address() as AddressInfo).port}`);
  // Whether a request still waits is asked of the database's own clock.
  database.clock.set(new Date());
  world = await createWorld(database, { origin: signer.page.origin });
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await world.close();
});

/** What someone who owns web does with its rights alone: a session, a role and a ticket in the victim's name. */
async function comeAs(person: string, purpose: "sign" | "enrol", subject: string | null = null) {
  const web = database.as("web");
  const [ticket, sessionId, now] = [randomBytes(32).toString("base64url"), randomUUID(), database.clock.now()];
  const soon = new Date(now.getTime() + 300_000);
  await web.roleGrant.createMany({ data: [{ personId: person, role: "approver", grantedBy: "person:mallory", grantedAt: now }], skipDuplicates: true });
  await web.session.createMany({ data: [{ id: sessionId, personId: person, method: "link", createdAt: now, expiresAt: soon }] });
  await web.signerTicket.create({ data: { ticketHash: sha256(ticket), personId: person, sessionId, purpose, subject, createdAt: now, expiresAt: soon } });
  const visit = new Visit(signer.page.origin);
  return { visit, page: await visit.get(`/t/${ticket}`) };
}

/** Registers a passkey made in software, as a browser of the attacker's own would. */
async function enrolAs(person: string): Promise<WorldKey> {
  const { visit, page } = await comeAs(person, "enrol");
  const passkey = createAuthenticator(signer.page);
  const [form, name] = [field(page.text, "form"), "Ada's new laptop"];
  const { sealed, options } = JSON.parse((await visit.post("/enrol/options", { form, name })).text);
  const done = await visit.post("/enrol", { form, name, sealed, registration: JSON.stringify(passkey.register(options.challenge)) });
  expect(words(done.text)).toContain("An administrator must sign it now");
  return {
    ...{ id: passkey.id, kind: "webauthn", publicKey: passkey.publicKey, person, name },
    answer: (answer, lie) => passkey.answer({ type: "countersign/answer", version: 1, targets: [], signer: person, key: passkey.id, ...answer }, lie),
  };
}

/** A request that its requester has signed, approved on the real signer with this key. */
async function approvedWith(key: WorldKey) {
  const token = await world.token();
  const request = await fileRequest(world, [token]);
  await signRow(world, request, world.people.rita, { kind: "request" });
  const { visit, page } = await comeAs(key.person, "sign", request.id);
  const done = await sign(visit, page.text, request, key);
  const executor = await world.executor();
  for (let n = 0; n < 3; n++) await executor.tick();
  return { token, request, done };
}

test("a key enrolled in a victim's name by whoever owns web counts for nothing, and everybody can see it", async () => {
  const { ada } = world.people;
  const key = await enrolAs(ada.id);

  const { token, request } = await approvedWith(key);
  expect(await effectsOn(world, token)).toEqual([]);
  expect((await executionsOf(world, request)).map(({ status, refusal }) => ({ status, refusal }))).toEqual([{ status: "refused", refusal: "key_not_chained" }]);

  const shown = await personRow(database.context("web", asPerson({ id: ada.id, displayName: "Ada" }, "auditor")), ada.id);
  expect(shown?.keys.find(({ id }) => id === key.id)).toMatchObject({ name: "Ada's new laptop", standing: "waiting" });
  const [entry, ...more] = await database.as("web").auditEntry.findMany({ where: { action: "key.enrolled", subjectId: ada.id } });
  expect(more).toEqual([]);
  expect(entry).toMatchObject({ dbRole: "signer", detail: { key: key.id, name: "Ada's new laptop" } });

  // The twin: her own key goes on counting.
  const honest = await honestRequest(world);
  await (await world.executor()).tick();
  expect(await effectsOn(world, honest.token)).toMatchObject([{ effect: "dead" }]);
});

test("the same way is the right person's: once administrators have compared the fingerprint and signed, the key counts", async () => {
  const { ben, root, ada } = world.people;
  const key = await enrolAs(ben.id);
  const { statementDigest: digest } = await database.as("signer").enrolment.findUniqueOrThrow({ where: { keyId: key.id } });
  const { visit, page } = await comeAs(root.id, "sign");
  expect(page.status).toBe(404);
  const shown = await visit.get(`/trust/${digest}`);
  expect(words(shown.text)).toContain(keyFingerprint(key.publicKey));
  expect(words(shown.text)).toContain("read you the fingerprint");
  for (const administrator of [root, ada]) {
    const { answerText: answer, assertion } = administrator.key.answer({ answer: "trust", statement: digest });
    const at = database.clock.now();
    const row = { id: randomUUID(), digest, personId: administrator.id, keyId: administrator.key.id, answer, at };
    await database.as("signer").trustSignature.createMany({ data: [{ ...row, assertion: JSON.parse(JSON.stringify(assertion)) }] });
    database.clock.advance(1_000);
  }
  await (await world.executor()).tick();
  const { token, done } = await approvedWith(key);
  expect(done.status).toBe(200);
  expect(await effectsOn(world, token)).toMatchObject([{ effect: "dead" }]);
});
