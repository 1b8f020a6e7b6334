import { expect, test } from "vitest";
import { type Connection, waitsForSignature } from "./views";

const directory = { coverage: { directory: true }, trust: "pending", health: { state: "failing" }, latestRun: { status: "partial" } };
const waits = (changes: Record<string, unknown>) => waitsForSignature({ ...directory, ...changes } as unknown as Connection);

test("a directory that was read waits for its signature; one that can't be read does not, nor what is signed or lists no people", () => {
  expect(waits({})).toBe(true);
  expect(waits({ latestRun: { status: "running" } })).toBe(true);
  expect(waits({ latestRun: { status: "failed" } })).toBe(false);
  expect(waits({ latestRun: null, health: { state: "never_synced" } })).toBe(false);
  expect(waits({ trust: "active" })).toBe(false);
  expect(waits({ coverage: { directory: false } })).toBe(false);
});
