import { expect, test } from "vitest";
import { lastSentence } from "./last-sentence";
import { PlainError, sentenceFor } from "./plain-error";

const withCode = (message: string, code: string) => Object.assign(new Error(message), { code });

test.each([
  ["the file system's", withCode("write", "ENOSPC")],
  ["PostgreSQL's", withCode("could not extend file", "53100")],
  ["a program's words", new Error("initdb ended with 1: could not write: No space left on device")],
  ["a cause", new Error("outer", { cause: withCode("write", "ENOSPC") })],
])("a full disk is one sentence, by %s", (_name, error) => {
  expect(sentenceFor(error, "/data/main")).toMatch(/^The disk that holds \/data\/main is full\. Free some space/);
});

test("a folder that can't be written is one sentence", () => {
  expect(sentenceFor(withCode("EACCES: permission denied, mkdir '/data'", "EACCES"), "/data/main")).toContain("Make /data/main writable");
});

test("a sentence stays as it is", () => {
  expect(sentenceFor(new PlainError("Port 1 is taken."), "/data")).toBe("Port 1 is taken.");
});

test.each([
  ['{"level":30,"msg":"started"}\n{"level":60,"msg":"The collector stopped: no pepper"}\n', "The collector stopped: no pepper."],
  ["some line\nError: listen EADDRINUSE\n    at x\n", "Error: listen EADDRINUSE."],
  ["", "It said nothing."],
])("a crashed process's last words are found in its log", (log, words) => {
  expect(lastSentence(log)).toBe(words);
});
