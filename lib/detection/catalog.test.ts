import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ruleTitles } from "../domain/words";
import { rules } from "./catalog";
import { ruleIds } from "./contract";
import { sources } from "./sources";

test("docs/findings.md lists every rule, with its severity in the same words", () => {
  const rows = new Map(
    readFileSync("docs/findings.md", "utf8")
      .split("\n")
      .flatMap((line) => {
        const [, id, , severity] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
        return id?.startsWith("`") && severity ? [[id.slice(1, -1), severity] as const] : [];
      }),
  );
  for (const { id, severity } of rules) expect([id, rows.get(id)?.toLowerCase()]).toEqual([id, severity.replace(/\.$/, "").toLowerCase()]);
});

test("each rule says why, what to do, which controls and from which sources, under a name of its own", () => {
  expect(rules.map(({ id }) => id)).toEqual([...ruleIds]);
  expect(new Set(rules.map(({ title }) => title)).size).toBe(rules.length);
  expect(Object.fromEntries(rules.map(({ id, short }) => [id, short]))).toEqual(ruleTitles);
  for (const rule of rules) {
    for (const text of [rule.rationale, rule.remediation, rule.severity]) expect(text).toMatch(/^[A-Z].*\.$/s);
    expect(rule.controls.length).toBeGreaterThan(0);
    for (const source of rule.sources) expect(Object.keys(sources)).toContain(source);
    expect(rule.subjects).toEqual([...(rule.token ? ["token"] : []), ...(rule.accounts ? ["account"] : [])]);
  }
});
