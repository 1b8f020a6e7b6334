import { expect, test } from "vitest";
import { testDatabase } from "../../../lib/testkit/database";
import * as entra from "./testkit/entra";
import { scimServer } from "./testkit/server";

const database = testDatabase();
const scim = scimServer(database);
const person = (userName: string) => database.as("collector").person.findFirst({ where: { userName }, include: { manager: true, statusChanges: true } });

test("the connection test finds nobody and says so with 200", async () => {
  const reply = await scim.call("GET", entra.connectionTest);
  expect(reply).toMatchObject({ status: 200, body: { totalResults: 0, Resources: [] } });
  expect(reply.headers.get("content-type")).toContain("application/scim+json");
});

test("creates a user and finds it by userName in any case, and by externalId", async () => {
  const made = await scim.call("POST", "/Users", entra.create("Test_User_1"));
  expect(made).toMatchObject({ status: 201, body: { userName: "Test_User_1", active: true, meta: { resourceType: "User" } } });
  expect(made.headers.get("location")).toBe(`${scim.base}/Users/${made.body.id}`);
  for (const where of [entra.lookUp("test_user_1"), entra.lookUpExternal("0a21f0f2-Test_User_1")]) {
    const found = await scim.call("GET", where);
    expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id: made.body.id, userName: "Test_User_1" }] });
  }
  expect(await person("Test_User_1")).toMatchObject({ source: "scim", status: "active", email: "test_user_1@example.com", displayName: "Given Family" });
});

test.each([
  ["as text", entra.disableAsText],
  ["as a boolean", entra.disable],
])("active False %s means departed, dated, and True brings the same person back", async (_name, disable) => {
  const userName = `disable_${_name.replaceAll(" ", "_")}`;
  const { body } = await scim.call("POST", "/Users", entra.create(userName));
  expect(await scim.call("PATCH", `/Users/${body.id}`, disable)).toMatchObject({ status: 200, body: { id: body.id, active: false } });
  const gone = await person(userName);
  expect(gone).toMatchObject({ status: "departed", statusSource: "scim: active=false", statusAt: database.clock.now() });
  expect(await scim.call("PATCH", `/Users/${body.id}`, entra.enableAsText)).toMatchObject({ status: 200, body: { active: true } });
  const back = await person(userName);
  expect(back).toMatchObject({ id: gone?.id, status: "active" });
  expect(back?.statusChanges.map((change) => change.is)).toEqual(["active", "departed", "active"]);
});

test("changes attributes by filtered, dotted and namespaced paths; an address that was not there is made", async () => {
  const boss = await scim.call("POST", "/Users", entra.create("boss"));
  const { body } = await scim.call("POST", "/Users", entra.create("worker", { emails: undefined }));
  const reply = await scim.call("PATCH", `/Users/${body.id}`, entra.changeAttributes(boss.body.id));
  expect(reply).toMatchObject({
    status: 200,
    body: {
      emails: [{ type: "work", value: "updated@example.com" }],
      name: { familyName: "Renamed", givenName: "Given" },
      phoneNumbers: [{ type: "mobile", value: "+1 555 0100" }],
    },
  });
  expect(await person("worker")).toMatchObject({ email: "updated@example.com", department: "Platform", manager: { userName: "boss" } });
});

test("takes several attributes without a path, and a manager as a list of one", async () => {
  const boss = await scim.call("POST", "/Users", entra.create("boss2"));
  const { body } = await scim.call("POST", "/Users", entra.create("dotted"));
  expect(await scim.call("PATCH", `/Users/${body.id}`, entra.changeDotted)).toMatchObject({
    status: 200,
    body: { displayName: "Bjfe", active: false, name: { givenName: "Kkom" } },
  });
  expect((await scim.call("PATCH", `/Users/${body.id}`, entra.addManagerAsList(boss.body.id))).status).toBe(200);
  expect(await person("dotted")).toMatchObject({ status: "departed", department: "Sales", displayName: "Bjfe", manager: { userName: "boss2" } });
});

test("takes core paths with their namespace, roles by a boolean as text, and removes a manager", async () => {
  const boss = await scim.call("POST", "/Users", entra.create("boss3"));
  const { body } = await scim.call("POST", "/Users", entra.create("more"));
  await scim.call("PATCH", `/Users/${body.id}`, entra.addManagerAsList(boss.body.id));
  expect(await person("more")).toMatchObject({ manager: { userName: "boss3" } });
  const reply = await scim.call("PATCH", `/Users/${body.id}`, entra.changeMore);
  expect(reply).toMatchObject({ status: 200, body: { title: "tester", roles: [{ primary: true, value: "Reader" }] } });
  expect(await person("more")).toMatchObject({ manager: null, title: "tester" });
});

test("an attribute of an extension nobody here reads does not keep a leaver active", async () => {
  const { body } = await scim.call("POST", "/Users", entra.create("mapped", entra.customExtension));
  expect((await scim.call("PATCH", `/Users/${body.id}`, entra.disableWithCustom)).status).toBe(200);
  expect(await person("mapped")).toMatchObject({ status: "departed" });
});

test("groups: created without members, found without them, filled and emptied by value lists", async () => {
  const users = await Promise.all(["m1", "m2", "m3"].map((name) => scim.call("POST", "/Users", entra.create(name))));
  const ids = users.map((user) => user.body.id);
  const group = await scim.call("POST", "/Groups", entra.createGroup("Platform"));
  expect(group.status).toBe(201);
  const found = await scim.call("GET", entra.lookUpGroup("platform"));
  expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id: group.body.id, displayName: "Platform" }] });
  expect(found.body.Resources?.[0]).not.toHaveProperty("members");
  const where = `/Groups/${group.body.id}`;
  const members = async () => ((await scim.call("GET", where)).body.members ?? []) as { value: string }[];
  expect((await scim.call("PATCH", where, entra.addMembers(ids))).status).toBe(204);
  expect((await members()).map((member) => member.value).sort()).toEqual([...ids].sort());
  await scim.call("PATCH", where, entra.removeMembers(ids.slice(0, 1)));
  await scim.call("PATCH", where, entra.removeMemberByFilter(ids[1] ?? ""));
  expect(await members()).toMatchObject([{ value: ids[2] }]);
  expect((await scim.call("PATCH", where, entra.renameGroup("Platform Team"))).status).toBe(204);
  expect(await scim.call("GET", `${where}?excludedAttributes=members`)).toMatchObject({
    body: { displayName: "Platform Team", externalId: "8aa1a0c0-Platform" },
  });
  expect((await scim.call("DELETE", where)).status).toBe(204);
  expect((await scim.call("GET", where)).status).toBe(404);
});
