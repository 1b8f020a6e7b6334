import { expect, it } from "vitest";
import type { Planted } from "./planted";
import { Tally } from "./tally";

const planted = (family: string): Planted => ({ family, tier: "structured", secret: "s", text: "s", path: "x", prose: false });

it("a wrong hit is charged to the family whose secrets hits of its kind mostly are, and else to its own", () => {
  const tally = new Tally((kind) => `family of ${kind}`);
  for (const family of ["GitHub", "GitHub", "npm"]) tally.planted(planted(family), [{ kind: "checked_token" }], []);
  tally.planted(planted("npm"), [], [{ kind: "checked_token" }]);
  tally.harmless("placeholder", [{ kind: "checked_token" }, { kind: "other" }]);
  tally.harmless("placeholder", []);
  const counts = [...tally.families()].map(([family, { planted: all, found, right, wrong }]) => [family, all, found, right, wrong]);
  expect(counts).toEqual([
    ["GitHub", 2, 2, 2, 2],
    ["npm", 2, 1, 1, 0],
    ["family of other", 0, 0, 0, 1],
  ]);
  // asked again it is the same
  expect([...tally.families().values()].map(({ wrong }) => wrong)).toEqual([2, 0, 1]);
  expect(tally.all().precision).toBe(50);
  expect(tally.tier("structured").recall).toBe(75);
  expect(tally.sort("placeholder")).toEqual({ texts: 2, wrong: 2 });
});
