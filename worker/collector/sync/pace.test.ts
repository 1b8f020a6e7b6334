import { expect, test } from "vitest";
import { secondsToNext } from "./pace";

const ended = { intervalSeconds: 5, pauseSeconds: 0, directory: true, healthy: true, milliseconds: 200 };

test.each([
  ["a small directory is read again after its interval", {}, 5],
  ["a large one rests ten times as long as it took", { milliseconds: 30_000 }, 300],
  ["one that can't be read is left alone for a minute", { healthy: false }, 60],
  ["what the vendor asks for is kept", { pauseSeconds: 600 }, 600],
  ["other connections follow their interval alone", { directory: false, intervalSeconds: 300, milliseconds: 60_000, healthy: false }, 300],
])("%s", (_what, fields, seconds) => {
  expect(secondsToNext({ ...ended, ...fields })).toBe(seconds);
});
