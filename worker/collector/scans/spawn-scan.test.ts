import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../../lib/core/clock";
import type { Context } from "../../../lib/core/context";
import { sealEnvelope } from "../../../lib/credentials/envelope";
import { loadOrCreateIdentity } from "../../../lib/credentials/identity";
import { cancelRun } from "../../../lib/exposure/scanning/cancel-run";
import { nameSource } from "../../../lib/exposure/scanning/name-source";
import { nameSystem } from "../../../lib/exposure/scanning/name-system";
import { made } from "../../../lib/exposure/testkit/made-secrets";
import { Repository } from "../../../lib/exposure/testkit/repository";
import { startedWith } from "../../../lib/exposure/testkit/started";
import { testDatabase } from "../../../lib/testkit/database";
import { asPerson, facts } from "../../../lib/testkit/facts";
import { endBrokenRuns } from "./end-run";
import { scanWaiting, scheduleScans } from "./schedule-scans";
import { toldSystem } from "./testkit/told-system";

const database = testDatabase();
const owner = () => database.as("owner");
const home = mkdtempSync(path.join(tmpdir(), "countersign-collector-"));
const stopping = new AbortController();
const collector = (): Context => ({ ...database.context("collector"), clock: systemClock });
const operator = (): Context => ({ ...database.context("collector", { type: "operator", name: "test" }), clock: systemClock });
const parts = () => ({ ctx: collector(), databaseUrl: database.url("collector"), home, signal: stopping.signal });
const work = () => scanWaiting(parts());
/** A folder that takes a while to look through, with a secret in its first file. */
const large = path.join(home, "large");

beforeAll(() => {
  writeFileSync(path.join(home, "pepper.json"), JSON.stringify({ current: 1, peppers: { 1: Buffer.alloc(32, 7).toString("base64") } }), { mode: 0o600 });
  mkdirSync(large);
  const text = Buffer.from('const words = "of no meaning at all";\n'.repeat(200_000));
  for (let n = 0; n < 400; n++) {
    const file = path.join(large, `${n}.ts`);
    if (n === 0) writeFileSync(file, Buffer.concat([Buffer.from(`token = "${made.github("first")}"\n`), text]));
    // the same content under many names: links of one file take no room
    else linkSync(path.join(large, "0.ts"), file);
  }
});
afterAll(() => {
  stopping.abort();
  rmSync(home, { recursive: true, force: true });
});

const running = async (sourceId: string) => {
  await expect
    .poll(async () => (await owner().scanRun.findFirst({ where: { sourceId, status: "running", texts: { gt: 0 } } }))?.id, { timeout: 30_000 })
    .toBeTruthy();
  return owner().scanRun.findFirstOrThrow({ where: { sourceId, status: "running" } });
};
const childOf = (runId: string) =>
  Number(
    execFileSync("pgrep", ["-f", `/scanner.mjs ${runId}$`], { encoding: "utf8" })
      .trim()
      .split("\n")[0],
  );

const processesOf = (runId: string): string[] => {
  try {
    return execFileSync("pgrep", ["-f", `${runId}$`], { encoding: "utf8" })
      .trim()
      .split("\n");
  } catch {
    // there is none
    return [];
  }
};

test("a run that is cancelled stops soon, one whose process is killed says so, and the next begins", async () => {
  const mira = await facts(owner(), () => new Date()).person();
  const { id } = await nameSource(operator(), { name: "large", location: large, form: "directory", channel: "code", every: 60 });
  const first = work();
  const cancelled = await running(id);
  expect(cancelled).toMatchObject({ trigger: "schedule", extent: "whole" });
  await cancelRun({ ...database.context("web", asPerson(mira, "security_manager")), clock: systemClock }, { runId: cancelled.id });
  expect(await first).toBe(1);
  expect(await owner().scanRun.findUnique({ where: { id: cancelled.id } })).toMatchObject({ status: "cancelled", error: null });

  await owner().scanSource.update({ where: { id }, data: { nextRunAt: new Date() } });
  const second = work();
  const killed = await running(id);
  process.kill(childOf(killed.id), "SIGKILL");
  expect(await second).toBe(1);
  expect(await owner().scanRun.findUnique({ where: { id: killed.id } })).toMatchObject({
    status: "failed",
    error: expect.stringContaining("Its process ended"),
  });
  expect(await owner().scanSource.findUnique({ where: { id } })).toMatchObject({ state: null });
}, 90_000);

test("a process that hears nothing is killed once its run is written off or cancelled, and with the collector; the next has its turn", async () => {
  const small = path.join(home, "small");
  mkdirSync(small);
  writeFileSync(path.join(small, "a.ts"), `token = "${made.github("small")}"\n`);
  const { id: sourceId } = await nameSource(operator(), { name: "small", location: small, form: "directory", channel: "code", every: 60 });
  // listens, and never comes to hear anything
  const stuck = ["-e", "process.on('SIGTERM', () => {}); console.log('stuck'); for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);"];
  const begun = async () => {
    await owner().scanSource.update({ where: { id: sourceId }, data: { nextRunAt: new Date() } });
    const ending = new AbortController();
    const done = scanWaiting({ ...parts(), program: stuck, signal: ending.signal, patience: 100 });
    await expect.poll(() => owner().scanRun.findFirst({ where: { sourceId, status: "running" } }), { timeout: 10_000 }).not.toBeNull();
    const { id } = await owner().scanRun.findFirstOrThrow({ where: { sourceId, status: "running" } });
    await expect.poll(() => processesOf(id), { timeout: 10_000 }).toHaveLength(1);
    return { id, done, ending };
  };
  const silent = await begun();
  await owner().scanRun.update({ where: { id: silent.id }, data: { heartbeatAt: new Date(Date.now() - 60_000) } });
  expect(await endBrokenRuns(collector())).toBe(1);
  expect(await silent.done).toBe(1);
  expect(processesOf(silent.id)).toEqual([]);
  expect(await owner().scanRun.findUnique({ where: { id: silent.id } })).toMatchObject({
    status: "failed",
    error: expect.stringContaining("Its process ended"),
  });

  const cancelled = await begun();
  await cancelRun({ ...operator(), db: database.as("web") }, { runId: cancelled.id });
  await cancelled.done;
  expect(processesOf(cancelled.id)).toEqual([]);
  expect(await owner().scanRun.findUnique({ where: { id: cancelled.id } })).toMatchObject({ status: "cancelled", error: null });

  const stopped = await begun();
  stopped.ending.abort();
  await stopped.done;
  expect(processesOf(stopped.id)).toEqual([]);
  expect(await owner().scanRun.findUnique({ where: { id: stopped.id } })).toMatchObject({ status: "failed", error: expect.stringContaining("was stopped") });

  await owner().scanSource.update({ where: { id: sourceId }, data: { nextRunAt: new Date() } });
  expect(await work()).toBe(1);
  expect(await owner().scanRun.findFirst({ where: { sourceId }, orderBy: { queuedAt: "desc" } })).toMatchObject({ status: "succeeded", occurrences: 1 });
}, 120_000);

test("git that works for a run ends with the run's process, busy as it is", async () => {
  const repository = new Repository();
  repository.bomb();
  const { id: sourceId } = await nameSource(operator(), { name: "bomb", location: repository.folder, form: "git", channel: "code", every: 60 });
  const done = work();
  await expect.poll(() => startedWith(repository.folder), { timeout: 30_000 }).not.toEqual([]);
  process.kill(childOf((await owner().scanRun.findFirstOrThrow({ where: { sourceId } })).id), "SIGKILL");
  await done;
  await expect.poll(() => startedWith(repository.folder)).toEqual([]);
  await owner().scanSource.update({ where: { id: sourceId }, data: { pausedAt: new Date(), pausedBy: "operator:test" } });
  repository.remove();
}, 90_000);

test("a run whose collector died is ended by its silence", async () => {
  const { id: sourceId } = await owner().scanSource.findFirstOrThrow();
  const at = (seconds: number) => new Date(Date.now() - seconds * 1000);
  const [silent, alive] = [crypto.randomUUID(), crypto.randomUUID()];
  for (const [id, seconds] of [
    [silent, 60],
    [alive, 5],
  ] as const)
    await owner().scanRun.create({ data: { id, sourceId, trigger: "schedule", status: "running", queuedAt: at(90), heartbeatAt: at(seconds) } });
  expect(await endBrokenRuns(collector())).toBe(1);
  expect((await owner().scanRun.findUniqueOrThrow({ where: { id: silent } })).status).toBe("failed");
  expect((await owner().scanRun.findUniqueOrThrow({ where: { id: alive } })).status).toBe("running");
});

test("a system is read by a process of its own with the kept credential; while it waits, what lies on the host has its turn", async () => {
  const { recipient } = await loadOrCreateIdentity(home);
  await owner().deployment.create({ data: { id: crypto.randomUUID(), name: "test", createdAt: new Date() } });
  await owner().scanSource.updateMany({ data: { pausedAt: new Date(), pausedBy: "operator:test" } });
  const busy = { status: 429, headers: { "retry-after": "600" }, body: {} };
  const system = await toldSystem((url) => (url.pathname === "/issues" ? { body: [{ id: "1", body: `key ${made.github("in a system")}` }] } : busy));
  const list = (at: string) => `{ what: issue, request: GET ${at}, rows: $, paging: { kind: none }, id: id, texts: [body] }`;
  const describedAs = (lists: string) =>
    `{ format: countersign/source/1, system: Tracker, channel: ticket, authentication: { kind: bearer }, lists: [${lists}] }`;
  const name = (called: string, lists: string) =>
    nameSystem(
      operator(),
      { name: called, origin: system.origin, ca: null, allowPrivate: true, description: describedAs(lists), channel: "ticket", every: 60 },
      { seal: (binding) => sealEnvelope(recipient, { version: 1, ...binding, credential: { secret: "kept-for-the-child" } }) },
    );
  const waits = await name("waits", `${list("/issues")}, ${list("/busy")}`);
  const stop = scheduleScans(parts());
  try {
    await expect.poll(() => system.asked.some(({ path: at }) => at === "/busy"), { timeout: 30_000 }).toBe(true);
    expect(system.asked.every(({ credential }) => credential === "Bearer kept-for-the-child")).toBe(true);
    const second = await name("second at the same system", list("/issues"));
    const { id: hostSource } = await nameSource(operator(), {
      name: "beside",
      location: path.join(home, "small"),
      form: "directory",
      channel: "code",
      every: 60,
    });
    const statusOf = async (sourceId: string) => (await owner().scanRun.findFirst({ where: { sourceId }, orderBy: { queuedAt: "desc" } }))?.status;
    await expect.poll(() => statusOf(hostSource), { timeout: 30_000 }).toBe("succeeded");
    // one at a time at each system
    await expect.poll(() => statusOf(second.id), { timeout: 10_000 }).toBe("queued");
    expect(await statusOf(waits.id)).toBe("running");
    const { id: runId } = await owner().scanRun.findFirstOrThrow({ where: { sourceId: waits.id, status: "running" } });
    await cancelRun({ ...operator(), db: database.as("web") }, { runId });
    await expect.poll(() => statusOf(waits.id), { timeout: 10_000 }).toBe("cancelled");
    await expect.poll(() => statusOf(second.id), { timeout: 30_000 }).toBe("succeeded");
    expect(await owner().occurrence.count({ where: { sourceId: { in: [waits.id, second.id] } } })).toBe(2);
  } finally {
    stop();
    system.stop();
  }
}, 120_000);
