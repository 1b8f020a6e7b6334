import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testAuthority } from "../../../lib/connectors/testkit/tls-fixture";
import { systemClock } from "../../../lib/core/clock";
import type { Context } from "../../../lib/core/context";
import { type EnvelopeBinding, sealEnvelope } from "../../../lib/credentials/envelope";
import { loadOrCreateIdentity } from "../../../lib/credentials/identity";
import { mirrorFolder } from "../../../lib/exposure/mirrors/mirror-folder";
import { nameMirror } from "../../../lib/exposure/scanning/name-mirror";
import { removeSource } from "../../../lib/exposure/scanning/name-source";
import { GitServer } from "../../../lib/exposure/testkit/git-server";
import { made } from "../../../lib/exposure/testkit/made-secrets";
import { Repository } from "../../../lib/exposure/testkit/repository";
import { testDatabase } from "../../../lib/testkit/database";
import { scheduleScans } from "./schedule-scans";

const database = testDatabase();
const owner = () => database.as("owner");
const home = mkdtempSync(path.join(tmpdir(), "countersign-collector-"));
const stopping = new AbortController();
const operator = (): Context => ({ ...database.context("collector", { type: "operator", name: "test" }), clock: systemClock });
const parts = () => ({
  ctx: { ...database.context("collector"), clock: systemClock },
  databaseUrl: database.url("collector"),
  home,
  signal: stopping.signal,
});
let server: GitServer;
let repository: Repository;

beforeAll(async () => {
  writeFileSync(path.join(home, "pepper.json"), JSON.stringify({ current: 1, peppers: { 1: Buffer.alloc(32, 7).toString("base64") } }), { mode: 0o600 });
  server = await GitServer.start();
  repository = new Repository();
  repository.commit({ "a.ts": `const one = "${made.github("fetched by a process")}";\n` });
});
afterAll(() => {
  stopping.abort();
  server?.stop();
  repository?.remove();
  rmSync(home, { recursive: true, force: true });
});

const started = (pattern: string): string[] => {
  try {
    return execFileSync("pgrep", ["-f", pattern], { encoding: "utf8" }).trim().split("\n");
  } catch {
    // there is none
    return [];
  }
};

test("a repository is fetched in the run's own process with the kept credential; killed, it takes git with it, and the next run goes on; removed, the mirror goes", async () => {
  const { recipient } = await loadOrCreateIdentity(home);
  await owner().deployment.create({ data: { id: crypto.randomUUID(), name: "test", createdAt: new Date() } });
  server.signIn = { user: "ada", password: "kept-for-the-child" };
  const seal = (binding: EnvelopeBinding) => sealEnvelope(recipient, { version: 1, ...binding, credential: { username: "ada", secret: "kept-for-the-child" } });
  const name = async (called: string) => {
    const address = server.publish(repository, `acme/${called}.git`);
    const input = { name: called, address, ca: testAuthority, allowPrivate: true, channel: "code" as const, every: 60 };
    return { address, id: (await nameMirror(operator(), input, { seal })).id };
  };
  const last = (sourceId: string) => owner().scanRun.findFirst({ where: { sourceId }, orderBy: { queuedAt: "desc" } });
  const whole = await name("whole");
  const stop = scheduleScans(parts());
  try {
    await expect.poll(async () => (await last(whole.id))?.status, { timeout: 30_000 }).toBe("succeeded");
    expect(await last(whole.id)).toMatchObject({ exposures: 1, commits: 1 });
    expect(existsSync(mirrorFolder(home, whole.id))).toBe(true);
    await removeSource(operator(), "whole");

    const asked = new Promise<void>((resolve) => {
      server.instead = (request) => {
        if (request.method === "POST") resolve();
        return request.method === "POST";
      };
    });
    const stalled = await name("stalled");
    await asked;
    const { id: runId } = (await last(stalled.id)) ?? expect.fail("no run");
    expect(started(stalled.address).length).toBeGreaterThan(0);
    for (const pid of started(`/scanner.mjs ${runId}$`)) process.kill(Number(pid), "SIGKILL");
    await expect.poll(async () => (await last(stalled.id))?.status, { timeout: 10_000 }).toBe("failed");
    await expect.poll(() => started(stalled.address), { timeout: 10_000 }).toEqual([]);
    server.instead = () => false;
    await owner().scanSource.update({ where: { id: stalled.id }, data: { nextRunAt: new Date() } });
    await expect.poll(async () => (await last(stalled.id))?.status, { timeout: 30_000 }).toBe("succeeded");
    await expect.poll(() => existsSync(mirrorFolder(home, whole.id)), { timeout: 30_000 }).toBe(false);
    expect(existsSync(mirrorFolder(home, stalled.id))).toBe(true);
  } finally {
    stop();
  }
}, 120_000);
