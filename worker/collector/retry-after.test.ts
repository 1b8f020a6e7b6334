import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FakeVendor } from "../../lib/connectors/testkit/fake-vendor";
import { testDatabase } from "../../lib/testkit/database";
import { queueDue } from "./schedule";
import { syncNext } from "./sync";
import { collectorRig } from "./testkit/rig";

const database = testDatabase();
let vendor: FakeVendor;
let connection: string;
let sync: () => Promise<{ status: string; error: string | null }>;
beforeEach(async () => {
  const rig = await collectorRig();
  vendor = await FakeVendor.start();
  connection = await rig.connect(database.as("owner"), vendor);
  sync = async () => {
    const id = randomUUID();
    await database.as("web")
      .$executeRaw`insert into sync_run (id, connection_id, trigger, status, queued_at) values (${id}::uuid, ${connection}::uuid, 'person:x', 'queued', ${database.clock.now()})`;
    expect(await syncNext(rig.parts(database.context("collector")))).toBe(true);
    return database.as("web").syncRun.findUniqueOrThrow({ where: { id } });
  };
});
afterEach(() => vendor.close());
const secondsToNext = async () => {
  const health = await database.as("web").connectionHealth.findUniqueOrThrow({ where: { connectionId: connection } });
  return ((health.nextSyncAt?.getTime() ?? 0) - database.clock.now().getTime()) / 1000;
};

test.each([
  ["a listing", "tokens", 7_200, 7_200],
  ["the first question of all", "all", 7_200, 7_200],
  ["a pause without reason", "tokens", 9_000_000, 86_400],
] as const)("the next scheduled sync comes no earlier than the vendor asks: %s", async (_what, on, retryAfterSeconds, seconds) => {
  await vendor.misbehave({ kind: "rate_limited", on, retryAfterSeconds });
  const run = await sync();
  expect(run).toMatchObject({ status: "failed", error: expect.stringMatching(/asks to be left alone for (2 h|24 h), so the next scheduled sync waits/) });
  expect(await secondsToNext()).toBe(seconds);
  database.clock.advance((seconds - 60) * 1000);
  expect(await queueDue(database.context("collector"))).toBe(0);
  database.clock.advance(60_000);
  expect(await queueDue(database.context("collector"))).toBe(1);
  await vendor.misbehave();
  await database.as("owner").syncRun.deleteMany({ where: { connectionId: connection } });
  expect(await sync()).toMatchObject({ status: "succeeded" });
  expect(await secondsToNext()).toBe(300);
  await database.as("owner").readCredential.deleteMany({ where: { connectionId: connection } });
});

test("one that asks for less than the interval changes nothing", async () => {
  await vendor.misbehave({ kind: "rate_limited", on: "tokens", retryAfterSeconds: 60 });
  expect((await sync()).error).not.toContain("left alone");
  expect(await secondsToNext()).toBe(300);
});
