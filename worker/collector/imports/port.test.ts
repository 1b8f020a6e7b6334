import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RoleName } from "../../../lib/domain/roles";
import { cancelImport } from "../../../lib/imports/cancel-import";
import { importOf } from "../../../lib/imports/queries";
import { resumeImport, startImport } from "../../../lib/imports/start-import";
import { testDatabase } from "../../../lib/testkit/database";
import { facts } from "../../../lib/testkit/facts";
import { signConnection } from "../../../lib/testkit/sign-connection";
import { issueTicket } from "../../../lib/uploads/issue-ticket";
import { collectorServer } from "../server";
import { newImportToken, tokenFile } from "./admit";
import { pepper } from "./testkit/import-file";

const database = testDatabase();
const owner = () => database.as("owner");
const web = "http://web.example";
let [server, origin, home]: [Server, string, string] = [undefined as never, "", ""];

beforeAll(async () => {
  database.clock.set(new Date());
  home = await mkdtemp(path.join(tmpdir(), "imports-"));
  const ctx = database.context("collector");
  server = collectorServer({
    ctx,
    home,
    origin: "http://collector",
    imports: { parts: { ctx, databaseUrl: database.url("collector"), pepper, limits: { heartbeatMilliseconds: 50, batchRows: 50 } }, webOrigin: web },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
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
  return { ...database.context("web", { type: "person", id: person.id, displayName: person.displayName, roles, sessionId }), sessionId };
}
const wanted = { kind: "tokens" as const, source: "port", fileName: "a.csv", format: null, mapping: {}, header: null, bytes: null };
const csv = (rows: number) => `id,class,secret\n${Array.from({ length: rows }, (_, n) => `p${n},api_key,canary-port-${n}`).join("\n")}\n`;
const put = (id: string, ticket: string, body: BodyInit, headers = {}) =>
  fetch(`${origin}/imports/${id}`, { method: "PUT", body, headers: { authorization: `Bearer ${ticket}`, ...headers }, duplex: "half" } as RequestInit);

test("a browser hands its file over with a pass that works once, and only from web's own pages", async () => {
  const mira = await somebody("security_manager");
  const { importId, ticket } = await startImport(mira, wanted);
  const preflight = await fetch(`${origin}/imports/${importId}`, { method: "OPTIONS", headers: { origin: web } });
  expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([204, web]);
  const foreign = await fetch(`${origin}/imports/${importId}`, { method: "OPTIONS", headers: { origin: "http://evil.example" } });
  expect(foreign.headers.get("access-control-allow-origin")).toBeNull();

  expect((await put(importId, "wrong", csv(3))).status).toBe(401);
  const done = await put(importId, ticket, csv(120), { origin: web });
  expect(done.headers.get("access-control-allow-origin")).toBe(web);
  expect(await done.json()).toMatchObject({ status: "succeeded", created: 120 });
  const again = await put(importId, ticket, csv(3));
  expect([again.status, await again.json()]).toMatchObject([401, { error: { message: expect.stringContaining("spent or has expired") } }]);
  expect(await owner().auditEntry.findMany({ where: { subjectId: importId }, orderBy: { id: "asc" }, select: { action: true, dbRole: true } })).toEqual([
    { action: "import.started", dbRole: "web" },
    { action: "import.ended", dbRole: "collector" },
  ]);
});

test("a pass dies with its session, its time, its holder's role and its import", async () => {
  const roles = await somebody("security_manager");
  const lost = await startImport(roles, wanted);
  await owner().roleGrant.deleteMany({ where: { personId: roles.actor.type === "person" ? roles.actor.id : "" } });
  expect((await put(lost.importId, lost.ticket, csv(1))).status).toBe(403);

  const ended = await somebody("security_manager");
  const pass = await startImport(ended, wanted);
  await owner().session.update({ where: { id: ended.sessionId }, data: { endedAt: database.clock.now(), endedReason: "test" } });
  expect((await put(pass.importId, pass.ticket, csv(1))).status).toBe(401);

  const mira = await somebody("security_manager");
  const [one, other] = [await startImport(mira, wanted), await startImport(mira, wanted)];
  expect((await put(other.importId, one.ticket, csv(1))).status).toBe(401);
  database.clock.advance(6 * 60_000);
  expect((await put(one.importId, one.ticket, csv(1))).status).toBe(401);
});

test("who may not import can't; people and teams are the administrator's", async () => {
  for (const role of ["auditor", "approver", "token_owner"] as const)
    await expect(startImport(await somebody(role), wanted)).rejects.toMatchObject({ code: "Forbidden" });
  const mira = await somebody("security_manager");
  await expect(startImport(mira, { ...wanted, kind: "people" })).rejects.toMatchObject({ code: "Forbidden" });
  await expect(startImport(await somebody("administrator"), { ...wanted, kind: "people" })).resolves.toMatchObject({ importId: expect.any(String) });
  await facts(owner(), () => database.clock.now()).connection({ name: "unleash-prod" });
  await expect(startImport(mira, { ...wanted, source: "unleash-prod" })).rejects.toMatchObject({ code: "Conflict" });
  await expect(startImport(mira, { ...wanted, header: ["a"], mapping: { id: "a" } })).rejects.toMatchObject({ code: "InvalidInput" });
});

test("an upload that breaks off says so, and goes on with a new pass", async () => {
  const mira = await somebody("security_manager");
  const { importId, ticket } = await startImport(mira, { ...wanted, source: "broken" });
  const text = csv(2_000);
  await new Promise<void>((resolve) => {
    const req = httpRequest(`${origin}/imports/${importId}`, { method: "PUT", headers: { authorization: `Bearer ${ticket}`, "content-length": text.length } });
    req.on("error", () => resolve());
    req.write(text.slice(0, 30_000));
    setTimeout(() => req.destroy(), 400);
  });
  await expect.poll(async () => (await importOf(mira, importId)).status, { timeout: 10_000 }).toBe("failed");
  const broken = await importOf(mira, importId);
  expect(broken.error).toContain("broke off");
  const { ticket: next } = await resumeImport(mira, { importId });
  expect(await (await put(importId, next, text)).json()).toMatchObject({ status: "succeeded", read: 2_000, created: 2_000 });
});

test("a cancelled import stops and takes no file any more", async () => {
  const mira = await somebody("security_manager");
  const { importId, ticket } = await startImport(mira, { ...wanted, source: "cancelled" });
  await expect(cancelImport(await somebody("auditor"), { importId })).rejects.toMatchObject({ code: "Forbidden" });
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    async pull(controller) {
      controller.enqueue(Buffer.from(sent === 0 ? "id,class\n" : `c${sent},api_key\n`));
      sent += 1;
      if (sent === 300) await cancelImport(mira, { importId });
      await new Promise((resolve) => setTimeout(resolve, sent > 300 ? 20 : 0));
      if (sent > 2_000) controller.close();
    },
  });
  await put(importId, ticket, endless).catch(() => null);
  await expect.poll(async () => (await importOf(mira, importId)).status, { timeout: 10_000 }).toBe("cancelled");
  await expect(resumeImport(mira, { importId })).rejects.toMatchObject({ code: "Conflict" });
});

test("a machine comes with the import token; without it nothing is told", async () => {
  const { token, kept } = newImportToken(database.context("collector").ids);
  const post = (bearer: string) =>
    fetch(`${origin}/imports?kind=tokens&source=machine&name=m.csv`, { method: "POST", body: csv(5), headers: { authorization: `Bearer ${bearer}` } });
  expect((await post(token)).status).toBe(401);
  await writeFile(path.join(home, tokenFile), kept, { mode: 0o600 });
  const answer = await post(token);
  const body = (await answer.json()) as { id: string };
  expect(body).toMatchObject({ status: "succeeded", created: 5, source: "machine" });
  expect(await (await fetch(`${origin}/imports/${body.id}`, { headers: { authorization: `Bearer ${token}` } })).json()).toMatchObject({ id: body.id, read: 5 });
  expect((await fetch(`${origin}/imports/${body.id}`, { headers: { authorization: "Bearer no" } })).status).toBe(401);
  expect((await fetch(`${origin}/imports/${body.id}`)).status).toBe(401);
});

async function machine() {
  const { token, kept } = newImportToken(database.context("collector").ids);
  await writeFile(path.join(home, tokenFile), kept, { mode: 0o600 });
  const headers = { authorization: `Bearer ${token}` };
  const send = async (method: string, where: string, body?: string) => {
    const answer = await fetch(`${origin}/imports${where}`, { method, headers, ...(body === undefined ? {} : { body }) });
    return { status: answer.status, body: (await answer.json()) as { id: string; error?: { message: string } } };
  };
  return { headers, send };
}

/** Sends half of a file and goes away, once something of it was taken in. */
async function halfOf(text: string, method: string, where: string, headers: Record<string, string>, taken: () => Promise<number>): Promise<void> {
  const req = httpRequest(`${origin}/imports${where}`, { method, headers: { ...headers, "content-length": text.length } });
  const gone = new Promise<void>((resolve) => req.on("error", () => resolve()));
  req.write(text.slice(0, text.length / 2));
  await expect.poll(taken, { timeout: 10_000 }).toBeGreaterThan(0);
  req.destroy();
  await gone;
}
const runOf = (source: string) => owner().importRun.findFirstOrThrow({ where: { source }, orderBy: { queuedAt: "desc" } });
const takenOf = (source: string) => async () => Number((await owner().importRun.findFirst({ where: { source } }))?.position ?? 0);
const failed = (source: string) => expect.poll(async () => (await runOf(source)).status, { timeout: 10_000 }).toBe("failed");

test("a machine whose upload broke off sends the same file again, and it goes on where it stood", async () => {
  const { headers, send } = await machine();
  const where = "?kind=tokens&source=machine-broken";
  await halfOf(csv(2_000), "POST", where, headers, takenOf("machine-broken"));
  await failed("machine-broken");
  const again = await send("POST", where, csv(2_000));
  expect(again.body).toMatchObject({ status: "succeeded", read: 2_000, created: 2_000, changed: 0, unchanged: 0 });
  expect(await owner().importRun.count({ where: { source: "machine-broken" } })).toBe(1);
});

test("a machine says how the file reads and which column feeds what; a word that is none makes no import", async () => {
  const { send } = await machine();
  const where = `?${new URLSearchParams([
    ...Object.entries({ kind: "tokens", source: "mapped", delimiter: "~" }),
    ["map", "Key = name=id"],
    ["map", "Sort=class"],
  ])}`;
  const done = await send("POST", where, "Key = name~Sort~id\nm1~api_key~other\n");
  expect(done.body).toMatchObject({ status: "succeeded", created: 1, mapping: { id: "Key = name", class: "Sort" }, format: "CSV, ~" });
  expect(await owner().token.count({ where: { connection: { name: "mapped" }, handleKey: '{"id":"m1"}' } })).toBe(1);
  const lines = await send("POST", "?kind=tokens&source=lines&format=ndjson", '{"id":"l1","class":"api_key"}\n');
  expect(lines.body).toMatchObject({ status: "succeeded", created: 1, format: "NDJSON" });
  const before = await owner().importRun.count();
  for (const [words, told] of [
    ["delimeter=%3B", "delimeter"],
    ["delimiter=ab", "delimiter: must be one sign"],
    ["format=json&delimiter=%3B", "delimiter: stands between"],
    ["format=xlsx", "format: "],
    ["map=Key", "map: is not column=field"],
    ["file=now", "file: can only be later"],
    ["kind=secrets", "kind: "],
  ] as const) {
    const answer = await send("POST", `?kind=tokens&source=refused&${words}`, csv(1));
    expect([answer.status, answer.body.error?.message]).toEqual([400, expect.stringContaining(told)]);
  }
  expect(await owner().importRun.count()).toBe(before);
});

test("an import prepared before its file is followed while it comes, and gone on with by its id", async () => {
  const { headers, send } = await machine();
  const { body: prepared } = await send("POST", "?kind=tokens&source=prepared&map=id%3Did&map=class%3Dclass&file=later");
  expect(prepared).toMatchObject({ status: "waiting", read: 0, bytes: null });
  expect((await fetch(`${origin}/imports?kind=tokens&source=nobody&file=later`, { method: "POST" })).status).toBe(401);
  await halfOf(csv(2_000), "PUT", `/${prepared.id}`, headers, async () => Number(Reflect.get((await send("GET", `/${prepared.id}`)).body, "created")));
  await failed("prepared");
  expect((await send("PUT", `/${prepared.id}`, csv(2_000))).body).toMatchObject({ id: prepared.id, status: "succeeded", read: 2_000, created: 2_000 });
  expect((await send("PUT", `/${prepared.id}`, csv(2_000))).status).toBe(409);
});

test("web's role takes nothing in: no fact, no staging table, no listing loaded", async () => {
  const db = database.as("web");
  const id = randomUUID();
  for (const call of [
    `select open_import_stage('${id}')`,
    `select open_first_stage('${id}')`,
    `select load_first_tokens('${id}')`,
    `select add_import_connection('${id}', 'x', 'y')`,
    "insert into import_reject values (gen_random_uuid(), 1, 'a', 'b')",
    "update import_run set status = 'succeeded'",
  ])
    await expect(db.$executeRawUnsafe(call)).rejects.toThrow(/permission denied/);
  await expect(database.as("collector").$executeRawUnsafe(`select load_first_tokens('${id}')`)).rejects.toThrow(/does not run/);
});

test("whoever owns web's database role brings no listing under a connection that Countersign reads itself", async () => {
  const mira = await somebody("security_manager");
  const signed = await facts(owner(), () => database.clock.now()).connection({ name: "github-prod", connector: "github" });
  await signConnection(owner(), signed.id, database.clock.now());
  const forged = async (connectionId: string | null, db = database.as("web")) => {
    const id = randomUUID();
    await db.$executeRaw`
      insert into import_run (id, kind, source, connection_id, file_name, format, mapping, status, started_by, queued_at)
      values (${id}::uuid, 'tokens', 'github-prod', ${connectionId}::uuid, 'a.csv', '', '{}', 'queued', 'person:nobody', ${database.clock.now()})`;
    return put(id, await mira.db.$transaction((tx) => issueTicket(tx, mira, id)), csv(2));
  };
  const listed = () => owner().token.count({ where: { connectionId: signed.id } });
  const answer = await forged(signed.id).catch((error: Error) => error.message);
  expect(await listed()).toBe(0);
  expect(answer).toMatch(/brings no listing/);
  // however such a run came there, the collector does not take it; nor one of tokens without a listing
  await owner().$executeRaw`alter table import_run disable trigger guard_import_listing`;
  try {
    for (const connectionId of [signed.id, null]) expect((await forged(connectionId, owner())).status).toBe(409);
  } finally {
    await owner().$executeRaw`alter table import_run enable trigger guard_import_listing`;
  }
  expect(await listed()).toBe(0);
  const brought = await facts(owner(), () => database.clock.now()).connection({ name: "a listing", connector: "import" });
  expect(await (await forged(brought.id)).json()).toMatchObject({ status: "succeeded", created: 2 });
});
