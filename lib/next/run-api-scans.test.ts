import { beforeAll, expect, test } from "vitest";
import { createApiToken } from "../api-tokens/create-api-token";
import type { ApiScope } from "../domain/api-scopes";
import { found } from "../exposure/testkit/found";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { callApi, own } from "./testkit/call-api";

// Scans through the API: the same verbs as the pages. Content itself goes to the collector.

const database = testDatabase();
const call = callApi(database);
let [source, exposure] = ["", ""];
let mira: Awaited<ReturnType<ReturnType<typeof facts>["person"]>>;
const secretOf = async (...scopes: ApiScope[]) =>
  (await createApiToken(database.context("web", asPerson(mira, "security_manager")), { name: "script", scopes, days: 1 }, own)).token;

beforeAll(async () => {
  database.clock.set(new Date());
  const now = () => database.clock.now();
  const scanned = found(database.as("owner"), now);
  mira = await facts(database.as("owner"), now).person({ displayName: "Mira Koh" });
  await database.as("owner").roleGrant.create({ data: { personId: mira.id, role: "security_manager", grantedBy: "test", grantedAt: now() } });
  source = (await scanned.source({ name: "mirror", every: 60, nextRunAt: new Date(now().getTime() + 60_000) })).id;
  const { id } = await scanned.run(source, { commits: 3, extent: "whole", unreadable: { media: 2 } });
  exposure = (await scanned.exposure({}, [{ sourceId: source }])).id;
  await database.as("owner").unreadable.create({ data: { runId: id, n: 0, path: "logo.png", reason: "media" } });
});

test("a token that may read lists runs page by page and sources with what is next, and reads a run with what it saw", async () => {
  const reads = await secretOf("read:inventory");
  const { data } = await (await call(reads, "GET", `/scans?source=${source}`)).json();
  expect(data).toMatchObject([{ status: "succeeded", commits: 3, extent: "whole", unreadable: { media: 2 }, source: { name: "mirror" } }]);
  expect(await (await call(reads, "GET", `/scans/${data[0].id}`)).json()).toMatchObject({ seen: [{ id: exposure }], unread: [{ path: "logo.png" }] });
  expect(await (await call(reads, "GET", "/scans/sources")).json()).toMatchObject({
    total: 1,
    data: [{ id: source, every: 60, paused: null, last: { commits: 3 } }],
  });
  expect((await call(reads, "GET", `/scans/${crypto.randomUUID()}`)).status).toBe(404);
  for (const body of [{ source }, { content: { name: "x", channel: "chat", fileName: "x", size: 1 } }])
    expect((await call(reads, "POST", "/scans", { body })).status).toBe(403);
  const other = await secretOf("read:requests");
  for (const path of ["/scans", `/scans/${data[0].id}`, "/scans/sources"]) expect((await call(other, "GET", path)).status, path).toBe(403);
});

test("a token that may scan asks for a run, prepares one for content, cancels it, and lets a source rest; no path can be named", async () => {
  const scans = await secretOf("write:scans", "read:inventory");
  const asked = await call(scans, "POST", "/scans", { body: { source } });
  expect([asked.status, await asked.json()]).toMatchObject([201, { source, send: null }]);
  const sent = await (await call(scans, "POST", "/scans", { body: { content: { name: "a chat", channel: "chat", fileName: "a.txt", size: 10 } } })).json();
  expect(sent.send).toBe(`/scans/${sent.id}`);
  expect(await (await call(scans, "GET", `/scans/${sent.id}`)).json()).toMatchObject({ status: "waiting", size: 10, trigger: "Mira Koh" });
  const first = await (await call(scans, "GET", "/scans?limit=1")).json();
  const second = await (await call(scans, "GET", `/scans?limit=1&cursor=${first.next}`)).json();
  expect(second.data[0].id).not.toBe(first.data[0].id);
  expect((await call(scans, "DELETE", `/scans/${sent.id}`)).status).toBe(204);
  expect(await (await call(scans, "GET", `/scans/${sent.id}`)).json()).toMatchObject({ status: "cancelled" });
  expect((await call(scans, "DELETE", `/scans/${sent.id}`)).status).toBe(409);
  expect((await call(scans, "PUT", `/scans/sources/${source}/paused`, { body: { paused: true } })).status).toBe(204);
  expect((await call(scans, "PUT", `/scans/sources/${source}/paused`, { body: { paused: true } })).status).toBe(409);
  expect((await call(scans, "POST", "/scans", { body: { content: { name: "/etc", channel: "code", fileName: "x", size: null } } })).status).toBe(400);
  expect((await call(scans, "POST", "/scans", { body: {} })).status).toBe(400);
});
