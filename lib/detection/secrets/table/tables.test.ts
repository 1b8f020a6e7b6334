import { describe, expect, it } from "vitest";
import { kinds } from "../catalog";
import { github } from "../families/github";
import { createScanner } from "../scanner";
import { casesOf } from "../testkit/cases";
import { bytes } from "../testkit/make";
import { tables } from "./tables";

const entries = [github, ...tables].flatMap((family) => family.entries);

describe("the table of kinds", () => {
  it("names each kind once", () => {
    const ids = entries.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
    for (const id of ids) expect(kinds.get(id)?.rotate.length).toBeGreaterThan(20);
  });

  it("has a hundred and fifty kinds and more", () => {
    expect(kinds.size).toBeGreaterThanOrEqual(150);
    expect([...kinds.values()].filter(({ tier }) => tier === "structured").length).toBeGreaterThan(300);
  });

  it.each(entries.map((entry) => [entry.id, entry] as const))("%s: found where it is, not where it nearly is", (id, entry) => {
    const { positive, negative } = casesOf(entry);
    expect(positive.length).toBeGreaterThanOrEqual(3);
    expect(negative.length).toBeGreaterThanOrEqual(3);
    // alone: of two kinds with one form the whole scanner names one
    const scanner = createScanner({ kinds: new Set([id]) });
    const found = (text: string) => scanner.scan(bytes(text)).map(({ kind }) => kind);
    for (const text of positive) expect(found(text), text.slice(0, 80)).toEqual([id]);
    for (const text of negative) expect(found(text), text.slice(0, 80)).toEqual([]);
  });
});
