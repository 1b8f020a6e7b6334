import { beforeEach, expect, test } from "vitest";
import { invitePerson } from "../sign-in/invite-person";
import { testDatabase } from "../testkit/database";
import { activeRoles } from "./active-roles";
import { type PersonRecord, upsertPersons } from "./upsert-person";

const database = testDatabase();
const arrives = (person: Partial<PersonRecord>) =>
  database.as("collector").$transaction((tx) =>
    upsertPersons(tx, database.context("collector"), "scim", [
      {
        ...{ externalId: `scim-${person.userName}`, userName: "nobody", displayName: "Nobody", email: null, title: null, department: null, manager: null },
        ...{ status: "active", statusAt: null, statusSource: "scim: active", groups: [], ...person },
      } as PersonRecord,
    ]),
  );
const invite = (who: { email?: string; userName?: string }) =>
  invitePerson(database.context("owner", { type: "operator", name: "root" }), { ...who, roles: ["administrator"], origin: "http://localhost:3000" });
const people = (where: object) => database.as("web").person.findMany({ where, include: { statusChanges: true } });

beforeEach(() => database.clock.advance(1000));

test("the administrator who was invited by e-mail is the one whom the directory then sends, with roles and history", async () => {
  const { personId } = await invite({ email: "ada@example.com" });
  expect(await arrives({ userName: "ada", displayName: "Ada Admin", email: "Ada@Example.com" })).toMatchObject({ created: 0, changed: 1 });
  const [ada, twin] = await people({ email: "ada@example.com" });
  expect(twin).toBeUndefined();
  expect(ada).toMatchObject({ id: personId, source: "scim", externalId: "scim-ada", userName: "ada", displayName: "Ada Admin", status: "active" });
  expect(await activeRoles(database.as("web"), personId)).toEqual(["administrator"]);
  const entry = await database.as("web").auditEntry.findFirst({ where: { action: "person.adopted" } });
  expect(entry?.detail).toEqual({ source: "scim", evidence: "same e-mail address ada@example.com" });
});

test("from then on the directory's word counts: who leaves is out", async () => {
  const { personId } = await invite({ userName: "bob" });
  await arrives({ userName: "Bob" });
  await arrives({ userName: "Bob", status: "departed", statusSource: "scim: active=false" });
  expect(await people({ id: personId })).toMatchObject([{ status: "departed" }]);
  expect(await activeRoles(database.as("web"), personId)).toEqual([]);
});

test("nobody is guessed: a stranger, and one who fits two, become people of their own", async () => {
  const [one, two] = [await invite({ email: "cy@example.com" }), await invite({ userName: "cyrus" })];
  expect(await arrives({ userName: "dora", email: "dora@example.com" })).toMatchObject({ created: 1 });
  expect(await arrives({ userName: "cyrus", email: "cy@example.com" })).toMatchObject({ created: 1 });
  expect(await people({ id: { in: [one.personId, two.personId] }, source: "operator" })).toHaveLength(2);
});

test("what one directory has taken, another does not", async () => {
  await invite({ email: "eve@example.com" });
  await arrives({ userName: "eve", email: "eve@example.com" });
  expect(await arrives({ externalId: "scim-other", userName: "eve2", email: "eve@example.com" })).toMatchObject({ created: 1 });
});
