import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fakeReadConnector } from "../../lib/connectors/testkit/fake-connector/read";
import { FakeVendor } from "../../lib/connectors/testkit/fake-vendor";
import type { MisbehaviourInput } from "../../lib/connectors/testkit/vendor/misbehaviour";
import type { Envelope } from "../../lib/credentials/envelope";
import { testDatabase } from "../../lib/testkit/database";
import { facts } from "../../lib/testkit/facts";
import { serveSyncs, syncNext } from "./sync";
import type { SyncLimits } from "./sync/parts";
import { collectorRig, type Rig } from "./testkit/rig";

const database = testDatabase();
let rig: Rig;
let vendor: FakeVendor;
let connection: string;
beforeAll(async () => {
  rig = await collectorRig();
});
beforeEach(async () => {
  vendor = await FakeVendor.start();
  connection = await rig.connect(database.as("owner"), vendor);
  return () => vendor.close();
});
afterAll(() => vendor?.close());

const web = () => database.as("web");
const queue = async (id = connection) => {
  const run = randomUUID();
  await database.as("web")
    .$executeRaw`insert into sync_run (id, connection_id, trigger, status, queued_at) values (${run}::uuid, ${id}::uuid, 'person:test', 'queued', ${database.clock.now()})`;
  return run;
};
const sync = async (id = connection, limits: Partial<SyncLimits> = {}) => {
  database.clock.advance(1000);
  const run = await queue(id);
  expect(await syncNext(rig.parts(database.context("collector"), limits))).toBe(true);
  return web().syncRun.findUniqueOrThrow({ where: { id: run } });
};
const tokens = () => web().token.findMany({ where: { connectionId: connection }, orderBy: { name: "asc" } });
const health = () => web().connectionHealth.findUnique({ where: { connectionId: connection } });
const many = (n: number) => Array.from({ length: n }, (_, at) => ({ name: `token ${String(at).padStart(4, "0")}` }));

describe("a complete sync", () => {
  test("takes accounts and tokens in, with makers, counts, health and coverage", async () => {
    const [ada] = await vendor.addAccounts([{ name: "ada", email: "ada@example.com" }]);
    await vendor.addTokens(many(120).map((token) => ({ ...token, creator: ada?.id })));
    const run = await sync();
    expect(run).toMatchObject({
      status: "succeeded",
      read: 121,
      created: 121,
      changed: 0,
      unchanged: 0,
      rejected: 0,
      missing: 0,
      error: null,
      claimedBy: null,
    });
    const [token] = await tokens();
    expect(token).toMatchObject({ name: "token 0000", class: "api_key", environment: "development", expiry: "never", missingSince: null });
    expect(token?.creatorAccountId).toBe((await web().account.findFirstOrThrow({ where: { connectionId: connection } })).id);
    expect(await web().tokenFingerprint.count({ where: { tokenId: token?.id } })).toBe(1);
    expect(await health()).toMatchObject({
      state: "ok",
      message: null,
      lastGoodSyncAt: run.startedAt,
      capabilities: { classes: { api_key: { list: "can" } }, directory: false },
    });
    expect(await database.as("owner").syncSeen.count({ where: { runId: run.id } })).toBe(0);
    expect(await web().auditEntry.findFirst({ where: { action: "sync.finished", subjectId: connection } })).toMatchObject({
      dbRole: "collector",
      detail: { status: "succeeded", created: 121 },
    });
  });

  test("rewrites nothing that did not change", async () => {
    await vendor.addTokens(many(60));
    await sync();
    const before = await web().$queryRaw<{ v: string }[]>`select xmin::text as v from token where connection_id = ${connection}::uuid order by id`;
    expect(await sync()).toMatchObject({ status: "succeeded", created: 0, changed: 0, unchanged: 60 });
    expect(await web().$queryRaw<{ v: string }[]>`select xmin::text as v from token where connection_id = ${connection}::uuid order by id`).toEqual(before);
  });

  test("marks what it no longer sees as missing, deletes nothing, closes nothing, and clears it on return", async () => {
    const [kept, gone] = await vendor.addTokens(many(2));
    await sync();
    await vendor.kill(gone?.id ?? "");
    expect(await sync()).toMatchObject({ status: "succeeded", missing: 1 });
    const [first, second] = await tokens();
    expect([first?.name, first?.missingSince]).toEqual([kept?.name, null]);
    expect(second?.missingSince).not.toBeNull();
    expect(await web().finding.findFirst({ where: { tokenId: second?.id, rule: "no-owner" } })).toMatchObject({ status: "open" });
    await database.as("owner").token.update({ where: { id: first?.id ?? "" }, data: { missingSince: database.clock.now() } });
    expect(await sync()).toMatchObject({ changed: 1 });
    expect((await tokens())[0]?.missingSince).toBeNull();
  });

  test("finds the leaver's token and account as it reads, and keeps a maker whom nobody lists any more", async () => {
    const is = facts(database.as("owner"), () => database.clock.now());
    const eva = await is.person({ email: "eva@example.com", status: "departed", statusAt: new Date("2026-11-01") });
    const [account] = await vendor.addAccounts([{ name: "eva", email: "Eva@Example.com" }]);
    await vendor.addTokens([
      { name: "a", creator: account?.id },
      { name: "b", creator: "acc_deleted" },
    ]);
    await sync();
    const [a, b] = await tokens();
    expect(await web().finding.findFirst({ where: { rule: "departed-still-alive", tokenId: a?.id } })).toMatchObject({ status: "open", personId: eva.id });
    const maker = await web().account.findUniqueOrThrow({ where: { id: b?.creatorAccountId ?? "" } });
    expect(maker).toMatchObject({ externalId: "acc_deleted", status: "unknown", missingSince: expect.any(Date) });
  });
});

describe("an incomplete sync marks nothing as missing", () => {
  beforeEach(async () => {
    await vendor.addTokens(many(130));
    await sync();
  });
  const failures: [string, MisbehaviourInput[], string, RegExp][] = [
    ["a page with fewer rows than the total", [{ kind: "partial_page", on: "tokens" }], "partial", /counts 130 tokens, but its pages held 25/],
    ["5xx", [{ kind: "server_error", on: "tokens" }], "failed", /tried again at the next sync/],
    ["401 to everybody", [{ kind: "unauthorized_to_all", on: "all" }], "failed", /Seal a new read credential/],
    ["a cut answer", [{ kind: "truncated", on: "tokens" }], "failed", /not JSON/],
    ["malformed rows", [{ kind: "malformed_rows", on: "tokens" }], "partial", /not understood and left out/],
    ["a drip too slow to wait for", [{ kind: "slow_drip", on: "tokens", milliseconds: 400 }], "failed", /tried again/],
    ["silence", [{ kind: "silence", on: "tokens" }], "failed", /tried again/],
    ["a next page on another host", [{ kind: "next_elsewhere", on: "tokens", origin: "https://evil.example" }], "partial", /credential stays there/],
    ["a redirect", [{ kind: "redirect", on: "tokens", location: "https://evil.example/" }], "failed", /redirect|evil|credential/i],
    ["rate limiting without end", [{ kind: "rate_limited", on: "tokens", retryAfterSeconds: 0 }], "failed", /interval longer/],
  ];
  test.each(failures)("%s", async (_name, misbehaviours, status, sentence) => {
    await vendor.misbehave(...misbehaviours);
    const run = await sync();
    expect(run.status).toBe(status);
    expect(run.error).toMatch(sentence);
    expect((await tokens()).filter((token) => token.missingSince)).toEqual([]);
    const after = await health();
    expect(after?.message).toBe(run.error);
    expect(after?.state).toBe(/malformed/.test(_name) ? "ok" : "failing");
    await vendor.misbehave();
    expect(await sync()).toMatchObject({ status: "succeeded", missing: 0 });
    expect(await health()).toMatchObject({ state: "ok", message: null });
  });

  test("rejected rows are counted and kept with field and reason", async () => {
    await vendor.misbehave({ kind: "malformed_rows", on: "tokens" });
    const run = await sync();
    const rejects = await web().syncReject.findMany({ where: { syncRunId: run.id } });
    expect(rejects).toHaveLength(run.rejected);
    expect(rejects[0]).toMatchObject({ kind: "tokens", field: expect.any(String), reason: expect.any(String) });
    expect(run.read + run.rejected).toBe(130);
  });

  test("a vendor that asks to wait is waited for", async () => {
    await vendor.misbehave({ kind: "rate_limited", on: "tokens", times: 1, retryAfterSeconds: 1 });
    expect(await sync()).toMatchObject({ status: "succeeded" });
  });
});

describe("credentials", () => {
  const spoiled: [string, (envelope: Envelope) => Envelope, RegExp][] = [
    ["another origin", (e) => ({ ...e, origin: "https://old.example" }), /sealed for another origin/],
    ["another deployment", (e) => ({ ...e, deployment: randomUUID() }), /sealed for another deployment/],
    ["other fields", (e) => ({ ...e, credential: { password: "x" } }), /not what Fake vendor needs/],
  ];
  test.each(spoiled)("one sealed for %s is not used", async (_name, alter, sentence) => {
    connection = await rig.connect(database.as("owner"), vendor, alter);
    const run = await sync();
    expect(run).toMatchObject({ status: "failed", error: expect.stringMatching(sentence) });
    expect(await health()).toMatchObject({ state: "failing", message: run.error });
    expect(await vendor.requests()).toEqual([]);
  });

  test("one sealed to another process is named as such, and none at all says where to seal one", async () => {
    const other = await collectorRig(rig.deployment);
    connection = await other.connect(database.as("owner"), vendor);
    expect((await sync()).error).toMatch(/sealed to another process/);
    await database.as("owner").readCredential.deleteMany({ where: { connectionId: connection } });
    expect((await sync()).error).toMatch(/No read credential is sealed yet/);
  });

  test("no secret reaches the database", async () => {
    await vendor.addTokens(many(3));
    await sync();
    const dump = await database.as("owner").$queryRaw<{ t: string }[]>`
      select t::text from token t union all select f::text from token_fingerprint f union all select r::text from sync_run r
      union all select h::text from connection_health h union all select e::text from audit_entry e union all select x::text from finding x`;
    const text = dump.map((row) => row.t).join("\n");
    expect(text).not.toContain(vendor.managementKey);
    expect(text).not.toContain("fake_");
  });
});

describe("stopping and going on", () => {
  test("a person's cancel stops it between pages; what was read stays", async () => {
    await vendor.addTokens(many(200));
    await vendor.misbehave({ kind: "slow", on: "tokens", milliseconds: 150 });
    const run = await queue();
    const running = syncNext(rig.parts(database.context("collector")));
    await expect.poll(async () => (await web().syncRun.findUnique({ where: { id: run } }))?.read, { timeout: 10_000 }).toBeGreaterThan(0);
    await web().syncRun.updateMany({ where: { id: run }, data: { cancelledBy: "person:x" } });
    await running;
    const ended = await web().syncRun.findUniqueOrThrow({ where: { id: run } });
    expect(ended.status).toBe("cancelled");
    expect(ended.read).toBeLessThan(200);
    expect(await tokens()).toHaveLength(ended.read);
  });

  test("a collector that ends lets the run go, and the next one goes on at its page", async () => {
    await vendor.addTokens(many(200));
    await vendor.misbehave({ kind: "slow", on: "tokens", milliseconds: 100 });
    const run = await queue();
    const ending = new AbortController();
    const running = syncNext(rig.parts(database.context("collector"), {}, ending.signal));
    await expect.poll(async () => (await web().syncRun.findUnique({ where: { id: run } }))?.read, { timeout: 10_000 }).toBeGreaterThan(0);
    ending.abort();
    await running;
    expect(await web().syncRun.findUnique({ where: { id: run } })).toMatchObject({ status: "running", claimedBy: null });
    await vendor.misbehave();
    await syncNext(rig.parts(database.context("collector")));
    expect(await web().syncRun.findUnique({ where: { id: run } })).toMatchObject({ status: "succeeded", read: 200, created: 200, missing: 0 });
  });

  test("two collectors share the queue and never read one connection twice at once", async () => {
    await vendor.addTokens(many(100));
    const other = await rig.connect(database.as("owner"), vendor);
    await queue();
    await queue(other);
    const parts = () => rig.parts(database.context("collector"));
    await Promise.all([syncNext(parts()), syncNext(parts()), syncNext(parts())]);
    expect(await web().syncRun.findMany({ where: { connectionId: { in: [connection, other] } } })).toEqual([
      expect.objectContaining({ status: "succeeded", created: 100 }),
      expect.objectContaining({ status: "succeeded", created: 100 }),
    ]);
  });

  test("two are read beside each other, a third when one of them is done; at the end those under way are waited for", async () => {
    await vendor.addTokens(many(100));
    await vendor.misbehave({ kind: "slow", on: "tokens", milliseconds: 150 });
    const connections = [connection, await rig.connect(database.as("owner"), vendor), await rig.connect(database.as("owner"), vendor)];
    for (const one of connections) await queue(one);
    const ending = new AbortController();
    const served = serveSyncs(rig.parts(database.context("collector"), { concurrency: 2 }, ending.signal));
    const runs = () => web().syncRun.findMany({ where: { connectionId: { in: connections } }, orderBy: { queuedAt: "asc" } });
    const statuses = async () => (await runs()).map(({ status }) => status).sort();
    await expect.poll(statuses, { interval: 5, timeout: 10_000 }).toEqual(["queued", "running", "running"]);
    await expect.poll(statuses, { timeout: 20_000 }).toEqual(["succeeded", "succeeded", "succeeded"]);
    await queue();
    await expect.poll(async () => (await runs()).filter(({ status }) => status === "running").length, { interval: 5, timeout: 10_000 }).toBe(1);
    ending.abort();
    await served;
    expect((await runs()).filter(({ status }) => status === "running")).toEqual([expect.objectContaining({ claimedBy: null })]);
    expect(await syncNext(rig.parts(database.context("collector")))).toBe(true);
    expect(await statuses()).toEqual(["succeeded", "succeeded", "succeeded", "succeeded"]);
  });

  test("a connection waits in the queue once, however often somebody asks", async () => {
    await queue();
    await expect(queue()).rejects.toThrow(/unique/i);
    expect(await syncNext(rig.parts(database.context("collector")))).toBe(true);
  });

  test("a collector that lost its run to another writes nothing more", async () => {
    await vendor.addTokens(many(200));
    await vendor.misbehave({ kind: "slow", on: "tokens", milliseconds: 150 });
    const run = await queue();
    const slow = syncNext(rig.parts(database.context("collector"), { heartbeatMilliseconds: 60_000 }));
    await expect.poll(async () => (await web().syncRun.findUnique({ where: { id: run } }))?.read, { timeout: 10_000 }).toBeGreaterThan(0);
    database.clock.advance(31_000);
    const second = syncNext(rig.parts(database.context("collector")));
    await Promise.all([slow, second]);
    expect(await web().syncRun.findUnique({ where: { id: run } })).toMatchObject({ status: "succeeded", read: 200, created: 200 });
    expect(await tokens()).toHaveLength(200);
  });
});

test("a class that the connector can't list, and an imported token, are never called missing", async () => {
  await vendor.addTokens(many(1));
  const is = facts(database.as("owner"), () => database.clock.now());
  const pat = await is.token(connection, { class: "personal_access_token" });
  const imported = await is.token(connection, { imported: true });
  expect(await sync()).toMatchObject({ status: "succeeded", missing: 0 });
  expect(fakeReadConnector.reader?.capabilities.personal_access_token).toBeUndefined();
  for (const { id } of [pat, imported]) expect((await web().token.findUnique({ where: { id } }))?.missingSince).toBeNull();
});
