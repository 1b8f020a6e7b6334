import { expect, test } from "vitest";
import { creators } from "./map";
import { CreationEvent } from "./wire";

const at = (second: number, milliseconds = 0) => new Date(Date.UTC(2026, 4, 1, 12, 0, second, milliseconds));
const event = (tokenName: string, createdByUserId: number | null, created: Date, repeated = true) =>
  CreationEvent.parse({ createdByUserId, createdAt: created.toISOString(), data: { tokenName, ...(repeated ? { createdAt: created.toISOString() } : {}) } });

test("the event of the same name and moment names the creator", () => {
  const creatorOf = creators([event("a", 7, at(1)), event("a", 8, at(2)), event("b", 9, at(1))]);
  expect(creatorOf({ tokenName: "a", createdAt: at(1) })).toBe("7");
  expect(creatorOf({ tokenName: "a", createdAt: at(2) })).toBe("8");
  expect(creatorOf({ tokenName: "b", createdAt: at(1) })).toBe("9");
});

test("no event, a far one, a machine's or two that disagree leave it unknown", () => {
  expect(creators([])({ tokenName: "a", createdAt: at(1) })).toBeNull();
  expect(creators([event("a", 7, at(30))])({ tokenName: "a", createdAt: at(1) })).toBeNull();
  expect(creators([event("a", -42, at(1))])({ tokenName: "a", createdAt: at(1) })).toBeNull();
  expect(creators([event("a", null, at(1))])({ tokenName: "a", createdAt: at(1) })).toBeNull();
  expect(creators([event("a", 7, at(1)), event("a", 8, at(1))])({ tokenName: "a", createdAt: at(1) })).toBeNull();
});

test("an event that does not repeat the token's date is taken within two seconds, when it is the only one", () => {
  expect(creators([event("a", 7, at(1, 40), false)])({ tokenName: "a", createdAt: at(1) })).toBe("7");
  expect(creators([event("a", 7, at(1, 40), false), event("a", 8, at(2, 0), false)])({ tokenName: "a", createdAt: at(1) })).toBeNull();
});
