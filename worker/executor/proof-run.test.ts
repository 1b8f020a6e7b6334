import { expect, test } from "vitest";
import type { Control, ProofWindow } from "../../lib/connectors/contract";
import { nextTry, patienceMilliseconds, proofRun, type Try } from "./proof-run";

const window: ProofWindow = { refusals: 3, spanMilliseconds: 30_000, intervalMilliseconds: 10_000, knownLagSeconds: 60, control: true };
const acted = new Date("2026-11-24T09:00:00Z");
const at = (seconds: number) => new Date(acted.getTime() + seconds * 1000);
const tries = (spec: string, step = 10, first = 50): Try[] =>
  [...spec].map((mark, n) => ({
    at: at(first + n * step),
    outcome: mark === "D" || mark === "r" ? "dead" : mark === "A" ? "alive" : "unknown",
    control: (mark === "r" ? "refused" : "accepted") satisfies Control,
  }));

test.each<[string, string, number, boolean]>([
  ["enough, over the span", "DDDD", 4, true],
  ["enough, but too close together", "DDD", 3, false],
  ["too few", "DD", 2, false],
  ["alive in between", "DDADD", 2, false],
  ["no answer in between", "DD?DD", 2, false],
  ["the control refused in between", "DDrDD", 2, false],
  ["only with the control refused", "rrrrrr", 0, false],
  ["alive after the run", "DDDDA", 0, false],
  ["a whole run after it came back", "DDADDDD", 4, true],
  ["nothing", "", 0, false],
])("%s", (_, spec, refusals, complete) => {
  expect(proofRun(tries(spec), window, acted)).toMatchObject({ refusals, complete });
});

test("refusals while the vendor may still lag prove nothing, however many", () => {
  expect(proofRun(tries("DDDDDDDDDDD", 5, 1), window, acted).complete).toBe(false);
  expect(proofRun(tries("DDDDDDDDDDDDDDD", 5, 1), window, acted).complete).toBe(true);
});

test("a vendor without a control credential is judged without one", () => {
  const none = tries("DDDD").map((each) => ({ ...each, control: "none" as const }));
  expect(proofRun(none, window, acted).complete).toBe(false);
  expect(proofRun(none, { ...window, control: false }, acted).complete).toBe(true);
});

test("tries go on for ever at growing distance, and fast again once it is refused", () => {
  const run = (refusals: number) => ({ refusals, from: null, to: null, byRecord: false, complete: false });
  const gap = (seconds: number, refusals = 0) => nextTry(at(seconds), acted, run(refusals), window).getTime() - at(seconds).getTime();
  expect(gap(10)).toBe(10_000);
  expect(gap(patienceMilliseconds(window) / 1000 + 600)).toBe(60_000);
  expect(gap(30 * 24 * 3600)).toBe(3_600_000);
  expect(gap(30 * 24 * 3600, 1)).toBe(10_000);
});
