import fc from "fast-check";
import { expect, test } from "vitest";
import { KeptOrder } from "./kept-order";

// Texts by number that come, change and go, in batches; now and then somebody asks. Few letters, so that many are equal.
const text = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 4 });
const change = fc.record({ number: fc.nat(400), text: fc.option(text, { freq: 6 }) });
const round = fc.record({ changes: fc.array(change, { maxLength: 12 }), more: fc.array(text, { maxLength: 20 }), asked: fc.boolean(), sought: text });

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function kept(begin: readonly string[]) {
  const texts: (string | null)[] = [...begin];
  const of = (number: number): string => texts[number] ?? "";
  const byText = (a: number, b: number): number => compare(of(a), of(b));
  const order = new KeptOrder({ compare: byText, sort: (numbers) => numbers.sort(byText), has: (number) => typeof texts[number] === "string" });
  order.ranks(texts.length);
  return {
    put(number: number, text: string | null): void {
      if (number > texts.length || texts[number] === text) return;
      texts[number] = text;
      order.changed(number);
    },
    add(text: string): void {
      this.put(texts.length, text);
    },
    check(sought: string): void {
      const place = order.place(texts.length, (number) => compare(of(number), sought));
      const ranks = order.ranks(texts.length);
      const placed = [...texts.keys()].filter((number) => texts[number] !== null).sort(byText);
      expect([...texts.keys()].filter((number) => Number.isNaN(ranks[number]))).toEqual([...texts.keys()].filter((number) => texts[number] === null));
      expect(placed.map((number) => Math.sign((ranks[number] as number) - place))).toEqual(placed.map((number) => compare(of(number), sought)));
      const steps = (differ: (a: number, b: number) => number) => placed.slice(1).map((number, n) => differ(number, placed[n] as number));
      expect(steps((a, b) => Math.sign((ranks[a] as number) - (ranks[b] as number)))).toEqual(steps(byText));
    },
  };
}

test("places are those of a plain sort, whatever came, changed and went between askings", () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 20, maxLength: 300 }), fc.array(round, { maxLength: 20 }), (begin, rounds) => {
      const order = kept(begin);
      for (const { changes, more, asked, sought } of rounds) {
        for (const { number, text } of changes) order.put(number, text);
        for (const one of more) order.add(one);
        if (asked) order.check(sought);
      }
    }),
    { numRuns: 500, seed: 20261126 },
  );
});
