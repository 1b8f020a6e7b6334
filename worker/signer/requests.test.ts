import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "../../lib/testkit/database";
import { type Lie, sign } from "./testkit/sign";
import { type SignerWorld, startSignerWorld } from "./testkit/signer-world";
import { field, words } from "./testkit/visit";

const database = testDatabase();
let world: SignerWorld;
beforeAll(async () => {
  world = await startSignerWorld(database);
});
afterAll(() => world.close());

const approvals = (requestId: string) => database.as("executor").approval.findMany({ where: { requestId } });

describe("the page", () => {
  test("says the statement in words, what can't be known, its digest and who must sign", async () => {
    const request = await world.request();
    const { page } = await world.visit(world.people.aiko.id, "sign", request.id);
    expect(page.status).toBe(200);
    const said = words(page.text);
    for (const part of [
      "Revoke billing-sync-0 on unleash-prod",
      "Mira Koh",
      "Left in September; the owner agreed.",
      "what will break can't be said",
      "2 people from 2 approver groups",
      "production",
      "unknown: no source says when it was last used",
      request.digest.slice(0, 4),
      "Sign and approve",
      "Deny",
    ])
      expect(said).toContain(part);
    expect(page.text).toContain(`http://localhost:3000/requests/${request.number}`);
  });

  test("is stored nowhere, framed nowhere and runs nothing inline", async () => {
    const request = await world.request();
    const { page } = await world.visit(world.people.aiko.id, "sign", request.id);
    expect(page.headers.get("cache-control")).toBe("no-store");
    expect(page.headers.get("content-security-policy")).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(page.headers.get("content-security-policy")).not.toContain("unsafe");
    expect(page.text).not.toMatch(/<script(?![^>]*src=)|style="|onclick/);
  });

  test("escapes whatever people wrote", async () => {
    const request = await world.request();
    const { visit, page } = await world.visit(world.people.kim.id, "sign", request.id);
    await visit.post(`/requests/${request.id}/deny`, { form: field(page.text, "form"), reason: "<img src=x onerror=alert(1)>" });
    const again = await visit.get(`/requests/${request.id}`);
    expect(again.text).toContain("&lt;img src=x");
    expect(again.text).not.toContain("<img");
  });

  test("warns somebody whose approval cannot count, and lets the right one through without", async () => {
    const request = await world.request();
    expect(words((await world.visit(world.people.kim.id, "sign", request.id)).page.text)).toContain("You are in no approver group");
    expect(words((await world.visit(world.people.aiko.id, "sign", request.id)).page.text)).not.toContain("You are in no approver group");
  });
});

describe("signing", () => {
  test("an approver's passkey signs; the approval, its exact answer and an audit entry are kept", async () => {
    const request = await world.request();
    const { visit, page } = await world.visit(world.people.aiko.id, "sign", request.id);
    const done = await sign(visit, page.text, request, world.keys.aiko);
    expect(done.status).toBe(200);
    expect(words(done.text)).toContain("You signed this");
    const [approval, ...more] = await approvals(request.id);
    expect(more).toHaveLength(0);
    expect(approval).toMatchObject({ kind: "approve", personId: world.people.aiko.id, keyId: world.keys.aiko.id });
    expect(JSON.parse(approval?.answer ?? "")).toMatchObject({
      answer: "approve",
      statement: request.digest,
      targets: request.targets,
      signer: world.people.aiko.id,
    });
    const entries = await database.as("web").auditEntry.findMany({ where: { subjectId: request.id, action: "approval.signed" } });
    expect(entries).toMatchObject([{ dbRole: "signer", actor: `person:${world.people.aiko.id}` }]);
  });

  test("narrowing signs for fewer tokens; none at all is refused", async () => {
    const request = await world.request(3);
    const { visit, page } = await world.visit(world.people.aiko.id, "sign", request.id);
    const none = await sign(visit, page.text, request, world.keys.aiko, { targets: [] });
    expect(JSON.parse(none.text).error).toContain("Choose at least one token");
    const done = await sign(visit, page.text, request, world.keys.aiko, { targets: request.targets.slice(0, 2) });
    expect(words(done.text)).toContain("for 2 of 3 tokens");
    const [approval] = await approvals(request.id);
    expect(JSON.parse(approval?.answer ?? "").targets).toEqual(request.targets.slice(0, 2).sort());
  });

  test("the requester signs as requester, is told why, and cannot approve", async () => {
    const request = await world.request();
    const { visit, page } = await world.visit(world.people.mira.id, "sign", request.id);
    expect(words(page.text)).toContain("Sign my request");
    expect(words(page.text)).toContain("your approval would not count");
    expect(page.text).not.toContain(">Deny<");
    const approving = await sign(visit, page.text, request, world.keys.mira, { intent: "approve" });
    expect(approving.status).toBe(403);
    expect(words(approving.text)).toContain("The requester cannot approve their own request");
    expect((await sign(visit, page.text, request, world.keys.mira)).status).toBe(200);
    expect(await approvals(request.id)).toMatchObject([{ kind: "request", personId: world.people.mira.id }]);
  });

  test("nobody else signs as requester", async () => {
    const request = await world.request();
    const { visit, page } = await world.visit(world.people.aiko.id, "sign", request.id);
    expect((await sign(visit, page.text, request, world.keys.aiko, { intent: "request" })).status).toBe(403);
    expect(await approvals(request.id)).toHaveLength(0);
  });

  test.each<[string, Lie, string]>([
    ["from web's page", { origin: "http://localhost:3000" }, "wrong_origin"],
    ["for another relying party", { rpId: "example.com" }, "wrong_rp"],
    ["without user verification", { userVerified: false }, "user_not_verified"],
    ["over another challenge", { challenge: "AAAA" }, "bad_signature"],
  ])("a signature %s is refused by name, audited, and nothing is kept", async (_, lie, refusal) => {
    const request = await world.request();
    const { visit, page } = await world.visit(world.people.aiko.id, "sign", request.id);
    const refused = await sign(visit, page.text, request, world.keys.aiko, { lie });
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('role="alert"');
    expect(await approvals(request.id)).toHaveLength(0);
    const [entry] = await database.as("web").auditEntry.findMany({ where: { action: "signature.refused" }, orderBy: { id: "desc" }, take: 1 });
    expect(entry?.detail).toMatchObject({ refusal });
    expect((await sign(visit, page.text, request, world.keys.aiko)).status).toBe(200);
  });

  test("another person's key is refused, and so is an unknown target", async () => {
    const request = await world.request();
    const { visit, page } = await world.visit(world.people.aiko.id, "sign", request.id);
    const form = field(page.text, "form");
    const byBen = world.keys.ben.answer({ answer: "approve", statement: request.digest, targets: request.targets });
    const other = await visit.post(`/requests/${request.id}/sign`, { form, answer: byBen.answerText, assertion: JSON.stringify(byBen.assertion) });
    expect(words(other.text)).toContain("belongs to someone else");
    const added = world.keys.aiko.answer({ answer: "approve", statement: request.digest, targets: [...request.targets, "0".repeat(64)] });
    const widened = await visit.post(`/requests/${request.id}/sign`, { form, answer: added.answerText, assertion: JSON.stringify(added.assertion) });
    expect(words(widened.text)).toContain("not in this request");
    expect(await approvals(request.id)).toHaveLength(0);
  });

  test("a signature for another request is refused", async () => {
    const [one, two] = [await world.request(), await world.request()];
    const { visit, page } = await world.visit(world.people.aiko.id, "sign", one.id);
    const { answerText, assertion } = world.keys.aiko.answer({ answer: "approve", statement: one.digest, targets: one.targets });
    const replayed = await visit.post(`/requests/${two.id}/sign`, { form: field(page.text, "form"), answer: answerText, assertion: JSON.stringify(assertion) });
    expect(replayed.status).toBe(403);
    expect(await approvals(two.id)).toHaveLength(0);
  });

  test("signing twice says so and keeps one", async () => {
    const request = await world.request();
    const { visit, page } = await world.visit(world.people.aiko.id, "sign", request.id);
    await sign(visit, page.text, request, world.keys.aiko);
    const again = await sign(visit, page.text, request, world.keys.aiko);
    expect(again.status).toBe(409);
    expect(words(again.text)).toContain("You signed this already");
    expect(await approvals(request.id)).toHaveLength(1);
  });

  test("a withdrawn key signs nothing more", async () => {
    const request = await world.request();
    const spare = world.trust.enrol(world.people.aiko.id, [world.trust.rootKey, world.keys.ben]);
    world.trust.establish({ type: "countersign/key-withdrawal", key: spare.id, reason: "lost" }, world.trust.rootKey);
    await world.publish();
    const { visit, page } = await world.visit(world.people.aiko.id, "sign", request.id);
    expect(words((await sign(visit, page.text, request, spare)).text)).toContain("was withdrawn");
    expect((await sign(visit, page.text, request, world.keys.aiko)).status).toBe(200);
  });

  test("without JavaScript the form says what is missing and loses nothing", async () => {
    const request = await world.request(2);
    const { visit, page } = await world.visit(world.people.aiko.id, "sign", request.id);
    const sent = { form: field(page.text, "form"), intent: "approve", target: request.targets.slice(0, 1), reason: "half typed" };
    const plain = await visit.post(`/requests/${request.id}/sign`, sent);
    expect(plain.status).toBe(409);
    expect(words(plain.text)).toContain("needs JavaScript");
    expect(plain.text).toContain("half typed");
    expect(plain.text.match(/ checked/g)).toHaveLength(1);
  });
});
