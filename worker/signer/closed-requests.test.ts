import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "../../lib/testkit/database";
import { sign } from "./testkit/sign";
import { type SignerWorld, startSignerWorld } from "./testkit/signer-world";
import { field, words } from "./testkit/visit";

const database = testDatabase();
let world: SignerWorld;
beforeAll(async () => {
  world = await startSignerWorld(database);
});
afterAll(() => world.close());

/** Enough people had signed for the first of its targets, or for the one named; the machine took that one up. */
async function approved(request: Awaited<ReturnType<SignerWorld["request"]>>, target: number) {
  const now = new Date();
  await database.as("executor").requestOutcome.create({ data: { requestId: request.id, status: "approved", at: now } });
  return database.as("executor").execution.create({
    data: {
      ...{ id: crypto.randomUUID(), requestId: request.id, tokenId: request.statement.targets[target]?.token ?? "" },
      ...{ targetDigest: request.targets[target] ?? "", effect: "dead", status: "queued", queuedAt: now, notBefore: now },
    },
  });
}

const approvals = (requestId: string) => database.as("executor").approval.findMany({ where: { requestId } });
const denials = (requestId: string) => database.as("executor").denial.findMany({ where: { requestId } });

describe("denying", () => {
  test("works without a key, once a reason is given, and closes the request", async () => {
    const request = await world.request();
    const { visit, page } = await world.visit(world.people.kim.id, "sign", request.id);
    const form = field(page.text, "form");
    expect(words((await visit.post(`/requests/${request.id}/deny`, { form, reason: " " })).text)).toContain("Say why, in a sentence");
    const done = await visit.post(`/requests/${request.id}/deny`, { form, reason: "Still in use by billing." });
    expect(words(done.text)).toContain("was denied by Kim Keyless: “Still in use by billing.”");
    expect(await denials(request.id)).toMatchObject([{ personId: world.people.kim.id, keyId: null, assertion: null }]);
  });

  test("is signed where there is a key", async () => {
    const request = await world.request();
    const { visit, page } = await world.visit(world.people.aiko.id, "sign", request.id);
    await sign(visit, page.text, request, world.keys.aiko, { intent: "deny" });
    expect(await denials(request.id)).toMatchObject([{ personId: world.people.aiko.id, keyId: world.keys.aiko.id, reason: "no" }]);
  });

  test("is not for the requester, who withdraws", async () => {
    const request = await world.request();
    const { visit, page } = await world.visit(world.people.mira.id, "sign", request.id);
    const refused = await visit.post(`/requests/${request.id}/deny`, { form: field(page.text, "form"), reason: "oh" });
    expect(words(refused.text)).toContain("Withdraw it on its page instead");
    expect(await denials(request.id)).toHaveLength(0);
  });
});

describe("too late", () => {
  test.each<[string, (request: Awaited<ReturnType<SignerWorld["request"]>>) => Promise<unknown>, string]>([
    [
      "withdrawn",
      ({ id }) =>
        database.as("web").withdrawal.create({ data: { id: crypto.randomUUID(), requestId: id, personId: world.people.mira.id, reason: "x", at: new Date() } }),
      "The requester withdrew",
    ],
    ["approved", (request) => approved(request, 0), "Enough people have signed"],
    [
      "stopped",
      ({ id }) =>
        database.as("executor").stop.create({ data: { id: crypto.randomUUID(), requestId: id, stoppedBy: "operator:x", reason: "x", at: new Date() } }),
      "An operator stopped",
    ],
    ["expired", ({ id }) => database.as("executor").requestOutcome.create({ data: { requestId: id, status: "expired", at: new Date() } }), "ran out of time"],
  ])("a request that was %s meanwhile is said to be, and takes no signature", async (_, change, sentence) => {
    const request = await world.request();
    const { visit, page } = await world.visit(world.people.aiko.id, "sign", request.id);
    await change(request);
    const refused = await sign(visit, page.text, request, world.keys.aiko);
    expect(JSON.parse(refused.text).error).toContain(sentence);
    const { answerText, assertion } = world.keys.aiko.answer({ answer: "approve", statement: request.digest, targets: request.targets });
    const late = await visit.post(`/requests/${request.id}/sign`, { form: field(page.text, "form"), answer: answerText, assertion: JSON.stringify(assertion) });
    expect(late.status).toBe(409);
    expect(words(late.text)).toContain(sentence);
    expect(late.text).not.toContain("Sign and approve");
    expect(await approvals(request.id)).toHaveLength(0);
  });

  test("in the hold a denial still stops it; once the machine acts it comes too late", async () => {
    const request = await world.request();
    const execution = await approved(request, 0);
    const { visit, page } = await world.visit(world.people.aiko.id, "sign", request.id);
    expect(words(page.text)).toContain("stop it before the machine acts");
    const form = { form: field(page.text, "form"), reason: "It is still needed" };
    await database.as("executor").execution.update({ where: { id: execution.id }, data: { status: "acting" } });
    expect(words((await visit.post(`/requests/${request.id}/deny`, form)).text)).toContain("comes too late");
    expect(await denials(request.id)).toHaveLength(0);
    await database.as("executor").execution.update({ where: { id: execution.id }, data: { status: "queued" } });
    await visit.post(`/requests/${request.id}/deny`, form);
    expect(await denials(request.id)).toHaveLength(1);
  });

  test("a request whose other tokens need more people goes on taking signatures, and denials", async () => {
    for (const intent of ["approve", "deny"]) {
      const request = await world.request(2);
      await approved(request, 0);
      const { visit, page } = await world.visit(world.people.aiko.id, "sign", request.id);
      expect(page.text).toContain("Sign and approve");
      expect((await sign(visit, page.text, request, world.keys.aiko, { intent })).status).toBe(200);
      expect([await approvals(request.id), await denials(request.id)].flat()).toHaveLength(1);
    }
  });

  test("a token that has just died is said to be, and takes no signature", async () => {
    const request = await world.request();
    const { visit, page } = await world.visit(world.people.aiko.id, "sign", request.id);
    const now = new Date();
    await database.as("executor").execution.create({
      data: {
        ...{ id: crypto.randomUUID(), requestId: request.id, tokenId: request.statement.targets[0]?.token ?? "", targetDigest: request.targets[0] ?? "" },
        ...{ effect: "dead", status: "proven", queuedAt: now, notBefore: now },
      },
    });
    const refused = await sign(visit, page.text, request, world.keys.aiko);
    expect(refused.status).toBe(409);
    expect(words(refused.text)).toContain("dead already");
    expect(await approvals(request.id)).toHaveLength(0);
  });
});

describe("forms from elsewhere", () => {
  test.each<[string, Record<string, string>]>([
    ["web's origin", { origin: "http://localhost:3000" }],
    ["no origin at all", {}],
    ["an opaque origin", { origin: "null" }],
    ["another site", { origin: "https://evil.example", "sec-fetch-site": "same-origin" }],
  ])("%s are not taken", async (_, headers) => {
    const request = await world.request();
    const { visit, page } = await world.visit(world.people.kim.id, "sign", request.id);
    const sent = await visit.post(`/requests/${request.id}/deny`, { form: field(page.text, "form"), reason: "forged" }, headers);
    expect(sent.status).toBe(403);
    expect(await denials(request.id)).toHaveLength(0);
  });

  test("nor with another person's form token; the own one still goes through", async () => {
    const request = await world.request();
    const kim = await world.visit(world.people.kim.id, "sign", request.id);
    const ben = await world.visit(world.people.ben.id, "sign", request.id);
    const forged = await kim.visit.post(`/requests/${request.id}/deny`, { form: field(ben.page.text, "form"), reason: "forged" });
    expect(forged.status).toBe(403);
    expect((await kim.visit.post(`/requests/${request.id}/deny`, { form: field(kim.page.text, "form"), reason: "no" })).status).toBe(200);
  });

  test("nor JSON, nor more than a page would send", async () => {
    const request = await world.request();
    const { visit, page } = await world.visit(world.people.kim.id, "sign", request.id);
    const huge = await visit.post(`/requests/${request.id}/deny`, { form: field(page.text, "form"), reason: "x".repeat(300_000) });
    expect(huge.status).toBe(422);
    expect(await denials(request.id)).toHaveLength(0);
  });
});
