import { expect, test } from "vitest";
import type { CoverageGap } from "./coverage";
import { staleWords } from "./stale-words";

const now = new Date("2026-11-26T12:00:00Z");
const gap = (lastGoodSync: string | null): CoverageGap => ({
  id: "c",
  name: "c",
  kind: lastGoodSync ? "stale" : "never_synced",
  lastGoodSync,
  tokens: lastGoodSync ? 3 : null,
});

test("a figure says which connections it may lag behind, and since when", () => {
  const tuesday = gap("2026-11-24T10:00:00Z");
  expect(staleWords([], now)).toBeNull();
  expect(staleWords([tuesday], now)).toBe("1 connection stale since Tuesday");
  expect(staleWords([gap("2026-11-26T09:30:00Z"), tuesday], now)).toBe("2 connections stale, the oldest since Tuesday");
  expect(staleWords([gap(null)], now)).toBe("1 connection never read");
  expect(staleWords([tuesday, gap(null)], now)).toBe("1 connection stale since Tuesday, 1 never read");
});
