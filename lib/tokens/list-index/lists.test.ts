import { expect, test } from "vitest";
import { Lists } from "./lists";

test("a code keeps its list while others grow and shrink", () => {
  const lists = new Lists();
  for (let code = 0; code < 200; code++) lists.put(code, [code, code + 1]);
  lists.put(7, [1, 2, 3]);
  lists.put(8, [4]);
  lists.put(7, [9]);
  expect([6, 7, 8, 9].map((code) => [...lists.of(code)])).toEqual([[6, 7], [9], [4], [9, 10]]);
  expect([...lists.spread(Uint32Array.of(0, 0, 0, 0, 0, 0, 2, 3, 5), 11)]).toEqual([0, 0, 0, 0, 5, 0, 2, 2, 0, 3, 0]);
  expect([7, 8].map((code) => lists.any(code, Uint8Array.of(0, 0, 0, 0, 1)))).toEqual([false, true]);
});
