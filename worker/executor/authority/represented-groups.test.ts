import { expect, test } from "vitest";
import { representedGroups } from "./represented-groups";

const groups = (spec: Record<string, string[]>) => new Map(Object.entries(spec).map(([group, members]) => [group, new Set(members)]));

test.each<[string, string[], Record<string, string[]>, number]>([
  ["nobody", [], { a: ["x"] }, 0],
  ["one person in two groups", ["x"], { a: ["x"], b: ["x"] }, 1],
  ["two people in one group", ["x", "y"], { a: ["x", "y"] }, 1],
  ["two people, two groups", ["x", "y"], { a: ["x"], b: ["y"] }, 2],
  ["someone gives way to someone who has no other place", ["x", "y"], { a: ["x", "y"], b: ["x"] }, 2],
  ["a person in no group", ["x", "z"], { a: ["x"], b: ["x"] }, 1],
])("%s", (_, people, spec, expected) => {
  expect(representedGroups(new Set(people), groups(spec))).toBe(expected);
});
