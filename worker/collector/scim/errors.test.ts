import { expect, test } from "vitest";
import { testDatabase } from "../../../lib/testkit/database";
import { largestBody } from "./body";
import { patchSchema } from "./schema";
import * as entra from "./testkit/entra";
import { scimServer } from "./testkit/server";

const database = testDatabase();
const scim = scimServer(database);
const patch = (...Operations: object[]) => ({ schemas: [patchSchema], Operations });
const nobody = "/Users/00000000-0000-7000-8000-000000000000";

test.each([
  ["no token", { authorization: "" }],
  ["another scheme", { authorization: "Basic eDp5" }],
  ["a wrong token", { authorization: "Bearer cs_scim_wrong" }],
])("%s is 401, and the right one passes", async (_what, headers) => {
  const reply = await scim.call("GET", "/Users", undefined, headers);
  expect(reply).toMatchObject({ status: 401, body: { schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], status: "401" } });
  expect(reply.headers.get("www-authenticate")).toMatch(/^Bearer/);
  expect((await scim.call("GET", "/Users")).status).toBe(200);
});

test.each<[string, string, string, unknown, number, string | undefined]>([
  ["malformed JSON", "POST", "/Users", "{", 400, "invalidSyntax"],
  ["an empty body", "POST", "/Users", "", 400, "invalidSyntax"],
  ["a list instead of a user", "POST", "/Users", [], 400, "invalidSyntax"],
  ["a user without a name", "POST", "/Users", { active: true }, 400, "invalidValue"],
  ["an empty userName", "POST", "/Users", { userName: "  " }, 400, "invalidValue"],
  ["a number as userName", "POST", "/Users", { userName: 5 }, 400, "invalidValue"],
  ["an active that is neither", "POST", "/Users", { userName: "x", active: "maybe" }, 400, "invalidValue"],
  [
    "an end date that is none",
    "POST",
    "/Users",
    { userName: "x", "urn:ietf:params:scim:schemas:extension:countersign:2.0:User": { endDate: "soon" } },
    400,
    "invalidValue",
  ],
  ["a filter that can't be parsed", "GET", `/Users?filter=${encodeURIComponent('userName xx "a"')}`, undefined, 400, "invalidFilter"],
  ["a filter by what can't be filtered", "GET", `/Users?filter=${encodeURIComponent('favouriteColour eq "red"')}`, undefined, 400, "invalidFilter"],
  ["a filter of one word", "GET", "/Users?filter=foo", undefined, 400, "invalidFilter"],
  ["a filter without value", "GET", `/Users?filter=${encodeURIComponent("userName eq")}`, undefined, 400, "invalidFilter"],
  [
    "a filter that would explode",
    "GET",
    `/Users?filter=${encodeURIComponent(Array(30).fill('(id eq "a" or id eq "b")').join(" and "))}`,
    undefined,
    400,
    "invalidFilter",
  ],
  ["a start that is no number", "GET", "/Users?startIndex=x", undefined, 400, "invalidValue"],
  ["a user that is not there", "GET", nobody, undefined, 404, undefined],
  ["an id that is none", "GET", "/Users/1%20or%201=1", undefined, 404, undefined],
  ["a patch of nobody", "PATCH", nobody, patch({ op: "replace", path: "active", value: false }), 404, undefined],
  ["a deletion of nobody", "DELETE", nobody, undefined, 404, undefined],
  ["an unknown place", "GET", "/Nowhere", undefined, 404, undefined],
  ["an unknown schema", "GET", "/Schemas/urn:x", undefined, 404, undefined],
  ["a method that is not possible", "PUT", "/Users", {}, 405, undefined],
  ["bulk", "POST", "/Bulk", {}, 404, undefined],
  ["a group without a name", "POST", "/Groups", {}, 400, "invalidValue"],
  ["a group with a stranger", "POST", "/Groups", { displayName: "Strangers", members: [{ value: "nobody" }] }, 400, "invalidValue"],
])("%s", async (_what, method, where, body, status, scimType) => {
  const reply = await scim.call(method, where, body);
  expect(reply).toMatchObject({ status, body: { schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], status: String(status) } });
  expect(reply.body.scimType).toBe(scimType);
  expect(reply.body.detail).toMatch(/\w+ \w+/);
});

test.each<[string, unknown, string]>([
  ["no operations", patch(), "invalidSyntax"],
  ["another schema", { schemas: ["urn:x"], Operations: [{ op: "add", value: {} }] }, "invalidSyntax"],
  ["an unknown op", patch({ op: "move", path: "title", value: "x" }), "invalidSyntax"],
  ["an unknown path", patch({ op: "replace", path: "no.such", value: "x" }), "invalidPath"],
  ["remove without a path", patch({ op: "remove" }), "noTarget"],
  ["a value without path that is no object", patch({ op: "replace", value: "x" }), "invalidValue"],
  ["a wrong type", patch({ op: "replace", path: "active", value: "maybe" }), "invalidValue"],
  ["removing the name", patch({ op: "remove", path: "userName" }), "invalidValue"],
  ["another id", patch({ op: "replace", path: "id", value: "x" }), "mutability"],
])("a patch with %s is refused and changes nothing", async (what, body, scimType) => {
  const { id } = (await scim.call("POST", "/Users", entra.create(`patch ${what}`))).body;
  const before = await scim.call("GET", `/Users/${id}`);
  expect(await scim.call("PATCH", `/Users/${id}`, body)).toMatchObject({ status: 400, body: { scimType } });
  expect((await scim.call("GET", `/Users/${id}`)).body).toEqual(before.body);
});

test("a half-valid patch changes nothing at all", async () => {
  const { id } = (await scim.call("POST", "/Users", entra.create("half"))).body;
  await scim.call("PATCH", `/Users/${id}`, patch({ op: "replace", path: "active", value: false }, { op: "replace", path: "no.such", value: 1 }));
  expect((await scim.call("GET", `/Users/${id}`)).body.active).toBe(true);
});

test("a second user of the same name in any case, or with the same externalId, is 409 uniqueness; so is taking a name by PATCH", async () => {
  await scim.call("POST", "/Users", entra.create("taken"));
  const other = await scim.call("POST", "/Users", entra.create("free"));
  for (const body of [entra.create("TAKEN", { externalId: "new" }), entra.create("new", { externalId: "0a21f0f2-taken" })])
    expect(await scim.call("POST", "/Users", body)).toMatchObject({ status: 409, body: { scimType: "uniqueness" } });
  expect(await scim.call("PATCH", `/Users/${other.body.id}`, patch({ op: "replace", path: "userName", value: "Taken" }))).toMatchObject({
    status: 409,
    body: { scimType: "uniqueness" },
  });
  await scim.call("POST", "/Groups", entra.createGroup("Taken"));
  expect(await scim.call("POST", "/Groups", entra.createGroup("taken"))).toMatchObject({ status: 409, body: { scimType: "uniqueness" } });
});

test("a body that is too large is 413, another type 415", async () => {
  expect(await scim.call("POST", "/Users", { userName: "x".repeat(largestBody) })).toMatchObject({ status: 413, body: { status: "413" } });
  expect((await scim.call("POST", "/Users", "<user/>", { "content-type": "text/xml" })).status).toBe(415);
});

test("says what it can", async () => {
  expect((await scim.call("GET", "/ServiceProviderConfig")).body).toMatchObject({
    patch: { supported: true },
    filter: { supported: true },
    bulk: { supported: false },
  });
  expect((await scim.call("GET", "/ResourceTypes")).body).toMatchObject({ totalResults: 2 });
  expect((await scim.call("GET", "/ResourceTypes/User")).body).toMatchObject({ endpoint: "/Users", schemaExtensions: expect.any(Array) });
  const listed = (await scim.call("GET", "/Schemas")).body.Resources?.map((schema) => schema.id);
  expect(listed).toContain("urn:ietf:params:scim:schemas:core:2.0:User");
  expect((await scim.call("GET", "/Schemas/urn:ietf:params:scim:schemas:extension:countersign:2.0:User")).body).toMatchObject({
    attributes: [{ name: "endDate" }],
  });
});

test("filters combine, ask the namespaced and multi-valued attributes, and shorten what they show", async () => {
  for (const [name, title] of [
    ["f1", "Engineer"],
    ["f2", "Manager"],
    ["f3", undefined],
  ])
    await scim.call("POST", "/Users", entra.create(`filter.${name}`, { title }));
  const find = async (filter: string, rest = "") =>
    ((await scim.call("GET", `/Users?filter=${encodeURIComponent(filter)}${rest}`)).body.Resources ?? []).map((user) => user.userName);
  expect(await find('userName sw "filter." and title pr')).toEqual(["filter.f1", "filter.f2"]);
  expect(await find('userName sw "filter." and not (title eq "engineer")')).toEqual(["filter.f2", "filter.f3"]);
  expect(await find('emails[type eq "work" and value co "filter.f3@"]')).toEqual(["filter.f3"]);
  expect(await find('emails.value eq "FILTER.f1@example.com" or userName eq "filter.f2"')).toEqual(["filter.f1", "filter.f2"]);
  expect(await find('userName eq "a%_"')).toEqual([]);
  expect(await find('userName sw "filter." and active eq false')).toEqual([]);
  expect(await find('userName sw "filter." and meta.created gt "2000-01-01T00:00:00Z"')).toHaveLength(3);
  const short = await scim.call("GET", `/Users?filter=${encodeURIComponent('userName eq "filter.f1"')}&attributes=userName`);
  expect(Object.keys(short.body.Resources?.[0] ?? {}).sort()).toEqual(["id", "userName"]);
  expect((await scim.call("GET", "/Users?count=0")).body).toMatchObject({ itemsPerPage: 0, Resources: [] });
});
