import { afterEach, expect, test, vi } from "vitest";
import { GitLog, type Hunk } from "./git-log";

afterEach(() => vi.restoreAllMocks());

const id = "a".repeat(40);
const header = (path: string) => `\0${id}\0Ada <ada@example.test>\x001767225600\0\nsaid\n\0\n\ndiff --git a/${path} b/${path}\n+++ b/${path}\n`;

/** What a log says, in chunks of `step` bytes. */
function read(log: Buffer, step: number) {
  const heard: { path: string; line: number; text: string[]; commit: string }[] = [];
  let largest = 0;
  const reader = new GitLog({
    commit: () => {},
    hunk: ({ path, line, commit }: Hunk) => heard.push({ path, line, text: [], commit: commit.id }),
    added: (bytes) => {
      largest = Math.max(largest, bytes.length);
      heard.at(-1)?.text.push(Buffer.from(bytes).toString("latin1"));
    },
    over: () => {},
    binary: () => {},
  });
  for (let at = 0; at < log.length; at += step) reader.push(log.subarray(at, at + step));
  reader.end();
  return { heard: heard.map(({ text, ...hunk }) => ({ ...hunk, text: text.join("") })), largest };
}

test("a line of tens of megabytes is neither held nor read over again: no part is large, and what is copied stays in proportion", () => {
  const endless = "x".repeat(32 * 1024 * 1024);
  const log = Buffer.from(`${header("a")}@@ -0,0 +1,3 @@\n+one\n+${endless}\n+three\n`);
  const concat = Buffer.concat.bind(Buffer);
  let copied = 0;
  vi.spyOn(Buffer, "concat").mockImplementation((...given) => {
    const whole = concat(...given);
    copied += whole.length;
    return whole;
  });
  const { heard, largest } = read(log, 64 * 1024);
  expect(copied).toBeLessThan(log.length);
  expect(largest).toBeLessThan(1024 * 1024);
  expect(heard.map(({ path, line, text }) => [path, line, text.length])).toEqual([
    ["commit message", 1, 5],
    ["a", 1, endless.length + 11],
  ]);
  expect(heard[1]?.text.endsWith("x\nthree\n")).toBe(true);
});

test.each([7, 1000, 100_000_000])("long lines are what they are, however the log comes (%i bytes at once)", (step) => {
  const long = "y".repeat(600_000);
  const log = Buffer.from(
    [
      `${header("a")}@@ -1,2 +1,3 @@\n-${long}\n-gone\n+one\n+${long}\n\\ No newline at end of file\n+three\n`,
      // a path, a name and a message that nobody writes
      `diff --git a/b b/b\n+++ b/${"p".repeat(600_000)}\n@@ -0,0 +7 @@\n+at seven\n`,
      `\0${"b".repeat(40)}\0${long} <a@b>\x001\0\n${long}\nmore\0\n\ndiff --git a/c b/c\n+++ b/c\n@@ -0,0 +1 @@\n+fourth\n`,
      `\0${"c".repeat(40)}\0Ada <a@b>\x001\0\nlast\n${long}\0\n\ndiff --git a/d b/d\n+++ b/d\n@@ -0,0 +1 @@\n+fifth\n`,
    ].join(""),
  );
  const { heard } = read(log, step);
  expect(heard.map(({ path, line, text, commit }) => [path.slice(0, 20), line, text.replace(/\0/g, "").length, commit[0]])).toEqual([
    ["commit message", 1, 5, "a"],
    ["a", 1, 4 + 600_001 + 6, "a"],
    ["p".repeat(20), 7, 9, "a"],
    ["commit message", 1, 600_001 + 4, "b"],
    ["c", 1, 7, "b"],
    ["commit message", 1, 5 + 600_000 + (step > 600_000 ? 0 : 1), "c"],
    ["d", 1, 6, "c"],
  ]);
});
