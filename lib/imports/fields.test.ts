import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fields } from "./fields";

test("the documents name every field of every kind, and no other", () => {
  const section = readFileSync("docs/imports.md", "utf8").split("### Fields")[1]?.split("\n## ")[0] ?? "";
  const told = section.split("\n").flatMap((line) => {
    const [kind, ...names] = [...line.matchAll(/`(\w+)`/g)].map(([, name]) => name as string);
    return line.startsWith("| `") && kind ? [[kind, names] as const] : [];
  });
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(Object.entries(fields).map(([kind, all]) => [kind, all.map(({ name }) => name)])));
});
