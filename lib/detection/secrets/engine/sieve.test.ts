import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { leftEdge } from "./bytes";
import { Filter, type Pattern } from "./filter";
import { batch } from "./sieve";

/** What stands where, by looking at each place for each pattern. */
function plainly(text: Buffer, patterns: readonly Pattern[], from: number, to: number): string[] {
  const folded = text.toString("latin1").toLowerCase();
  return Array.from({ length: Math.max(0, to - from) }, (_, n) => from + n).flatMap((at) =>
    patterns
      .map(({ text: one, exact, edge, preceding, following }, id) => ({
        id,
        there:
          (exact ? text.toString("latin1").startsWith(one, at) : folded.startsWith(one.toLowerCase(), at)) &&
          (preceding?.includes(text[at - 1] ?? -1) ?? true) &&
          (following?.includes(text[at + one.length] ?? -1) ?? true) &&
          (edge !== true || leftEdge(text, at)),
      }))
      .filter(({ there }) => there)
      .map(({ id }) => `${at} ${id}`),
  );
}
function found(filter: Filter, text: Uint8Array, from: number, to: number): string[] {
  const told: string[] = [];
  filter.each(text, from, to, { looks: () => true, found: (id, at) => void told.push(`${at} ${id}`) });
  return told;
}

test("the module is what its source says", () => {
  const { status, stderr } = spawnSync(process.execPath, ["scripts/sieve.mjs", "--check"], { encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
});

/** Letters by chance, the same in every run. */
function letters(length: number): string {
  let state = 7 + length;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return few[(state >>> 8) % few.length];
  }).join("");
}
/** Beside letters and what ends words, bytes that are those letters but for their highest bit: of a text in another script. */
const few = "aabbccABC_.\u00e1\u00c1\u00e2";
const codes = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));

const patterns: Pattern[] = [
  { text: "abc", exact: true },
  { text: "AbC", exact: false },
  { text: "abca", exact: false },
  { text: "cabba", exact: true },
  { text: "bcabcabcabcabcab", exact: false },
  { text: "abcabcabcaaaabbbbccccabcabc", exact: true },
  { text: "bca", exact: false, edge: true },
  { text: "cab", exact: true, following: codes("aB_") },
  { text: "ab_c", exact: false, preceding: codes("b.\u00e1") },
  { text: "a_bA", exact: true, edge: true, following: codes("cC") },
  { text: "cca.b", exact: false, preceding: codes("aA"), following: codes("\u00c1bc") },
];

test.each([0, 1, 2, 3, 5, 64, batch - 1, batch, batch + 3, 3 * batch + 17])(
  "a text of %i bytes of few letters: each pattern at each place, as by looking",
  (length) => {
    // behind a pattern of three bytes something must follow
    const text = Buffer.from(`${letters(length)}.`, "latin1");
    const long = patterns[5]?.text ?? "";
    // across the seam of two batches, and at the end
    for (const [n, rare] of ["AcCa.bb", ".a_bAC", "\u00e1aB_C"].entries()) if (length > 64) text.write(rare, 20 + 11 * n, "latin1");
    for (const at of [batch - 9, length - long.length]) if (at >= 0 && at + long.length <= length) text.write(long, at);
    const filter = new Filter(patterns);
    expect(found(filter, text, 0, text.length)).toEqual(plainly(text, patterns, 0, text.length));
    // an odd beginning in a buffer of its own
    const within = Buffer.concat([Buffer.from("ab"), text]).subarray(2);
    const [from, to] = [Math.floor(length / 3), Math.floor((2 * length) / 3)];
    expect(found(filter, within, from, to)).toEqual(plainly(text, patterns, from, to));
  },
);

test("a text that is looked through while another is told of does not disturb it", () => {
  const filter = new Filter(patterns);
  const text = Buffer.from("abc abca cabba ".repeat(1_000));
  const told: string[] = [];
  filter.each(text, 0, text.length, {
    looks: () => true,
    found: (id, at) => {
      told.push(`${at} ${id}`);
      found(filter, Buffer.from("xxabcxx"), 0, 7);
    },
  });
  expect(told).toEqual(plainly(text, patterns, 0, text.length));
});

test("nothing of the text stays in the filter's own memory", () => {
  const filter = new Filter(patterns);
  found(filter, Buffer.from("abc a-very-private-text abc".repeat(3_000)), 0, 81_000);
  const { bytes } = (filter as unknown as { sieve: { bytes: Uint8Array } }).sieve;
  expect(Buffer.from(bytes).includes("very-private")).toBe(false);
});

test("a pattern longer than what is kept around a batch is refused", () => {
  expect(() => new Filter([{ text: "x".repeat(253), exact: true }])).toThrow("a pattern of 253 bytes is too long: 252 at most");
});
