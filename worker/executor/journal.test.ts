import { appendFile, mkdtemp, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, expect, test } from "vitest";
import { Journal } from "./journal";

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), "countersign-journal-"));
});
const at = new Date("2026-11-24T09:00:00Z");

test("it remembers over a restart, first things first, for its owner alone", async () => {
  const journal = await Journal.open(home);
  await journal.see(new Map([["a", at]]));
  await journal.see(new Map([["a", new Date("2020-01-01T00:00:00Z")]]));
  await journal.latch("r", "denied", at);
  await journal.act("r", "t", "e", at);
  await journal.act("r", "t", "another", at);
  await journal.mark(at);
  const again = await Journal.open(home);
  expect([again.firstSight("a"), again.isLatched("r", "denied"), again.isLatched("r", "stopped"), again.actOn("r", "t"), again.highWater]).toEqual([
    at,
    true,
    false,
    "e",
    at,
  ]);
  expect((await stat(path.join(home, "journal.jsonl"))).mode & 0o777).toBe(0o600);
});

test("a line that a crash cut off is skipped, and swallows none after it", async () => {
  const journal = await Journal.open(home);
  await journal.latch("r", "denied", at);
  await appendFile(path.join(home, "journal.jsonl"), '{"is":"latch","request":"torn","ki');
  const again = await Journal.open(home);
  await again.latch("s", "stopped", at);
  const third = await Journal.open(home);
  expect([third.isLatched("r", "denied"), third.isLatched("s", "stopped"), third.damaged]).toEqual([true, true, 1]);
});

test("two processes with one home share it", async () => {
  const [one, other] = [await Journal.open(home), await Journal.open(home)];
  await one.act("r", "t", "e", at);
  expect(other.actOn("r", "t")).toBeUndefined();
  await other.refresh();
  expect(other.actOn("r", "t")).toBe("e");
});

test("written by many at once, it forgets none of it, nor what comes after", async () => {
  const journal = await Journal.open(home);
  const many = Array.from({ length: 12 }, (_, n) => `r${n}`);
  await Promise.all(many.flatMap((request) => [journal.latch(request, "denied", at), journal.refresh()]));
  for (const request of ["x", "y", "z"]) await journal.latch(request, "stopped", at);
  expect(many.filter((request) => !journal.isLatched(request, "denied"))).toEqual([]);
  expect(["x", "y", "z"].filter((request) => !journal.isLatched(request, "stopped"))).toEqual([]);
});
