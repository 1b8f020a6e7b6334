import { expect, test } from "vitest";
import { draw } from "../testkit/random-inventory";
import { bitsOf, wordsOf } from "./bits";
import { IdTable } from "./ids";
import { firstAfter } from "./page";
import type { SortColumn } from "./page-order";
import { zonesOf } from "./zones";

const random = draw(20261128);
const below = (n: number) => Math.floor(random() * n);
const count = 3000;
const never = 1e300;

const idAt = (n: number) => `0192${String(n).padStart(4, "0")}-0000-7000-8000-000000000000`;
/** Some unknown, some never, and the others of so many different values: one zone holds more than another. */
const oneOf = (at: number, different: number) => (below(5) === 0 ? Number.NaN : below(9) === 0 ? never : below(different) + (at >> 9) * below(different));

function byPlainSort(values: Float64Array, positions: readonly number[], descending: boolean, after: number | undefined, limit: number): number[] {
  const sign = descending ? -1 : 1;
  const key = (at: number) => (Number.isNaN(values[at]) ? Number.MAX_VALUE : sign * (values[at] as number));
  const order = [...positions].sort((a, b) => key(a) - key(b) || sign * (a - b));
  const from = after === undefined ? 0 : order.indexOf(after) + 1;
  return order.slice(from, from + limit);
}

test("a page is that of a plain sort, by zones or without, however few are found, after changes and after a place", () => {
  const ids = new IdTable();
  ids.reserve(count);
  for (let at = 0; at < count; at++) ids.put(idAt(at), at);
  let compared = 0;
  for (const different of [3, 100_000]) {
    const values = Float64Array.from({ length: count }, (_, at) => oneOf(at, different));
    for (let round = 0; round < 60; round++) {
      if (round % 4 === 0) for (let n = 0; n < 20; n++) values[below(count)] = oneOf(below(count), different);
      const positions = [...values.keys()].filter(() => random() < ([1, 0.3, 0.02, 0.005][round % 4] as number));
      compared += compare(ids, values, positions, { version: round >> 2, descending: below(2) === 1, after: round % 3 === 0 });
    }
  }
  expect(compared).toBeGreaterThan(3000);
});

function compare(
  ids: IdTable,
  values: Float64Array,
  positions: number[],
  { version, descending, after }: { version: number; descending: boolean; after: boolean },
): number {
  const place = after ? positions[below(positions.length)] : undefined;
  const expected = byPlainSort(values, positions, descending, place, 51);
  const plain: SortColumn = { codes: values, ranks: null, valueAt: () => null, place: Number };
  for (const column of [plain, { ...plain, zones: (sign: 1 | -1) => zonesOf(values, version, count, sign) }]) {
    const from = place === undefined ? null : { key: values[place] as number, id: ids.at(place) };
    expect(firstAfter(bitsOf(positions, wordsOf(count)), column, ids, descending, from, 51)).toEqual(expected);
  }
  return expected.length;
}
