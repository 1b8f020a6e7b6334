import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import type { Actor, Context } from "../../../lib/core/context";
import { removeSource } from "../../../lib/exposure/scanning/name-source";
import { pauseSource } from "../../../lib/exposure/scanning/pause-source";
import { runNow } from "../../../lib/exposure/scanning/run-now";
import { found } from "../../../lib/exposure/testkit/found";
import { testDatabase } from "../../../lib/testkit/database";
import { claimNext, type Lane } from "./claim-run";

const database = testDatabase();
const owner = () => database.as("owner");
const collector = () => database.context("collector");
const manager = (): Context =>
  database.context("web", { type: "person", id: randomUUID(), displayName: "P", roles: ["security_manager"], sessionId: "s" } satisfies Actor);
const made = () => found(owner(), () => database.clock.now());
beforeEach(async () => {
  await owner().scanRun.updateMany({ data: { status: "succeeded" } });
});

/** A repository that is fetched from there and waits because its time has come. */
async function repository(location: string, parentId: string | null = null): Promise<string> {
  const { id } = await made().source({ name: `${location} ${randomUUID()}`, location, every: 60, parentId });
  const given = { givenBy: "operator:test", givenAt: database.clock.now() };
  await owner().scanMirror.create({ data: { sourceId: id, address: location, allowPrivate: false, access: "none", ...given } });
  await waits(id);
  return id;
}
async function waits(sourceId: string): Promise<void> {
  database.clock.advance(1_000);
  await made().run(sourceId, { trigger: "schedule", status: "queued", startedAt: null, finishedAt: null });
}
const next = async (lane: Lane = "mirrors") => (await claimNext(collector(), lane))?.sourceId ?? null;
const says = (sourceId: string, data: object) => owner().scanRun.updateMany({ where: { sourceId, status: "running" }, data });

test("one repository is fetched at a time from each origin, and others go first while one of it is looked through", async () => {
  const [first, second, third] = [
    await repository("https://slow.example/a.git"),
    await repository("https://slow.example/b.git"),
    await repository("https://slow.example/c.git"),
  ];
  const other = await repository("https://slow.example.org/a.git");
  expect([await next(), await next(), await next()]).toEqual([first, other, null]);
  await says(first, { extent: "fetch" });
  await says(other, { status: "succeeded" });
  expect(await next()).toBeNull();
  // it is here, and looked through: the next may be fetched, behind whatever lies elsewhere
  await says(first, { extent: "whole" });
  await waits(other);
  expect([await next(), await next()]).toEqual([other, second]);
  await says(second, { status: "failed" });
  expect(await next()).toBe(third);
});

test("what lies on the host, and a system at the same origin, keep no repository waiting", async () => {
  const system = await made().source({ name: "forge", form: "rest", location: "https://forge.example", every: 60 });
  await waits(system.id);
  const one = await repository("https://forge.example/a.git", system.id);
  const place = await made().source({ name: "place", location: "/srv/forge.example/a", every: 60 });
  await waits(place.id);
  expect([await next("systems"), await next("host"), await next()]).toEqual([system.id, place.id, one]);
});

test("what waits because its time had come waits on while its source, or the system that lists it, rests; for whoever asks it goes", async () => {
  const system = await made().source({ name: "resting forge", form: "rest", location: "https://rests.example", every: 60 });
  const [alone, listed] = [await repository("https://alone.example/a.git"), await repository("https://rests.example/a.git", system.id)];
  for (const sourceId of [alone, system.id]) await pauseSource(manager(), { sourceId, paused: true });
  expect(await next()).toBeNull();
  const { runId } = await runNow(manager(), { sourceId: listed });
  expect(await owner().scanRun.findMany({ where: { sourceId: listed, status: "queued" }, select: { id: true, trigger: true } })).toEqual([
    { id: runId, trigger: expect.stringMatching(/^person:/) },
  ]);
  expect(await owner().auditEntry.count({ where: { action: "scan.asked", subjectId: runId } })).toBe(1);
  expect([await next(), await next()]).toEqual([listed, null]);
  await pauseSource(manager(), { sourceId: alone, paused: false });
  expect(await next()).toBe(alone);
});

test("taken off the list, what waits is over and what runs is told to stop, with what a system lists; others go on", async () => {
  const system = await made().source({ name: "removed forge", form: "rest", location: "https://removed.example", every: 60 });
  const [runs, waiting] = [await repository("https://removed.example/a.git", system.id), await repository("https://removed.example/b.git", system.id)];
  const other = await repository("https://stays.example/a.git");
  expect(await next()).toBe(runs);
  await removeSource(database.context("collector", { type: "operator", name: "test" }), "removed forge");
  const last = (sourceId: string) => owner().scanRun.findFirstOrThrow({ where: { sourceId } });
  expect(await last(runs)).toMatchObject({ status: "running", cancelledBy: "operator:test" });
  expect(await last(waiting)).toMatchObject({ status: "cancelled", cancelledBy: "operator:test", finishedAt: database.clock.now() });
  expect(await last(other)).toMatchObject({ status: "queued", cancelledBy: null });
  expect([await next(), await next()]).toEqual([other, null]);
});
