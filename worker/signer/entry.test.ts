import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endAllSessions, endSession } from "../../lib/sign-in/end-session";
import { testDatabase } from "../../lib/testkit/database";
import { asPerson } from "../../lib/testkit/facts";
import { type SignerWorld, startSignerWorld } from "./testkit/signer-world";
import { field, Visit, words } from "./testkit/visit";

const database = testDatabase();
let world: SignerWorld;
beforeAll(async () => {
  world = await startSignerWorld(database);
});
afterAll(() => world.close());

describe("a ticket", () => {
  test("works once, says who comes, and leaves an audit entry", async () => {
    const request = await world.request();
    const ticket = await world.ticket(world.people.aiko.id, "sign", request.id);
    const page = await new Visit(world.origin).get(`/t/${ticket}`);
    expect(words(page.text)).toContain("Aiko Sato");
    const spent = await new Visit(world.origin).get(`/t/${ticket}`);
    expect(spent.status).toBe(409);
    expect(words(spent.text)).toContain("was used already");
    const entries = await database.as("web").auditEntry.findMany({ where: { action: "signer.entered", subjectId: world.people.aiko.id } });
    expect(entries.length).toBeGreaterThan(0);
  });

  test("spent by the same browser leads back to the page: reload and back are no dead ends", async () => {
    const request = await world.request();
    const ticket = await world.ticket(world.people.aiko.id, "sign", request.id);
    const visit = new Visit(world.origin);
    await visit.get(`/t/${ticket}`);
    expect((await visit.get(`/t/${ticket}`)).path).toBe(`/requests/${request.id}`);
  });

  test("is closed after five minutes, and says what to do", async () => {
    const ticket = await world.ticket(world.people.aiko.id, "enrol", null, { minutes: -1 });
    const page = await new Visit(world.origin).get(`/t/${ticket}`);
    expect(page.status).toBe(409);
    expect(words(page.text)).toContain("Go back to Countersign and press the button again. Nothing is lost.");
  });

  test("that nobody issued is not found, and is not logged", async () => {
    expect((await new Visit(world.origin).get(`/t/${"x".repeat(43)}`)).status).toBe(404);
  });

  test("of another person does not change who one is", async () => {
    const request = await world.request();
    const { visit } = await world.visit(world.people.aiko.id, "sign", request.id);
    const foreign = await world.ticket(world.people.ben.id, "sign", request.id);
    await new Visit(world.origin).get(`/t/${foreign}`);
    expect((await visit.get(`/t/${foreign}`)).status).toBe(409);
    expect(words((await visit.get(`/requests/${request.id}`)).text)).toContain("Aiko Sato");
  });
});

describe("without a pass", () => {
  test("nothing is shown and nothing is taken", async () => {
    const request = await world.request();
    const stranger = new Visit(world.origin);
    for (const path of [`/requests/${request.id}`, "/enrol", "/trust"]) {
      const page = await stranger.get(path);
      expect(page.status).toBe(401);
      expect(words(page.text)).not.toContain("billing-sync");
    }
    expect((await stranger.post(`/requests/${request.id}/deny`, { form: "x", reason: "x" })).status).toBe(401);
  });

  test("a forged one counts for nothing", async () => {
    const forged = Buffer.from(JSON.stringify({ person: world.people.aiko.id, id: "x", until: Date.now() * 2 })).toString("base64url");
    const page = await new Visit(world.origin).get("/enrol", { cookie: `countersign-signer=${forged}.AAAA` });
    expect(page.status).toBe(401);
  });

  test("half an hour later it is over", async () => {
    const { visit } = await world.visit(world.people.aiko.id, "enrol");
    database.clock.advance(31 * 60_000);
    expect((await visit.get("/enrol")).status).toBe(401);
  });
});

describe("a pass ends with the session it came from", () => {
  /** Kim on the signer's page twice, from two sessions, with a request to deny. */
  async function twoVisits() {
    const { kim } = world.people;
    const request = await world.request();
    const [one, other] = [await world.visit(kim.id, "sign", request.id), await world.visit(kim.id, "sign", request.id)];
    const deny = ({ visit, page }: typeof one) => visit.post(`/requests/${request.id}/deny`, { form: field(page.text, "form"), reason: "In use." });
    return { kim, request, one, other, deny };
  }
  const denials = (requestId: string) => database.as("executor").denial.count({ where: { requestId } });

  test("signed out everywhere: the page shows nothing, takes no denial and no key; signed in anew it does", async () => {
    const { kim, request, one, deny } = await twoVisits();
    const enrolling = await world.visit(kim.id, "enrol");
    const waiting = await world.ticket(kim.id, "sign", request.id);
    await endAllSessions(database.context("web", asPerson(kim)), { personId: kim.id });
    for (const page of [
      await one.visit.get(`/requests/${request.id}`),
      await deny(one),
      await enrolling.visit.post("/enrol/options", { form: field(enrolling.page.text, "form"), name: "x" }),
      await new Visit(world.origin).get(`/t/${waiting}`),
    ]) {
      expect(page.status).toBe(401);
      expect(page.text).toContain("session");
    }
    expect(await denials(request.id)).toBe(0);
    const again = await world.visit(kim.id, "sign", request.id);
    expect((await deny(again)).status).toBe(200);
    expect(await denials(request.id)).toBe(1);
  });

  test("signed out in one browser: that pass is over, the other's is not", async () => {
    const { kim, request, one, other, deny } = await twoVisits();
    await endSession(database.context("web", { type: "person", ...{ id: kim.id, displayName: kim.displayName, roles: [], sessionId: one.session } }));
    expect((await deny(one)).status).toBe(401);
    expect(await denials(request.id)).toBe(0);
    expect((await deny(other)).status).toBe(200);
  });

  test("a session that is another person's lends nothing", async () => {
    const { kim, ben } = world.people;
    const page = await new Visit(world.origin).get(`/t/${await world.ticket(kim.id, "enrol", null, { session: await world.session(ben.id) })}`);
    expect(page.status).toBe(401);
    expect((await world.visit(kim.id, "enrol")).page.status).toBe(200);
  });
});

test("a role granted before somebody left does not come back with them; one granted after does", async () => {
  const owner = database.as("owner");
  const back = await world.make.person({ displayName: "Rehi Red" });
  const grant = () => owner.roleGrant.create({ data: { personId: back.id, role: "approver", grantedBy: "operator:test", grantedAt: database.clock.now() } });
  await grant();
  database.clock.advance(1_000);
  const at = database.clock.now();
  await owner.personStatusChange.create({
    data: { id: crypto.randomUUID(), personId: back.id, was: "active", is: "departed", at, source: "scim", recordedAt: at },
  });
  const request = await world.request();
  const first = await world.visit(back.id, "sign", request.id);
  expect(first.page.status).toBe(403);
  await owner.roleGrant.delete({ where: { personId_role: { personId: back.id, role: "approver" } } });
  database.clock.advance(1_000);
  await grant();
  expect((await first.visit.get(`/requests/${request.id}`)).status).toBe(200);
});

test("somebody who left can neither come in nor stay", async () => {
  const leaver = await world.make.person({ displayName: "Lee Ver" });
  const { visit } = await world.visit(leaver.id, "trust");
  await database.as("owner").person.update({ where: { id: leaver.id }, data: { status: "departed" } });
  expect((await visit.get("/trust")).status).toBe(403);
  expect((await world.visit(leaver.id, "trust")).page.status).toBe(403);
});

test("under another host name nothing is served but the way to the right one", async () => {
  const { port } = new URL(world.origin);
  const status = await new Promise((resolve) =>
    httpRequest({ host: "localhost", port, path: "/trust", headers: { host: "evil.example" } }, (response) => resolve(response.statusCode)).end(),
  );
  expect(status).toBe(421);
  expect((await new Visit(world.origin).get("/")).status).toBe(200);
});

test("assets are ours alone", async () => {
  const visit = new Visit(world.origin);
  for (const name of [
    "page.css",
    "statement.css",
    "answer.css",
    "tokens.css",
    "icon.svg",
    "sign.mjs",
    "webauthn/index.js",
    "webauthn/methods/startAuthentication.js",
    "inter-latin.woff2",
    "jetbrains-mono-latin.woff2",
  ])
    expect((await visit.get(`/assets/${name}`)).status).toBe(200);
  for (const name of ["../main.ts", "webauthn/../package.json", "webauthn/%2e%2e/package.json", "cookie-secret", "webauthn/helpers/../../package.json"])
    expect((await visit.get(`/assets/${name}`)).status).toBe(404);
});

test("an unknown form token, another method and another path are refused", async () => {
  const { visit, page } = await world.visit(world.people.aiko.id, "enrol");
  expect((await visit.post("/enrol", { form: "no", name: "x" })).status).toBe(403);
  expect((await visit.post("/trust", { form: field(page.text, "form") })).status).toBe(404);
});

describe("what nobody's browser sends", () => {
  test.each(["//", "//evil.example/x", "/requests/%", "/t/\u0001", "*"])("%s is answered or cut off, and the next visitor is served", async (path) => {
    const { port } = new URL(world.origin);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), "localhost", () =>
        socket.write(`GET ${path} HTTP/1.1\r\nHost: ${new URL(world.origin).host}\r\nConnection: close\r\n\r\n`),
      );
      socket
        .on("data", () => undefined)
        .on("close", () => resolve())
        .on("error", () => resolve());
    });
    expect((await new Visit(world.origin).get("/")).status).toBe(200);
  });

  test("a name that turns the text around is shown as what it is", async () => {
    await database.as("owner").person.update({ where: { id: world.people.aiko.id }, data: { displayName: "Aiko \u202eotaS" } });
    const { visit } = await world.visit(world.people.aiko.id, "enrol", null);
    const page = await visit.get("/enrol");
    expect(page.text).toContain("Aiko \\u202eotaS");
    expect(page.text).not.toContain("\u202e");
    await database.as("owner").person.update({ where: { id: world.people.aiko.id }, data: { displayName: "Aiko Sato" } });
  });
});
