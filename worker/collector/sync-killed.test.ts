import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { FakeVendor } from "../../lib/connectors/testkit/fake-vendor";
import { testDatabase } from "../../lib/testkit/database";
import { syncNext } from "./sync";
import { collectorRig } from "./testkit/rig";

const database = testDatabase();
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

test("a collector killed in the middle loses nothing: another goes on at the page, and counts no row twice", async () => {
  const rig = await collectorRig();
  const vendor = await FakeVendor.start();
  const connection = await rig.connect(database.as("owner"), vendor);
  await vendor.addTokens(Array.from({ length: 400 }, (_, at) => ({ name: `token ${at}` })));
  await vendor.misbehave({ kind: "slow", on: "tokens", milliseconds: 200 });
  const run = randomUUID();
  const web = database.as("web");
  await web.$executeRaw`insert into sync_run (id, connection_id, trigger, status, queued_at) values (${run}::uuid, ${connection}::uuid, 'person:test', 'queued', now())`;

  const child = spawn(
    process.execPath,
    ["--import", "tsx", "worker/collector/testkit/sync-process.ts", database.url("collector"), rig.deployment, rig.identity.identity],
    { stdio: ["pipe", "inherit", "inherit"] },
  );
  children.push(child);
  const killed = new Promise((resolve) => child.once("exit", resolve));
  const read = async () => (await web.syncRun.findUniqueOrThrow({ where: { id: run } })).read;
  await expect.poll(read, { timeout: 20_000, interval: 50 }).toBeGreaterThan(50);
  child.kill("SIGKILL");
  await killed;
  const left = await web.syncRun.findUniqueOrThrow({ where: { id: run } });
  expect(left).toMatchObject({ status: "running", phase: "tokens" });
  expect(left.read).toBeLessThan(400);
  expect(await web.token.count({ where: { connectionId: connection } })).toBe(left.read);

  const pages = async () => (await vendor.requests()).filter((request) => request.route === "tokens").length;
  const before = await pages();
  await vendor.misbehave();
  // The dead one's last sign of life is from the real clock; a moment later it is not stale yet and nobody may take the run.
  database.clock.set(new Date((left.heartbeatAt ?? new Date()).getTime() + 20_000));
  expect(await syncNext(rig.parts(database.context("collector")))).toBe(false);
  database.clock.advance(11_000);
  expect(await syncNext(rig.parts(database.context("collector")))).toBe(true);

  const ended = await web.syncRun.findUniqueOrThrow({ where: { id: run } });
  expect(ended).toMatchObject({ status: "succeeded", read: 400, created: 400, missing: 0 });
  expect(await pages()).toBe(before + (400 - left.read) / 50);
  expect(await web.token.count({ where: { connectionId: connection, missingSince: null } })).toBe(400);
  await vendor.close();
});
