import { expect, test } from "vitest";
import { has } from "./bits";
import { ValueSets } from "./value-sets";

test("a position is in the sets of the values that it has now", () => {
  const values = new ValueSets();
  values.reserve(100);
  values.move(70, [0], [3, 5]);
  values.reserve(200);
  values.move(150, [0], [3]);
  expect(values.sets?.map((set) => [70, 150].filter((at) => has(set, at)))).toEqual([[], [], [], [70, 150], [], [70]]);
  values.move(70, [3, 5], [0]);
  expect(values.sets?.map((set) => [70, 150].filter((at) => has(set, at)))).toEqual([[70], [], [], [150], [], []]);
});

test("many values have no sets, and get none again", () => {
  const values = new ValueSets();
  values.reserve(100);
  values.move(1, [0], [63]);
  expect(values.sets).toHaveLength(64);
  values.move(2, [0], [64]);
  expect(values.sets).toBeNull();
  values.move(2, [64], [1]);
  values.reserve(200);
  expect(values.sets).toBeNull();
});
