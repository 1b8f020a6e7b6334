import { expect, test } from "vitest";
import { type Progress, signersOf, stepStates } from "./steps";

const nothing: Progress = {
  root: false,
  administratorKey: false,
  directoryPeople: 0,
  groups: 0,
  connections: { all: 0, trusted: 0 },
  signers: { people: 0, groups: 0 },
  needed: { people: 2, groups: 2 },
  notices: false,
};

test("the first day: a key, a directory and a connection can begin; the rest waits for them", () => {
  expect(stepStates(nothing)).toEqual({ key: "open", root: "wait", people: "open", groups: "wait", connection: "open", approvers: "wait", notices: "open" });
});

test("each step opens the next, and all end done", () => {
  const key = { ...nothing, administratorKey: true };
  expect(stepStates(key)).toMatchObject({ key: "done", root: "open", groups: "wait" });
  const pinned = { ...key, root: true, directoryPeople: 5 };
  expect(stepStates(pinned)).toMatchObject({ root: "done", people: "done", groups: "open", approvers: "wait" });
  const grouped = { ...pinned, groups: 2, connections: { all: 2, trusted: 1 } };
  expect(stepStates(grouped)).toMatchObject({ groups: "done", approvers: "open", connection: "open" });
  const ready = { ...grouped, connections: { all: 2, trusted: 2 }, signers: { people: 2, groups: 2 }, notices: true };
  expect(new Set(Object.values(stepStates(ready)))).toEqual(new Set(["done"]));
});

test("a signer counts with key and group, and two people of one group stand for one group", () => {
  const person = { id: "1", name: "Ada", key: "active" as const, groups: ["platform"] };
  expect(signersOf([person, { ...person, id: "2" }])).toEqual({ people: 2, groups: 1 });
  expect(
    signersOf([
      { ...person, groups: [] },
      { ...person, key: "waiting" },
    ]),
  ).toEqual({ people: 0, groups: 0 });
  expect(stepStates({ ...nothing, root: true, groups: 1, signers: { people: 2, groups: 1 } }).approvers).toBe("open");
});
