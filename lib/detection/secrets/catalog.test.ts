import { expect, it } from "vitest";
import { kinds, reportedKind } from "./catalog";
import { github } from "./families/github";
import { tables } from "./table/tables";
import { casesOf } from "./testkit/cases";
import { casesByHand } from "./testkit/cases-by-hand";
import { casesByName } from "./testkit/cases-by-name";
import { casesOfKeys } from "./testkit/cases-of-keys";

const fromTable = [github, ...tables].flatMap(({ entries }) => entries.map((entry) => [entry.id, casesOf(entry)] as const));
const byHand = Object.entries({ ...casesByHand, ...casesOfKeys, ...casesByName }).map(([id, { yes, no }]) => [id, { positive: yes, negative: no }] as const);
const cases = new Map([...fromTable, ...byHand]);
/** What others reported is no detector's: it has no text of its own. */
const detected = [...kinds.keys()].filter((id) => id !== reportedKind.id);

it("each kind that is shown has at least three texts in which it is found and three that nearly hold it (families.test.ts and table/tables.test.ts scan them)", () => {
  const few = detected.flatMap((id) => {
    const of = cases.get(id) ?? { positive: [], negative: [] };
    const [positive, negative] = [new Set(of.positive).size, new Set(of.negative).size];
    return positive >= 3 && negative >= 3 ? [] : [{ id, positive, negative }];
  });
  expect(few).toEqual([]);
  expect(detected.length).toBeGreaterThan(600);
});

it("no case is of a kind that there is not, and none is kept in two places", () => {
  expect([...cases.keys()].filter((id) => !kinds.has(id))).toEqual([]);
  expect(fromTable.length + byHand.length).toBe(cases.size);
});
