import { createSecretKey } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Clock } from "../../../lib/core/clock";
import type { Actor } from "../../../lib/core/context";
import { switchDetector } from "../../../lib/exposure/rules/switch-detector";
import { scanOf } from "../../../lib/exposure/scan-runs";
import { cancelRun } from "../../../lib/exposure/scanning/cancel-run";
import { nameSource, removeSource } from "../../../lib/exposure/scanning/name-source";
import { pauseSource } from "../../../lib/exposure/scanning/pause-source";
import { runNow } from "../../../lib/exposure/scanning/run-now";
import { made } from "../../../lib/exposure/testkit/made-secrets";
import { Repository } from "../../../lib/exposure/testkit/repository";
import { startedWith } from "../../../lib/exposure/testkit/started";
import { zipOf } from "../../../lib/exposure/testkit/zip-of";
import type { Pepper } from "../../../lib/fingerprints/pepper";
import { testDatabase } from "../../../lib/testkit/database";
import { claimNext, queueDueScans } from "./claim-run";
import { endRun } from "./end-run";
import { scanHost } from "./scan-host";

const database = testDatabase();
const owner = () => database.as("owner");
const collector = () => database.context("collector");
const operator = () => database.context("collector", { type: "operator", name: "test" });
const person = (role: "security_manager" | "auditor"): Actor => ({ type: "person", id: crypto.randomUUID(), displayName: "P", roles: [role], sessionId: "s" });
const manager = () => database.context("web", person("security_manager"));
const pepper: Pepper = { current: 1, keys: new Map([[1, createSecretKey(Buffer.alloc(32, 7))]]) };
const folder = mkdtempSync(path.join(tmpdir(), "countersign-source-"));
let repository: Repository;
beforeAll(() => {
  repository = new Repository();
});
afterAll(() => {
  repository.remove();
  rmSync(folder, { recursive: true, force: true });
});
// what is written within one moment counts as seen in it
beforeEach(() => database.clock.advance(60_000));

const name = (location: string, form: "git" | "directory" | "file" | "slack", every = 60) =>
  nameSource(operator(), { name: location, location, form, channel: "code", every });
/** Everything that is due or asked for, as the collector does it, one after the other. */
async function work() {
  database.clock.advance(1_000);
  await queueDueScans(collector());
  for (let run = await claimNext(collector()); run; run = await claimNext(collector())) {
    database.clock.advance(1_000);
    await scanHost({ ctx: collector(), pepper }, run).catch(() => {});
  }
}
const again = async (sourceId: string) => {
  await runNow(manager(), { sourceId });
  await work();
  return owner().scanRun.findFirstOrThrow({ where: { sourceId }, orderBy: [{ queuedAt: "desc" }] });
};
const places = async (sourceId: string) =>
  (await owner().occurrence.findMany({ where: { sourceId }, orderBy: [{ path: "asc" }, { reference: "asc" }] })).map(
    ({ path: at, reference, goneAt }) => `${at}${reference ? ` in ${reference.slice(0, 7)}` : ""}${goneAt ? " gone" : ""}`,
  );

test("a repository is looked through whole, then only what is new in it; unchanged it is not read; a history written anew loses its places", async () => {
  const first = repository.commit({
    "a.ts": `const one = "${made.github("one")}";\n`,
    "logo.png": Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 0]),
  });
  const { id } = await name(repository.folder, "git");
  await work();
  const run = await owner().scanRun.findFirstOrThrow({ where: { sourceId: id } });
  expect(run).toMatchObject({ trigger: "schedule", status: "succeeded", extent: "whole", commits: 1, exposures: 1, occurrences: 2 });
  const media = (run.unreadable as { media: number }).media;
  expect(media).toBeGreaterThan(0);

  expect(await again(id)).toMatchObject({ status: "succeeded", extent: "unchanged", texts: 0n, commits: 0, occurrences: 0, unreadable: { media } });

  const second = repository.commit({ "a.ts": "const one = process.env.ONE;\n", "b.ts": `const two = "${made.github("two")}";\n` });
  expect(await again(id)).toMatchObject({ status: "succeeded", extent: "since", commits: 1, exposures: 1, occurrences: 2, unreadable: { media } });
  expect(await places(id)).toEqual(["a.ts gone", `a.ts in ${first.slice(0, 7)}`, "b.ts", `b.ts in ${second.slice(0, 7)}`]);

  repository.git("reset", "-q", "--hard", first);
  repository.git("commit", "-q", "--allow-empty", "-m", "Another second");
  expect(await again(id)).toMatchObject({ extent: "since" });
  expect(await places(id)).toEqual(["a.ts", `a.ts in ${first.slice(0, 7)}`, "b.ts gone", `b.ts in ${second.slice(0, 7)} gone`]);
  await removeSource(operator(), repository.folder);
});

test("what commits and tags say and what lies in archives is followed too: new ones alone are read, a new tag is noticed, and one taken away is gone", async () => {
  const mine = new Repository();
  const tagged = (tag: string) => mine.git("rev-parse", `${tag}^{tag}`).slice(0, 7);
  mine.commit({ "a.txt": "nothing\n" });
  mine.git("tag", "-a", "v1", "-m", `released with ${made.github("in a tag")}`);
  const { id } = await name(mine.folder, "git");
  await work();
  expect(await places(id)).toEqual([`message of tag v1 in ${tagged("v1")}`]);
  // no branch moves
  mine.git("tag", "-a", "v2", "-m", `released with ${made.github("in another tag")}`);
  expect(await again(id)).toMatchObject({ extent: "since", commits: 0 });
  expect(await places(id)).toEqual([`message of tag v1 in ${tagged("v1")}`, `message of tag v2 in ${tagged("v2")}`]);

  const zip = zipOf({ "in.env": `TOKEN=${made.github("in a zip")}\n` });
  const brought = mine.commit({ "b.zip": zip, "cut.gz": gzipSync("cut off").subarray(0, 15) });
  mine.git("rm", "-q", "b.zip", "cut.gz");
  mine.git("commit", "-q", "-m", `Remove it\n\nit held ${made.github("in a message")}`);
  const removed = mine.git("rev-parse", "HEAD");
  const [first] = [tagged("v1")];
  mine.git("tag", "-d", "v1");
  expect(await again(id)).toMatchObject({ extent: "since", commits: 2, unreadable: { truncated: 1 } });
  const known = [`b.zip!/in.env in ${brought.slice(0, 7)}`, `commit message in ${removed.slice(0, 7)}`];
  expect(await places(id)).toEqual([...known, `message of tag v1 in ${first} gone`, `message of tag v2 in ${tagged("v2")}`].sort());
  // unread it stays
  mine.commit({ "a.txt": "nothing new\n" });
  expect(await again(id)).toMatchObject({ extent: "since", commits: 1, unreadable: { truncated: 1 } });
  await removeSource(operator(), mine.folder);
  mine.remove();
}, 60_000);

test("of an export nothing is concluded to be gone while a part of it can't be read", async () => {
  const at = path.join(folder, "slack");
  const write = (day: number, text: string) =>
    writeFileSync(path.join(at, `ops/2026-01-0${day}.json`), JSON.stringify([{ type: "message", user: "U1", ts: `176722560${day}.000100`, text }]));
  mkdirSync(path.join(at, "ops"), { recursive: true });
  for (const list of ["users.json", "channels.json"]) writeFileSync(path.join(at, list), "[]");
  write(1, `use ${made.github("said first")}`);
  write(2, `use ${made.github("said second")}`);
  const { id } = await name(at, "slack");
  await work();
  const gone = async () => (await places(id)).map((one) => one.endsWith("gone"));
  expect(await gone()).toEqual([false, false]);
  rmSync(path.join(at, "ops/2026-01-01.json"));
  symlinkSync("/nowhere", path.join(at, "ops/2026-01-01.json"));
  expect(await again(id)).toMatchObject({ status: "succeeded", unreadable: { link: 1 } });
  expect(await gone()).toEqual([false, false]);
  rmSync(path.join(at, "ops/2026-01-01.json"));
  await again(id);
  expect((await gone()).sort()).toEqual([false, true]);
  await removeSource(operator(), at);
  rmSync(at, { recursive: true });
});

test("what a directory no longer holds is marked with when, what can't be read now is not, and what comes back is there again", async () => {
  const [keys, closed] = [path.join(folder, "keys.txt"), path.join(folder, "closed")];
  mkdirSync(closed);
  writeFileSync(keys, `token = "${made.github("in a file")}"\n`);
  writeFileSync(path.join(closed, "more.txt"), `token = "${made.github("in a folder")}"\n`);
  const { id } = await name(folder, "directory");
  await work();
  expect(await places(id)).toEqual(["closed/more.txt", "keys.txt"]);
  rmSync(keys);
  // root reads everything: a link is what nobody follows
  rmSync(path.join(closed, "more.txt"));
  writeFileSync(path.join(folder, "other.txt"), "nothing\n");
  symlinkSync("/nowhere", path.join(closed, "more.txt"));
  const at = await again(id);
  expect(await places(id)).toEqual(["closed/more.txt", "keys.txt gone"]);
  expect(at.unreadable).toEqual({ link: 1 });
  const gone = await owner().occurrence.findFirstOrThrow({ where: { sourceId: id, path: "keys.txt" } });
  expect(gone.goneAt?.getTime()).toBeGreaterThan(gone.lastSeenAt.getTime());
  expect(await owner().exposure.findUnique({ where: { id: gone.exposureId } })).toMatchObject({ status: "open" });
  writeFileSync(keys, `token = "${made.github("in a file")}"\n`);
  await again(id);
  expect(await places(id)).toEqual(["closed/more.txt", "keys.txt"]);
  await removeSource(operator(), folder);
});

test("another detection looks at everything again, and says nothing of what it does not see", async () => {
  const file = path.join(folder, "once.txt");
  writeFileSync(file, `token = "${made.github("once")}"\n`);
  const { id } = await name(file, "file");
  await work();
  writeFileSync(file, "nothing any more\n");
  await owner().scanSource.update({ where: { id }, data: { rules: "another" } });
  expect(await again(id)).toMatchObject({ extent: "whole" });
  expect(await places(id)).toEqual(["once.txt"]);
  await removeSource(operator(), file);
});

test("a source that can't be read says why at its run, marks nothing, and is tried again at its next time", async () => {
  const file = path.join(folder, "there.txt");
  writeFileSync(file, `token = "${made.github("there")}"\n`);
  const { id } = await name(file, "file", 30);
  await work();
  rmSync(file);
  const failed = await again(id);
  expect(failed).toMatchObject({ status: "failed", error: expect.stringContaining("there is nothing there") });
  expect(await places(id)).toEqual(["there.txt"]);
  const runs = () => owner().scanRun.count({ where: { sourceId: id } });
  const before = await runs();
  await work();
  expect(await runs()).toBe(before);
  database.clock.advance(31 * 60_000);
  await work();
  expect(await runs()).toBe(before + 1);
  await removeSource(operator(), file);
});

test("why a run failed is kept without the secrets that somebody's words hold", async () => {
  await name(folder, "directory");
  await queueDueScans(collector());
  const run = await claimNext(collector());
  const secret = made.github("in-a-name");
  const error = `it can't be read by git: bad object refs/heads/${secret}`;
  await collector().db.$transaction((tx) => endRun(tx, collector(), run?.id ?? "", { status: "failed", error }, []));
  const ended = await owner().scanRun.findUniqueOrThrow({ where: { id: run?.id } });
  expect(ended).toMatchObject({ status: "failed", error: expect.stringMatching(/^it can't be read by git: bad object refs\/heads\/\S+$/) });
  const kept = JSON.stringify([ended, await owner().auditEntry.findMany({ where: { subjectId: run?.id } })], (_, value) =>
    typeof value === "bigint" ? String(value) : value,
  );
  expect(kept).toContain("scan.failed");
  expect(kept).not.toContain(secret);
  await removeSource(operator(), folder);
});

test("a source that rests is not due, and is when it goes on; one taken off the list runs no more; who may not triage asks for nothing", async () => {
  const file = path.join(folder, "rests.txt");
  writeFileSync(file, "nothing\n");
  const { id } = await name(file, "file", 30);
  await work();
  const runs = () => owner().scanRun.count({ where: { sourceId: id } });
  await pauseSource(manager(), { sourceId: id, paused: true });
  database.clock.advance(3_600_000);
  await work();
  expect(await runs()).toBe(1);
  await expect(pauseSource(manager(), { sourceId: id, paused: true })).rejects.toMatchObject({ code: "Conflict" });
  await pauseSource(manager(), { sourceId: id, paused: false });
  await work();
  expect(await runs()).toBe(2);

  const auditor = database.context("web", person("auditor"));
  await expect(runNow(auditor, { sourceId: id })).rejects.toMatchObject({ code: "Forbidden" });
  await expect(pauseSource(auditor, { sourceId: id, paused: true })).rejects.toMatchObject({ code: "Forbidden" });
  await expect(nameSource(manager(), { name: "/etc", location: "/etc", form: "directory", channel: "code", every: 1 })).rejects.toMatchObject({
    code: "Forbidden",
  });
  // asked for twice, it waits once
  expect((await runNow(manager(), { sourceId: id })).runId).toBe((await runNow(manager(), { sourceId: id })).runId);
  await work();
  expect(await runs()).toBe(3);

  await removeSource(operator(), file);
  await expect(runNow(manager(), { sourceId: id })).rejects.toMatchObject({ code: "Conflict" });
  database.clock.advance(3_600_000);
  await work();
  expect(await runs()).toBe(3);
  expect(await owner().scanSource.findUnique({ where: { id } })).not.toBeNull();
});

test("what a detector that was switched off had found is not gone, nor seen, in any later run; what is still looked for is", async () => {
  const sub = path.join(folder, "switched");
  mkdirSync(sub);
  const file = (at: string, text: string) => writeFileSync(path.join(sub, at), text);
  file("off.txt", `token = "${made.stripe("switched off")}"\n`);
  file("on.txt", `key = "${made.github("still on")}"\n`);
  file("rest.txt", `key = "${made.github("at rest")}"\n`);
  const { id } = await name(sub, "directory");
  await work();
  const lastSeen = async (at: string) => (await owner().occurrence.findFirstOrThrow({ where: { sourceId: id, path: at } })).lastSeenAt.getTime();
  const first = await lastSeen("off.txt");
  await switchDetector(manager(), { kind: "stripe_secret_key", on: false, reason: "Another team's." });
  expect(await again(id)).toMatchObject({ extent: "whole" });
  rmSync(path.join(sub, "on.txt"));
  expect(await again(id)).toMatchObject({ extent: "whole" });
  expect(await places(id)).toEqual(["off.txt", "on.txt gone", "rest.txt"]);
  const rest = await lastSeen("rest.txt");
  expect(await again(id)).toMatchObject({ extent: "unchanged" });
  expect(await lastSeen("off.txt")).toBe(first);
  expect(await lastSeen("rest.txt")).toBeGreaterThan(rest);
  // looked for again, and then taken away
  await switchDetector(manager(), { kind: "stripe_secret_key", on: true, reason: "" });
  await again(id);
  expect(await lastSeen("off.txt")).toBeGreaterThan(first);
  rmSync(path.join(sub, "off.txt"));
  await again(id);
  expect(await places(id)).toEqual(["off.txt gone", "on.txt gone", "rest.txt"]);
  await removeSource(operator(), sub);
});

test("of a history too: what a detector that was switched off had found there is neither gone nor seen, unless its commit is cut off", async () => {
  const other = new Repository();
  const first = other.commit({ "off.ts": `const one = "${made.stripe("switched off in a history")}";\n` });
  const second = other.commit({ "cut.ts": `const two = "${made.stripe("to be cut off")}";\n` });
  const { id } = await name(other.folder, "git");
  await work();
  const seen = async () => (await owner().occurrence.findFirstOrThrow({ where: { sourceId: id, reference: first } })).lastSeenAt.getTime();
  const at = await seen();
  await switchDetector(manager(), { kind: "stripe_secret_key", on: false, reason: "Another team's." });
  await again(id);
  other.commit({ "new.ts": "nothing\n" });
  await again(id);
  expect((await places(id)).filter((each) => each.includes("gone"))).toEqual([]);
  other.git("reset", "-q", "--hard", first);
  await again(id);
  expect((await places(id)).filter((each) => each.includes("gone"))).toEqual([`cut.ts in ${second.slice(0, 7)} gone`]);
  expect(await seen()).toBe(at);
  await switchDetector(manager(), { kind: "stripe_secret_key", on: true, reason: "" });
  other.remove();
  await removeSource(operator(), other.folder);
});

test("a run that found nothing changed says what is there, whatever time passes while it ends", async () => {
  const file = path.join(folder, "still.txt");
  writeFileSync(file, `token = "${made.github("still there")}"\n`);
  const { id } = await name(file, "file");
  await work();
  const moving: Clock = {
    now: () => {
      database.clock.advance(1_000);
      return database.clock.now();
    },
  };
  const { runId } = await runNow(manager(), { sourceId: id });
  const run = await claimNext(collector());
  await scanHost({ ctx: { ...collector(), clock: moving }, pepper }, run ?? expect.fail("nothing waits"));
  expect(await scanOf(manager(), runId)).toMatchObject({ status: "succeeded", extent: "unchanged", seen: [{ kind: "github_pat" }] });
  await removeSource(operator(), file);
});

test("cancelled, a repository of more than anybody can list is left at once, and git with it", async () => {
  const other = new Repository();
  other.bomb();
  const { id } = await name(other.folder, "git");
  const working = work();
  await expect.poll(() => startedWith(other.folder), { timeout: 20_000 }).not.toEqual([]);
  const { id: runId } = await owner().scanRun.findFirstOrThrow({ where: { sourceId: id } });
  await cancelRun(manager(), { runId });
  await working;
  expect(await owner().scanRun.findUnique({ where: { id: runId } })).toMatchObject({ status: "cancelled", error: null });
  await expect.poll(() => startedWith(other.folder)).toEqual([]);
  await removeSource(operator(), other.folder);
  other.remove();
}, 120_000);
