import { expect, test } from "vitest";
import { testDatabase } from "../../../lib/testkit/database";
import * as okta from "./testkit/okta";
import { scimServer } from "./testkit/server";

const database = testDatabase();
const scim = scimServer(database);
const person = (userName: string) => database.as("collector").person.findFirst({ where: { userName } });

test("looks for a user that is not there, creates it, and never gives the password back or keeps it", async () => {
  expect((await scim.call("GET", okta.lookUp("test.user@okta.local"))).body).toMatchObject({ totalResults: 0, startIndex: 1, itemsPerPage: 0 });
  const made = await scim.call("POST", "/Users", okta.create("test.user@okta.local"));
  expect(made).toMatchObject({ status: 201, body: { userName: "test.user@okta.local", externalId: "00u-test.user@okta.local" } });
  expect(made.text).not.toContain("1mz050nq");
  expect(JSON.stringify(await person("test.user@okta.local"))).not.toContain("1mz050nq");
});

test("updates by PUT of the whole user that it read; a PUT that forgets active brings nobody back", async () => {
  const { body } = await scim.call("POST", "/Users", okta.create("put@okta.local"));
  const current = await scim.call("GET", `/Users/${body.id}`);
  const put = await scim.call(
    "PUT",
    `/Users/${body.id}`,
    okta.replace(current.body, { name: { givenName: "Another", familyName: "User" }, displayName: "Another User" }),
  );
  expect(put).toMatchObject({ status: 200, body: { id: body.id, displayName: "Another User", active: true } });
  expect((await scim.call("PUT", `/Users/${body.id}`, okta.replace(current.body, { active: false }))).body.active).toBe(false);
  expect(await person("put@okta.local")).toMatchObject({ status: "departed" });
  const { active: _active, ...forgetful } = current.body;
  expect((await scim.call("PUT", `/Users/${body.id}`, forgetful)).body.active).toBe(false);
  expect(await person("put@okta.local")).toMatchObject({ status: "departed" });
});

test("deactivates and reactivates by PATCH without a path", async () => {
  const { body } = await scim.call("POST", "/Users", okta.create("patch@okta.local"));
  expect(await scim.call("PATCH", `/Users/${body.id}`, okta.deactivate)).toMatchObject({ status: 200, body: { active: false } });
  expect(await person("patch@okta.local")).toMatchObject({ status: "departed", statusSource: "scim: active=false" });
  expect(await scim.call("PATCH", `/Users/${body.id}`, okta.reactivate)).toMatchObject({ status: 200, body: { active: true } });
  expect(await person("patch@okta.local")).toMatchObject({ status: "active" });
});

test("pages through everyone by startIndex and count, each exactly once", async () => {
  for (let n = 0; n < 7; n++) await scim.call("POST", "/Users", okta.create(`page${n}@okta.local`));
  const seen: string[] = [];
  let total = Number.POSITIVE_INFINITY;
  for (let start = 1; start <= total; start += 3) {
    const page = await scim.call("GET", `/Users?startIndex=${start}&count=3`);
    total = page.body.totalResults ?? 0;
    expect(page.body).toMatchObject({ startIndex: start, itemsPerPage: page.body.Resources?.length });
    seen.push(...(page.body.Resources ?? []).map((user) => user.id));
  }
  expect(seen).toHaveLength(total);
  expect(new Set(seen).size).toBe(total);
});

test("pushes a group: rename with the id in the value, change and reset members", async () => {
  const a = await scim.call("POST", "/Users", okta.create("a@okta.local"));
  const b = await scim.call("POST", "/Users", okta.create("b@okta.local"));
  const group = await scim.call("POST", "/Groups", okta.createGroup("Test SCIMv2"));
  const where = `/Groups/${group.body.id}`;
  expect((await scim.call("PATCH", where, okta.renameGroup(group.body.id, "Test SCIMv2 renamed"))).status).toBe(204);
  await scim.call("PATCH", where, okta.changeMembers([], [{ id: a.body.id, display: "Test User" }]));
  await scim.call("PATCH", where, okta.changeMembers([{ id: a.body.id }], [{ id: b.body.id, display: "Test User" }]));
  expect((await scim.call("GET", where)).body).toMatchObject({ displayName: "Test SCIMv2 renamed", members: [{ value: b.body.id }] });
  await scim.call("PATCH", where, okta.resetMembers([a.body.id]));
  expect((await scim.call("GET", where)).body.members).toMatchObject([{ value: a.body.id }]);
  expect((await scim.call("GET", `/Users/${a.body.id}`)).body.groups).toMatchObject([{ value: group.body.id, display: "Test SCIMv2 renamed" }]);
});
