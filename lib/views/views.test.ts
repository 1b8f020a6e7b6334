import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { deleteView } from "./delete-view";
import { listViews } from "./list-views";
import { renameView } from "./rename-view";
import { saveView } from "./save-view";
import { shareView } from "./share-view";

const database = testDatabase();
type Person = Awaited<ReturnType<ReturnType<typeof facts>["person"]>>;
let ada: Person;
let ben: Person;
beforeAll(async () => {
  const make = facts(database.as("owner"), () => database.clock.now());
  ada = await make.person({ displayName: "Ada Lovelace" });
  ben = await make.person({ displayName: "Ben Ortiz" });
});
const as = (person: Person, ...roles: Parameters<typeof asPerson>[1][]) => database.context("web", asPerson(person, ...roles));
const names = async (person: Person) => (await listViews(as(person, "auditor"), { list: "inventory" })).views.map(({ name, mine }) => [name, mine]);

test("a view is one's own until it is shared, and then an auditor opens it as well", async () => {
  const { id } = await saveView(as(ada, "security_manager"), { list: "inventory", name: "Unowned in production", query: "owner=none&environment=production" });
  expect(await names(ben)).toEqual([]);
  await expect(renameView(as(ben, "auditor"), { view: id, name: "Mine now" })).rejects.toMatchObject({ name: "NotFound" });
  await shareView(as(ada, "security_manager"), { view: id, shared: true });
  expect(await names(ben)).toEqual([["Unowned in production", false]]);
  await expect(renameView(as(ben, "auditor"), { view: id, name: "Mine now" })).rejects.toMatchObject({ name: "Forbidden" });
  await expect(deleteView(as(ben, "auditor"), { view: id })).rejects.toMatchObject({ name: "Forbidden" });
  await renameView(as(ada, "security_manager"), { view: id, name: "Nobody answers" });
  expect(await names(ben)).toEqual([["Nobody answers", false]]);
  expect(await database.as("web").auditEntry.count({ where: { subjectId: id } })).toBe(3);
});

test("the same name replaces one's own view, never somebody else's, and a rename does not overwrite", async () => {
  const first = await saveView(as(ben, "auditor"), { list: "inventory", name: "Old", query: "age=older" });
  const again = await saveView(as(ben, "auditor"), { list: "inventory", name: "Old", query: "age=1y" });
  expect(again.id).toBe(first.id);
  const other = await saveView(as(ada, "security_manager"), { list: "inventory", name: "Old", query: "age=30d" });
  expect(other.id).not.toBe(first.id);
  await saveView(as(ben, "auditor"), { list: "inventory", name: "New", query: "" });
  await expect(renameView(as(ben, "auditor"), { view: first.id, name: "New" })).rejects.toMatchObject({ name: "Conflict" });
});

test("a manager takes a shared view of somebody else back and away; a private one they don't even see", async () => {
  const { id } = await saveView(as(ben, "auditor"), { list: "inventory", name: "Left behind", query: "", shared: true });
  const secret = await saveView(as(ben, "auditor"), { list: "inventory", name: "Private", query: "" });
  await expect(deleteView(as(ada, "security_manager"), { view: secret.id })).rejects.toMatchObject({ name: "NotFound" });
  await expect(shareView(as(ada, "token_owner"), { view: id, shared: false })).rejects.toMatchObject({ name: "Forbidden" });
  await deleteView(as(ada, "security_manager"), { view: id });
  expect((await names(ben)).map(([name]) => name)).not.toContain("Left behind");
});

test("an address that is none, and a stranger, are refused", async () => {
  await expect(saveView(as(ada, "auditor"), { list: "inventory", name: "x", query: "?q=a" })).rejects.toMatchObject({ name: "InvalidInput" });
  await expect(listViews(as(ada), { list: "inventory" })).rejects.toMatchObject({ name: "Forbidden" });
  await expect(saveView(database.context("web"), { list: "inventory", name: "x", query: "" })).rejects.toMatchObject({ name: "Forbidden" });
});
