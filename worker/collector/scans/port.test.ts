import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApiToken } from "../../../lib/api-tokens/create-api-token";
import type { Context } from "../../../lib/core/context";
import type { ApiScope } from "../../../lib/domain/api-scopes";
import type { Channel } from "../../../lib/domain/exposures";
import type { RoleName } from "../../../lib/domain/roles";
import { type Scan, scanOf } from "../../../lib/exposure/scan-runs";
import { cancelRun } from "../../../lib/exposure/scanning/cancel-run";
import type { SendInput } from "../../../lib/exposure/scanning/schemas";
import { sendAgain, sendFromBrowser } from "../../../lib/exposure/scanning/send";
import { made } from "../../../lib/exposure/testkit/made-secrets";
import { zipOf } from "../../../lib/exposure/testkit/zip-of";
import { fingerprint, loadPepper, type Pepper } from "../../../lib/fingerprints/pepper";
import { testDatabase } from "../../../lib/testkit/database";
import { facts } from "../../../lib/testkit/facts";
import { collectorServer } from "../server";
import { endBrokenRuns } from "./end-run";

const database = testDatabase();
const owner = () => database.as("owner");
const web = "http://web.example";
const stopping = new AbortController();
let [server, origin, home]: [Server, string, string] = [undefined as never, "", ""];
let pepper: Pepper;

beforeAll(async () => {
  database.clock.set(new Date());
  home = await mkdtemp(path.join(tmpdir(), "scans-"));
  const key = Buffer.alloc(32, 7).toString("base64");
  await writeFile(path.join(home, "pepper.json"), JSON.stringify({ current: 1, peppers: { 1: key } }), { mode: 0o600 });
  pepper = await loadPepper(home);
  const ctx = database.context("collector");
  const parts = { ctx, databaseUrl: database.url("collector"), home, pepper, signal: stopping.signal };
  server = collectorServer({ ctx, home, origin: "http://collector", scans: { parts, webOrigin: web } });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  stopping.abort();
  server.closeAllConnections();
  server.close();
  await rm(home, { recursive: true, force: true });
});

async function somebody(...roles: RoleName[]) {
  const person = await facts(owner(), () => database.clock.now()).person();
  for (const role of roles) await owner().roleGrant.create({ data: { personId: person.id, role, grantedBy: "test", grantedAt: database.clock.now() } });
  const sessionId = randomUUID();
  const now = database.clock.now();
  await owner().session.create({
    data: { id: sessionId, personId: person.id, method: "test", createdAt: now, expiresAt: new Date(now.getTime() + 3_600_000) },
  });
  return database.context("web", { type: "person", id: person.id, displayName: person.displayName, roles, sessionId });
}
const wanted = (name: string, fileName = "pasted text", channel: Channel = "chat"): SendInput => ({ name, channel, fileName, size: null });
const put = async (id: string, bearer: string, body: BodyInit, headers = {}) => {
  const response = await fetch(`${origin}/scans/${id}`, { method: "PUT", body, headers: { authorization: `Bearer ${bearer}`, ...headers } });
  return { status: response.status, body: (await response.json()) as Scan & { error?: { message: string } }, headers: response.headers };
};
const send = async (ctx: Context, body: BodyInit, input = wanted("a chat")) => {
  const { runId, ticket } = await sendFromBrowser(ctx, input);
  return put(runId, ticket, body, { origin: web });
};

test("pasted text is answered right away: what it is, which token, and never the secret; nothing of it is left", async () => {
  const mira = await somebody("security_manager");
  const [known, strange] = [made.unleash("known"), made.github("strange")];
  const connection = await facts(owner(), () => database.clock.now()).connection();
  const token = await facts(owner(), () => database.clock.now()).token(connection.id, { name: "ingest" });
  await owner().tokenFingerprint.create({
    data: { tokenId: token.id, kind: "hmac_sha256", value: fingerprint(pepper, known).value, pepperVersion: pepper.current },
  });
  const done = await send(mira, `Ben: take ${known}\nor ${strange}, and password: $SECRET\n`);
  expect(done.headers.get("access-control-allow-origin")).toBe(web);
  expect(done.body).toMatchObject({
    status: "succeeded",
    exposures: 2,
    occurrences: 2,
    extent: "whole",
    source: { name: "a chat", form: "upload", channel: "chat" },
  });
  expect(done.body.seen.map(({ kind, hint, token: of }) => ({ kind, end: hint.slice(-4), token: of?.name, link: of?.link }))).toEqual(
    expect.arrayContaining([
      { kind: "unleash_token", end: known.slice(-4), token: "ingest", link: "listed" },
      { kind: "github_pat", end: strange.slice(-4), token: expect.stringContaining("pasted text"), link: "unlisted" },
    ]),
  );
  for (const secret of [known, strange]) expect(JSON.stringify(done.body)).not.toContain(secret.slice(8, -4));
  expect(await readdir(home)).not.toContain("spool");
  // the page shows the same after a reload
  expect((await scanOf(mira, done.body.id)).seen).toHaveLength(2);
  expect(await owner().auditEntry.findMany({ where: { subjectId: done.body.id }, orderBy: { id: "asc" }, select: { action: true, dbRole: true } })).toEqual([
    { action: "scan.asked", dbRole: "web" },
    { action: "scan.started", dbRole: "collector" },
    { action: "scan.succeeded", dbRole: "collector" },
  ]);
  // the same again is the same place
  expect((await send(mira, `again ${strange}`)).body).toMatchObject({ exposures: 0, occurrences: 0 });
});

test("a zip is looked through in a process of its own, archives in it too; what can't be read is counted", async () => {
  const mira = await somebody("security_manager");
  const [inner, outer] = [made.github("inner"), made.github("outer")];
  const zip = await zipOf({
    "logs/build.log": `token=${outer}\n`,
    "nested.zip": await zipOf({ "a.env": `GITHUB_TOKEN=${inner}\n` }),
    "logo.png": Buffer.from("\x89PNG\r\n\x1a\n\0\0", "latin1"),
  });
  const done = await send(mira, new Uint8Array(zip), wanted("build", "build.zip", "build_log"));
  expect(done.body).toMatchObject({ status: "succeeded", exposures: 2, size: zip.length, received: zip.length, unreadable: { media: 1 } });
  expect((await owner().occurrence.findMany({ where: { source: { name: "build" } }, select: { path: true } })).map(({ path: at }) => at).sort()).toEqual([
    "build.zip!/logs/build.log",
    "build.zip!/nested.zip!/a.env",
  ]);
}, 30_000);

test("plain text alone is looked through in the collector; what is taken apart first, and what is long, is not", async () => {
  const parts = { ctx: database.context("collector"), databaseUrl: database.url("collector"), home, pepper, signal: stopping.signal };
  // where the scanner would begin, nothing does
  const nothing = { parts: { ...parts, program: ["-e", ""] }, webOrigin: web };
  const here = collectorServer({ ctx: parts.ctx, home, origin: "http://collector", scans: nothing });
  await new Promise<void>((resolve) => here.listen(0, "127.0.0.1", resolve));
  const mira = await somebody("security_manager");
  const endOf = async (body: string) => {
    const { runId, ticket } = await sendFromBrowser(mira, wanted("here or there"));
    const at = `http://127.0.0.1:${(here.address() as AddressInfo).port}/scans/${runId}`;
    const response = await fetch(at, { method: "PUT", body, headers: { authorization: `Bearer ${ticket}` } });
    return ((await response.json()) as Scan).status;
  };
  const mail = "From: ada@example.test\nMessage-ID: <1@example.test>\nSubject: s\n\ntext\n";
  const elsewhere = {
    mail,
    mailbox: `From ada@example.test Mon Mar  2 10:00:00 2026\n${mail}`,
    traffic: '{"log":{"entries":[]}}',
    report: '\ufeff [{"RuleID":"x","Secret":"y"}]',
    markup: "<rss><!-- jira --></rss>",
    table: "Summary,Issue key,Status\na,B-1,open\n",
    long: "a line\n".repeat(10_000),
  };
  for (const [name, body] of Object.entries(elsewhere)) expect([name, await endOf(body)]).toEqual([name, "failed"]);
  for (const body of ["a line\n".repeat(9_000), "From: ada\ntoday", "KEY={}\n"]) expect(await endOf(body)).toBe("succeeded");
  here.closeAllConnections();
  here.close();
}, 30_000);

test("who may not triage can't, a pass works once and dies with its holder's role; whoever may still can", async () => {
  for (const role of ["auditor", "approver", "token_owner", "administrator"] as const)
    await expect(sendFromBrowser(await somebody(role), wanted("denied"))).rejects.toMatchObject({ code: "Forbidden" });
  const mira = await somebody("security_manager");
  const lost = await sendFromBrowser(mira, wanted("lost"));
  await owner().roleGrant.deleteMany({ where: { personId: mira.actor.type === "person" ? mira.actor.id : "" } });
  expect((await put(lost.runId, lost.ticket, "x")).status).toBe(403);
  expect(await owner().auditEntry.findFirst({ where: { subjectId: lost.runId, action: "access.denied" } })).toMatchObject({ detail: { action: "scan.start" } });
  // the pass is not spent by that: given the role again, they send it
  await owner().roleGrant.create({
    data: { personId: mira.actor.type === "person" ? mira.actor.id : "", role: "security_manager", grantedBy: "test", grantedAt: database.clock.now() },
  });
  expect((await put(lost.runId, lost.ticket, "x")).body).toMatchObject({ status: "succeeded" });
  const ada = await somebody("security_manager");
  const { runId, ticket } = await sendFromBrowser(ada, wanted("once"));
  expect((await put(runId, "wrong", "x")).status).toBe(401);
  expect((await put(lost.runId, ticket, "x")).status).toBe(401);
  expect((await put(runId, ticket, "x")).body).toMatchObject({ status: "succeeded" });
  expect((await put(runId, ticket, "x")).status).toBe(401);
  await expect(sendAgain(ada, { runId })).rejects.toMatchObject({ code: "Conflict" });
  // a name that stands for a place on the host is not to be had
  await expect(sendFromBrowser(ada, wanted("/etc"))).rejects.toMatchObject({ code: "InvalidInput" });
  await owner().scanSource.create({
    data: { id: randomUUID(), form: "git", name: "the mirror", location: "/srv", channel: "code", heads: [], createdBy: "x", createdAt: new Date() },
  });
  await expect(sendFromBrowser(ada, wanted("the mirror"))).rejects.toMatchObject({ code: "Conflict" });
});

test("content that breaks off says so, goes again with a new pass, and a cancelled run takes none", async () => {
  const mira = await somebody("security_manager");
  const { runId, ticket } = await sendFromBrowser(mira, wanted("broken", "big.log"));
  const text = `${"a line of a log that says nothing\n".repeat(60_000)}${made.github("at the end")}\n`;
  await new Promise<void>((resolve) => {
    const req = httpRequest(`${origin}/scans/${runId}`, { method: "PUT", headers: { authorization: `Bearer ${ticket}`, "content-length": text.length } });
    req.on("error", () => resolve());
    req.write(text.slice(0, 300_000));
    setTimeout(() => req.destroy(), 300);
  });
  await expect.poll(async () => (await scanOf(mira, runId)).status, { timeout: 15_000 }).toBe("failed");
  expect((await scanOf(mira, runId)).error).toContain("Send it again");
  const again = await sendAgain(mira, { runId });
  expect((await put(runId, again.ticket, text)).body).toMatchObject({ status: "succeeded", exposures: 1, received: text.length });

  const other = await sendFromBrowser(mira, wanted("cancelled"));
  await expect(cancelRun(await somebody("auditor"), { runId: other.runId })).rejects.toMatchObject({ code: "Forbidden" });
  await cancelRun(mira, { runId: other.runId });
  expect((await scanOf(mira, other.runId)).status).toBe("cancelled");
  expect((await put(other.runId, other.ticket, "x")).status).toBe(409);
}, 40_000);

/** A sender who says how much comes, brings half of it, and the rest when told. */
function slowly(id: string, bearer: string) {
  const text = "a line that says nothing\n".repeat(4);
  const req = httpRequest(`${origin}/scans/${id}`, { method: "PUT", headers: { authorization: `Bearer ${bearer}`, "content-length": text.length } });
  const one = { status: null as number | null, rest: () => void req.end(text.slice(50)), body: "" };
  req.on("error", () => {});
  req.on("response", (response) => {
    one.status = response.statusCode ?? null;
    response.setEncoding("utf8").on("data", (chunk: string) => {
      one.body += chunk;
    });
  });
  req.write(text.slice(0, 50));
  return one;
}

test("of many at once four are let in, the others are told to wait", async () => {
  const mira = await somebody("security_manager");
  const prepared = [];
  for (let n = 0; n < 20; n++) prepared.push(await sendFromBrowser(mira, wanted("many at once")));
  const senders = prepared.map(({ runId, ticket }) => slowly(runId, ticket));
  const answered = (status: number) => senders.filter((each) => each.status === status).length;
  await expect.poll(() => answered(503), { timeout: 10_000 }).toBe(16);
  for (const { rest } of senders) rest();
  await expect.poll(() => answered(200), { timeout: 10_000 }).toBe(4);
  // who was told to wait has a pass that still works
  const turnedAway = prepared[senders.findIndex(({ status }) => status === 503)] ?? expect.fail("nobody was");
  expect((await put(turnedAway.runId, turnedAway.ticket, "x")).body).toMatchObject({ status: "succeeded" });
}, 30_000);

test("short content that takes long to come is alive all the while", async () => {
  const mira = await somebody("security_manager");
  const { runId, ticket } = await sendFromBrowser(mira, wanted("slow"));
  const sender = slowly(runId, ticket);
  const run = () => owner().scanRun.findUniqueOrThrow({ where: { id: runId } });
  await expect.poll(async () => (await run()).status).toBe("running");
  database.clock.advance(60_000);
  await expect.poll(async () => (await run()).heartbeatAt, { timeout: 5_000 }).toEqual(database.clock.now());
  await endBrokenRuns(database.context("collector"));
  expect((await run()).status).toBe("running");
  sender.rest();
  await expect.poll(() => sender.status, { timeout: 10_000 }).toBe(200);
  expect(await run()).toMatchObject({ status: "succeeded", received: 100n });
}, 20_000);

test("a program brings content with an API token whose scopes and owner's roles allow it", async () => {
  const tokenOf = async (role: RoleName, ...scopes: ApiScope[]) => (await createApiToken(await somebody(role), { name: "ci", scopes, days: 1 }, web)).token;
  const post = (bearer: string, query = "name=ci&channel=build_log&file=job.log") =>
    fetch(`${origin}/scans?${query}`, { method: "POST", body: `token ${made.github("from ci")}`, headers: { authorization: `Bearer ${bearer}` } });
  const able = await tokenOf("security_manager", "write:scans");
  const done = await post(able);
  expect([done.status, await done.json()]).toMatchObject([200, { status: "succeeded", exposures: 1, fileName: "job.log", seen: [{ kind: "github_pat" }] }]);
  expect((await post(await tokenOf("security_manager", "read:inventory"))).status).toBe(403);
  expect((await post("cst_nothing")).status).toBe(401);
  expect((await post(able, "name=ci")).status).toBe(400);
  expect((await owner().apiToken.findFirstOrThrow({ orderBy: { createdAt: "asc" } })).lastUsedAt).not.toBeNull();
});
