import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contextOf, hintOf } from "./redact";
import { createScanner } from "./scanner";
import { alnums, bytes, random, withChecksum } from "./testkit/make";

const scanner = createScanner();
const pat = (seed: string) => withChecksum("ghp_", random(30, alnums, seed));

describe("the context of a hit", () => {
  it("shows what stands around it, and neither it nor another", () => {
    const text = bytes(`GITHUB_TOKEN=${pat("a")} OTHER=${pat("b")} # rotate me`);
    const hits = scanner.scan(text);
    expect(hits.map((hit) => contextOf(text, hit, hits))).toEqual(["GITHUB_TOKEN=••• OTHER=•••", "••• OTHER=••• # rotate me"]);
  });

  it("leaves no part of a secret at a cut", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), (before, between) => {
        const secrets = [pat("x"), pat("y"), pat("z")];
        const text = bytes(`${"é".repeat(before)} ${secrets.join(" ".repeat(between + 1))} ${"z".repeat(before)}`);
        const hits = scanner.scan(text);
        for (const hit of hits) {
          const shown = contextOf(text, hit, hits);
          for (const secret of secrets) for (let at = 0; at + 4 <= secret.length; at++) expect(shown).not.toContain(secret.slice(at, at + 4));
        }
      }),
    );
  });

  it("can show a hint in its place", () => {
    const text = bytes(`t=${pat("a")}`);
    const hits = scanner.scan(text);
    const [hit] = hits;
    if (hit === undefined) throw new Error("nothing found");
    expect(contextOf(text, hit, hits, hintOf(hit, true))).toBe("t=ghp_•••");
    expect(hintOf({ kind: "generic_password", secret: "correct-horse-battery" }, true)).toBe("•••");
    expect(hintOf({ kind: "github_pat", secret: "short" }, true)).toBe("•••");
  });
});
