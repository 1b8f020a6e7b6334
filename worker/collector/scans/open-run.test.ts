import { createSecretKey } from "node:crypto";
import { expect, test } from "vitest";
import { nameSource, removeSource } from "../../../lib/exposure/scanning/name-source";
import { openStream } from "../../../lib/exposure/testkit/open-stream";
import type { Pepper } from "../../../lib/fingerprints/pepper";
import { testDatabase } from "../../../lib/testkit/database";
import { endBrokenRuns } from "./end-run";
import { Keeping } from "./keeping";
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

test("while a run of a source is under way there is no other; one whose process was killed is ended by the next, which says so", async () => {
  const twice = (): ScanInput => ({ ...pasted("twice", "nothing here"), form: "file", location: "/srv/twice" });
  await scan(twice());
  const { sourceId } = await owner().scanRun.findFirstOrThrow({ where: { source: { name: "twice" } } });
  const run = async (secondsAgo: number) => {
    const [id, at] = [crypto.randomUUID(), new Date(database.clock.now().getTime() - secondsAgo * 1000)];
    await owner().scanRun.create({ data: { id, sourceId, trigger: "operator:test", status: "running", queuedAt: at, heartbeatAt: at } });
    return id;
  };
  const living = await run(10);
  await expect(scan(twice())).rejects.toMatchObject({ code: "Conflict", message: expect.stringContaining("twice") });
  expect(await owner().scanRun.findUnique({ where: { id: living } })).toMatchObject({ status: "running" });
  // two who send at once are not in each other's way
  await Promise.all([scan(pasted("standard input", "nothing here")), scan(pasted("standard input", "nothing here"))]);
  await owner().scanRun.update({ where: { id: living }, data: { status: "succeeded" } });
  const dead = await run(60);
  await scan(twice());
  expect(await owner().scanRun.findUnique({ where: { id: dead } })).toMatchObject({ status: "failed", error: expect.stringContaining("Its process ended") });
});

test("a source that is planned, or sent, is not made another one by a scan here and now; as it is it may be looked through", async () => {
  const plan = { form: "git", name: "planned", location: "/srv/app", channel: "code" } as const;
  const operator = database.context("collector", { type: "operator", name: "test" });
  const { id } = await nameSource(operator, { ...plan, every: 60 });
  const source = () => owner().scanSource.findUniqueOrThrow({ where: { id }, select: { form: true, location: true, channel: true } });
  const asIt = (fields: Partial<ScanInput>): ScanInput => ({ ...pasted("planned", "nothing here"), ...plan, ...fields });
  for (const fields of [{ form: "directory" }, { location: "/srv/other" }, { channel: "wiki" }] as const)
    await expect(scan(asIt(fields))).rejects.toMatchObject({ code: "Conflict", message: expect.stringMatching(/planned.*scan remove planned.*--no-store/) });
  expect(await source()).toEqual({ form: "git", location: "/srv/app", channel: "code" });
  await scan(asIt({}));
  await removeSource(operator, "planned");
  await owner().scanSource.update({ where: { id }, data: { heads: ["c0ffee"], state: "as it was", rules: "those", rulesSince: new Date() } });
  await scan(asIt({ form: "directory" }));
  // it is another thing now: what was known of its state is not
  expect(await owner().scanSource.findUnique({ where: { id } })).toMatchObject({ form: "directory", heads: [], state: null, rules: null, rulesSince: null });

  await owner().scanSource.create({
    data: { id: crypto.randomUUID(), form: "upload", name: "sent", channel: "chat", heads: [], createdBy: "x", createdAt: database.clock.now() },
  });
  await expect(scan(pasted("sent", "nothing here"))).rejects.toMatchObject({ code: "Conflict" });
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
  expect(await said(silent)).toMatchObject([{ action: "scan.failed", detail: { exposures: 0, error: expect.stringContaining("Its process ended") } }]);
  expect(await said(cancelled)).toMatchObject([{ action: "scan.cancelled", detail: { error: null } }]);
  const next = await run({ status: "running" });
  await scan(pasted("audited", "nothing here"));
  expect(await said(next)).toMatchObject([{ action: "scan.failed" }]);
  expect(await endBrokenRuns(database.context("collector"))).toBe(0);
});

test("a sign of life that comes after the end takes nothing back", async () => {
  const { runId } = await scan(pasted("late", "nothing here"));
  const { sourceId } = await owner().scanRun.update({ where: { id: runId }, data: { texts: 7n, unreadable: { media: 2 } } });
  expect(await new Keeping({ ctx: database.context("collector"), pepper }, { id: runId, sourceId }, undefined).beat()).toBe("lost");
  expect(await owner().scanRun.findUnique({ where: { id: runId } })).toMatchObject({ status: "succeeded", texts: 7n, unreadable: { media: 2 } });
});
