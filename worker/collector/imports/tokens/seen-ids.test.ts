import { expect, test } from "vitest";
import { SeenIds } from "./seen-ids";

test("what the inventory knows and what the file had is remembered apart, however much it is", () => {
  const ids = new SeenIds();
  const wrong: string[] = [];
  const should = (what: string, is: boolean, be: boolean) => is === be || wrong.push(what);
  for (let n = 0; n < 60_000; n += 1) should(`learn ${n}`, ids.learn(`id-${n}`, `facts-${n}`, `mark-${n}`), true);
  for (let n = 30_000; n < 120_000; n += 1) should(`first ${n}`, ids.add(`id-${n}`), false);
  for (let n = 0; n < 120_000; n += 1) {
    should(`known ${n}`, ids.knows(`id-${n}`, `facts-${n}`), n < 60_000);
    should(`other facts ${n}`, ids.knows(`id-${n}`, `facts-${n + 1}`), false);
    should(`again ${n}`, ids.add(`id-${n}`), n >= 30_000);
  }
  for (let n = 0; n < 60_000; n += 1) if (ids.addKnown(`id-${n}`, `mark-${n}`) !== "again") wrong.push(`marked ${n}`);
  expect(wrong).toEqual([]);
  expect(ids.full).toBe(false);
});

test("a row with the mark of before is known once, and again from then on; with another mark or id it is not", () => {
  const ids = new SeenIds();
  expect(ids.addKnown("id", "mark")).toBeNull();
  ids.learn("id", "facts", "mark");
  expect([ids.addKnown("id", "other"), ids.addKnown("id", "facts"), ids.addKnown("another", "mark")]).toEqual([null, null, null]);
  expect([ids.addKnown("id", "mark"), ids.addKnown("id", "mark")]).toEqual(["first", "again"]);
  expect([ids.add("id"), ids.add("another")]).toEqual([true, false]);
});
