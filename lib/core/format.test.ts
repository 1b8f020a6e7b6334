import { expect, test } from "vitest";
import { formatAge, formatDateTime, formatDuration, formatRelative, formatSince, initials, plural } from "./format";

const now = new Date("2026-11-24T09:00:00Z");
const before = (milliseconds: number) => formatRelative(new Date(now.getTime() - milliseconds), now);

test("relative times use the largest sensible unit and never promise more than has passed", () => {
  expect([2e3, 40e3, 119e3, 47 * 3600e3, 49 * 3600e3, 200 * 86400e3, 800 * 86400e3].map(before)).toEqual([
    "now",
    "40 s ago",
    "1 min ago",
    "47 h ago",
    "2 d ago",
    "6 mo ago",
    "2 y ago",
  ]);
  expect(formatRelative(new Date(now.getTime() + 600e3), now)).toBe("in 10 min");
});

test("absolute times say their zone", () => {
  expect(formatDateTime(now)).toBe("24 Nov 2026, 09:00:00 UTC");
});

test("since when and how old, as people say it", () => {
  const since = (text: string) => formatSince(new Date(text), now);
  expect([since("2026-11-24T08:05:00Z"), since("2026-11-23T23:59:00Z"), since("2026-11-19T00:00:00Z"), since("2026-11-17T10:00:00Z")]).toEqual([
    "08:05",
    "Monday",
    "Thursday",
    "17 Nov 2026",
  ]);
  expect([25e3, 61e3, 3600e3, 47 * 3600e3, 49 * 3600e3, 1000 * 86400e3].map(formatAge)).toEqual([
    "under a minute",
    "1 minute",
    "1 hour",
    "47 hours",
    "2 days",
    "1,000 days",
  ]);
});

test("durations, plurals, initials", () => {
  expect([formatDuration(62e3), formatDuration(59e3), formatDuration(7500e3)]).toEqual(["1 min 2 s", "59 s", "2 h 5 min"]);
  expect([plural(1, "token"), plural(2000, "token")]).toEqual(["1 token", "2,000 tokens"]);
  expect([initials("Mira Koh"), initials("cher"), initials("a.b.smith@x")]).toEqual(["MK", "C", "AX"]);
});
