import { createSecretKey } from "node:crypto";
import { expect, test } from "vitest";
import { openStream } from "../../../lib/exposure/sources/open-source";
import type { Pepper } from "../../../lib/fingerprints/pepper";
import { testDatabase } from "../../../lib/testkit/database";
import { endBrokenRuns } from "./end-run";
import { runScan, type ScanInput } from "./run-scan";

const database = testDatabase();
const owner = () => database.as("owner");
const pepper: Pepper = { current: 1, keys: new Map([[1, createSecretKey(Buffer.alloc(32, 7))]]) };
const scan = (input: ScanInput) => runScan({ ctx: database.context("collector"), pepper }, input);
const pasted = (name: string, text: string): ScanInput => ({
  form: "stream",
  name,
  location: null,
  channel: "chat",
  source: openStream(
    (async function* () {
      yield Buffer.from(text);
    })(),
    name,
    "chat",
  ),
});

test("runs that are ended from outside say so in the audit log", async () => {
  await scan(pasted("audited", "nothing here"));
  const { sourceId } = await owner().scanRun.findFirstOrThrow({ where: { source: { name: "audited" } } });
  const at = new Date(database.clock.now().getTime() - 60_000);
  const run = async (data: { status: "running" | "queued"; cancelledBy?: string }) => {
    const id = crypto.randomUUID();
    await owner().scanRun.create({ data: { id, sourceId, trigger: "operator:test", queuedAt: at, heartbeatAt: at, ...data } });
    return id;
  };
  const [silent, cancelled] = [await run({ status: "running" }), await run({ status: "queued", cancelledBy: "operator:test" })];
  expect(await endBrokenRuns(database.context("collector"))).toBe(2);
  const said = async (subjectId: string) => owner().auditEntry.findMany({ where: { subjectId }, select: { action: true, detail: true } });
  expect(await said(silent)).toMatchObject([{ action: "scan.failed", detail: { exposures: 0, error: expect.stringContaining("broke off") } }]);
  expect(await said(cancelled)).toMatchObject([{ action: "scan.cancelled", detail: { error: null } }]);
  const next = await run({ status: "running" });
  await scan(pasted("audited", "nothing here"));
  expect(await said(next)).toMatchObject([{ action: "scan.failed" }]);
  expect(await endBrokenRuns(database.context("collector"))).toBe(0);
});
