import { expect, test } from "vitest";
import type { Hit } from "../detection/secrets/hit";
import { neighbours, redactedContext } from "./redacted-context";
import { Lines } from "./sources/segments";
import { Tail } from "./tail";

// What is asked for each of a great many hits costs no more the more there are: with all of them looked at for each, these would take minutes.
const count = 50_000;
const line = "secret and\n";
const bytes = Buffer.from(line.repeat(count));
const hitAt = (start: number, end: number): Hit => ({ kind: "x", start, end, secret: "", confidence: "contextual", mark: null, encoding: null });
const hits = Array.from({ length: count }, (_, n) => hitAt(n * line.length, n * line.length + 6));

test("what stands around each of a great many hits", () => {
  expect(hits.findIndex((hit, n) => redactedContext(bytes, hit, neighbours(hits, n)) !== "••• and")).toBe(-1);
});

test("the line of each of a great many hits, at once and as it comes", () => {
  const [lines, tail] = [new Lines(bytes), new Tail()];
  tail.push(bytes);
  for (const [n, { start }] of hits.entries()) if (lines.at(start) !== n + 1 || tail.spot(start).line !== n + 1) expect.fail(`hit ${n}`);
  // who asks for an earlier one again gets it
  expect([lines.at(0), lines.at(line.length - 1), lines.at(line.length)]).toEqual([1, 1, 2]);
});

test("a hit within another, and one that reaches far, hide what is theirs", () => {
  const text = Buffer.from("a [one two three] b [four] c");
  const outer = hitAt(2, 17);
  const inner = hitAt(7, 10);
  const last = hitAt(20, 26);
  const all = [outer, inner, last];
  expect(redactedContext(text, outer, all)).toBe("a ••• b ••• c");
  expect(redactedContext(text, inner, all)).toBe("a ••••••••• b ••• c");
  expect(redactedContext(text, last, all)).toBe("a ••• b ••• c");
});
