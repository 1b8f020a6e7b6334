import { expect, test } from "vitest";
import { visible } from "./visible";

test("what can't be seen, or turns others around, is written out", () => {
  for (const [hidden, shown] of [
    ["\u202e", "\\u202e"],
    ["\u2066", "\\u2066"],
    ["\u061c", "\\u061c"],
    ["\u200b", "\\u200b"],
    ["\ufeff", "\\ufeff"],
    ["\u2028", "\\u2028"],
    ["\u3164", "\\u3164"],
    ["\u001b", "\\u001b"],
    ["\u0000", "\\u0000"],
    ["\u{e0001}", "\\ue0001"],
  ])
    expect(visible(`a${hidden}b`)).toBe(`a${shown}b`);
});

test("names of people and things in any script stay as they are", () => {
  const names = "Tomás Rey · 山田太郎 · Ayşe Yılmaz · Zoë d'Ångström – “naïve” 🙂";
  expect(visible(names)).toBe(names);
  expect(visible("two\nlines\there")).toBe("two\nlines\there");
  expect(visible("two\nlines", { lines: true })).toBe("two\\u000alines");
});
