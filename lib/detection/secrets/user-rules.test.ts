import { describe, expect, it } from "vitest";
import { createScanner } from "./scanner";
import { alnums, bytes, random } from "./testkit/make";
import type { UserRule } from "./user-rules";

const rule: UserRule = { id: "acme_token", title: "Acme token", regex: "\\bacme-(?P<secret>[a-z0-9]{12})\\b", keywords: ["acme-"] };
const text = bytes(`über acme-abc123def456 and acme-${random(12, "abcdefghijkmnpqrstuvwxyz23456789", 1)}\n`);

describe("a rule of one's own", () => {
  it("finds its named group, beside the kinds", () => {
    const hits = createScanner({ rules: [rule] }).scan(text);
    expect(hits.map(({ kind, secret }) => [kind, secret])).toEqual([
      ["acme_token", "abc123def456"],
      ["acme_token", random(12, "abcdefghijkmnpqrstuvwxyz23456789", 1)],
    ]);
    expect(Buffer.from(text.subarray(hits[0]?.start, hits[0]?.end)).toString()).toBe("abc123def456");
  });

  it("looks only at texts of its path, and at secrets of its entropy", () => {
    const pathed = createScanner({ rules: [{ ...rule, path: "\\.env$" }] });
    expect(pathed.scan(text, { path: "a/.env" })).toHaveLength(2);
    expect(pathed.scan(text, { path: "a/b.ts" })).toEqual([]);
    expect(pathed.scan(text)).toEqual([]);
    expect(createScanner({ rules: [{ ...rule, entropy: 3.58 }] }).scan(bytes("acme-aaaaaaaaaaab"))).toEqual([]);
  });

  it.each([
    ["does not compile", { ...rule, regex: "(?P<secret>[a-" }, /acme_token: regex: /],
    ["looks back, which isn't linear", { ...rule, regex: "(?P<secret>a)(?=b)" }, /acme_token: regex: /],
    ["has no group", { ...rule, regex: "acme-[a-z]+" }, /no group named `secret`/],
    ["has a short keyword", { ...rule, keywords: ["ac"] }, /keywords.0: three/],
    ["has no keyword", { ...rule, keywords: [] }, /keywords/],
    ["has no usable id", { ...rule, id: "Acme" }, /id: lower-case/],
  ])("is refused with the reason where it %s", (_, wrong, reason) => {
    expect(() => createScanner({ rules: [wrong as UserRule] })).toThrow(reason);
  });

  it("is left out once it has used up its time, and says so", () => {
    const exhausted: string[] = [];
    const slow = { ...rule, regex: "(?P<secret>(?:[a-z]+[0-9]*)+x{30})", keywords: ["abc"] };
    const scanner = createScanner({ rules: [slow], budgetMs: 1, onExhausted: (id) => exhausted.push(id) });
    scanner.scan(bytes(`${"abc1".repeat(500)}\n`.repeat(200)));
    expect(exhausted).toEqual(["acme_token"]);
    // and has time anew for the next text
    scanner.scan(bytes(`${"abc1".repeat(500)}\n`.repeat(200)));
    expect(exhausted).toEqual(["acme_token", "acme_token"]);
  });

  it("is found beside a hundred others with words as short as they may be", () => {
    const letters = "bcdfghjklmnpqrstvwxz";
    const others = Array.from({ length: 100 }, (_, n) => ({
      ...rule,
      id: `other_${n}`,
      regex: "(?P<secret>never)",
      keywords: Array.from({ length: 20 }, (_, k) => `${letters[k]}${letters[n % 20]}${letters[Math.floor(n / 20)]}`),
    }));
    expect(
      createScanner({ rules: [...others, rule] })
        .scan(text)
        .map(({ kind }) => kind),
    ).toEqual(["acme_token", "acme_token"]);
  });

  it("is as good in pieces", () => {
    const scanner = createScanner({ rules: [rule] });
    const long = Buffer.concat([text, bytes(random(3_000, alnums, 2)), text]);
    const stream = scanner.stream();
    expect([...stream.push(long.subarray(0, 11)), ...stream.push(long.subarray(11)), ...stream.end()]).toEqual(scanner.scan(long));
  });
});
