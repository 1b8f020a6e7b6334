import { expect, test } from "vitest";
import { draw } from "../testkit/random-inventory";
import { bitsOf, countBoth, countOf, drop, has, join, keep, positionsOf, wordsOf } from "./bits";
import { marked, tally } from "./codes";
import { Needle } from "./needle";

const random = draw(20261127);
const below = (n: number) => Math.floor(random() * n);

test("sets of bits do what sets of numbers do, whatever their size and density", () => {
  for (const count of [0, 1, 31, 32, 33, 95, 96, 97, 400, 3000])
    for (const share of [0, 0.02, 0.5, 1]) {
      const [a, b] = [new Set<number>(), new Set<number>()];
      for (let at = 0; at < count; at++) for (const set of [a, b]) if (random() < share) set.add(at);
      const [left, right] = [bitsOf([...a], wordsOf(count)), bitsOf([...b], wordsOf(count))];
      const both = [...a].filter((at) => b.has(at));
      expect([...positionsOf(left)]).toEqual([...a]);
      expect([countOf(left), countBoth(left, right)]).toEqual([a.size, both.length]);
      const [common, either] = [left.slice(), left.slice()];
      keep(common, right);
      join(either, right);
      expect([...positionsOf(common)]).toEqual(both);
      expect([...positionsOf(either)]).toEqual([...new Set([...a, ...b])].sort((x, y) => x - y));
      for (const at of both) drop(common, at);
      expect(both.some((at) => has(common, at))).toBe(false);
    }
});

test("codes become the set of those that pass, and are counted among some", () => {
  for (const count of [0, 5, 32, 63, 1000]) {
    const codes = Uint16Array.from({ length: count + 7 }, () => below(9));
    const passes = Uint8Array.from({ length: 9 }, () => below(2));
    const wanted = [...codes.keys()].filter((at) => at < count && passes[codes[at] as number] === 1);
    const set = marked(codes, passes, count);
    expect([...positionsOf(set)]).toEqual(wanted);
    const counts = Array.from({ length: 9 }, (_, code) => wanted.filter((at) => codes[at] === code).length);
    expect([...tally(codes, 9, set)]).toEqual(counts);
  }
});

test("a text is found exactly where it stands between two places", () => {
  const text = (length: number) => Array.from({ length }, () => "ab€"[below(3)]).join("");
  for (let n = 0; n < 3000; n++) {
    const hay = Buffer.from(text(below(40)));
    const part = n % 500 === 0 ? text(300) : text(1 + below(5));
    const [from, to] = [below(hay.length + 1), below(hay.length + 1)].sort((a, b) => a - b) as [number, number];
    expect(new Needle(part).isIn(hay, from, to), `${part} in ${hay} from ${from} to ${to}`).toBe(hay.subarray(from, to).includes(part));
  }
  const long = "x".repeat(300);
  expect([new Needle(long).isIn(Buffer.from(`y${long}`), 0, 301), new Needle(long).isIn(Buffer.from(`${long}y`), 1, 301)]).toEqual([true, false]);
});
