import { expect, test } from "vitest";
import { coverageOf, type RuleStanding, standingOf } from "./standing";

const at = (...ids: string[]) => ids.map((id) => ({ id, name: id, missing: ["last use"] }));
const rule = (given: Partial<RuleStanding>) => ({ total: 0, noSource: [], connections: 4, blindAt: [], ...given }) as unknown as RuleStanding;

test.each([
  ["no rule", [], "not_tested", null],
  ["rules that see everywhere", [rule({}), rule({})], "clear", { whole: 4, part: 0, none: 0 }],
  ["a rule that is blind at one", [rule({}), rule({ blindAt: at("a") })], "partly_seen", { whole: 3, part: 1, none: 0 }],
  ["rules that are blind at the same one", [rule({ blindAt: at("a", "b") }), rule({ blindAt: at("a") })], "partly_seen", { whole: 2, part: 1, none: 1 }],
  ["one without a source beside one that sees", [rule({}), rule({ noSource: ["directory"] })], "partly_seen", { whole: 0, part: 4, none: 0 }],
  ["none with a source", [rule({ noSource: ["directory"], blindAt: at("a") })], "no_source", { whole: 0, part: 0, none: 4 }],
  ["a finding where it sees", [rule({ total: 1, blindAt: at("a") })], "open", { whole: 3, part: 0, none: 1 }],
] as const)("%s", (_name, rules, standing, coverage) => {
  expect(standingOf(rules)).toBe(standing);
  if (coverage) expect(coverageOf(rules)).toEqual({ connections: 4, ...coverage });
});
