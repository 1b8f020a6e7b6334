import fc from "fast-check";
import { expect, test } from "vitest";
import { BadCell, instant } from "./cell-values";

const taken = (value: string): boolean => {
  try {
    return instant(value, "created") !== null;
  } catch (error) {
    if (error instanceof BadCell) return false;
    throw error;
  }
};

test("a moment in the usual form is taken exactly where it is one: JavaScript's own dates decide", () => {
  const two = fc.nat(99).map((n) => String(n).padStart(2, "0"));
  const written = fc.tuple(two, two, two, two, two, two, two, fc.nat(999)).map(([c, y, month, day, hour, minute, second, ms]) => {
    return `${c}${y}-${month}-${day}T${hour}:${minute}:${second}.${String(ms).padStart(3, "0")}Z`;
  });
  const near = fc
    .date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
    .chain((date) => fc.tuple(fc.constant(date.toISOString()), fc.nat(23), fc.constantFrom("0", "1", "3", "6", "9", "-", ":", "T", "Z", " ", "/")))
    .map(([text, at, sign]) => text.slice(0, at) + sign + text.slice(at + 1));
  fc.assert(
    fc.property(fc.oneof(written, near), (text) => {
      const date = new Date(text);
      const usual = !Number.isNaN(date.getTime()) && date.toISOString() === text;
      // "2026-01-31 09:30:00.000Z" and "+09" in place of milliseconds are other forms that are taken
      if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)) expect(taken(text), text).toBe(usual && !text.startsWith("0000"));
      else if (usual) expect(taken(text), text).toBe(true);
    }),
    { numRuns: 5_000, seed: 20261126 },
  );
});
