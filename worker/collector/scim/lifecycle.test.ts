import { writeFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { beforeEach, expect, test } from "vitest";
import { applyEndDates } from "../../../lib/people/apply-end-dates";
import { testDatabase } from "../../../lib/testkit/database";
import { facts } from "../../../lib/testkit/facts";
import { countersignSchema, enterpriseSchema, groupSchema, patchSchema } from "./schema";
import { settingsFile, settingsText } from "./settings";
import * as entra from "./testkit/entra";
import { scimServer } from "./testkit/server";

const database = testDatabase();
const scim = scimServer(database);
const make = facts(database.as("owner"), () => database.clock.now());
const people = (userName: string) =>
  database
    .as("collector")
    .person.findMany({ where: { userName }, include: { statusChanges: { orderBy: { recordedAt: "asc" } } }, orderBy: { firstSeenAt: "asc" } });
const create = async (userName: string, extra: object = {}) => (await scim.call("POST", "/Users", entra.create(userName, extra))).body;
const patch = (id: string, path: string, value: unknown) =>
  scim.call("PATCH", `/Users/${id}`, { schemas: [patchSchema], Operations: [{ op: "replace", path, value }] });

beforeEach(() => database.clock.advance(1000));

test("a departure opens the finding of the living token, ends sessions and is audited, in one step; the return closes it, sessions stay ended", async () => {
  const { id } = await create("leaver");
  const [person] = await people("leaver");
  const personId = person?.id ?? "";
  const connection = await make.connection();
  await make.health(connection.id);
  const account = await make.account(connection.id, personId);
  await make.token(connection.id, { creatorAccountId: account.id });
  await database.as("web").session.create({
    data: { id: crypto.randomUUID(), personId, method: "invite", createdAt: database.clock.now(), expiresAt: new Date("2030-01-01") },
  });
  const finding = () => database.as("web").finding.findFirst({ where: { rule: "departed-still-alive", personId, tokenId: { not: null } } });

  await scim.call("PATCH", `/Users/${id}`, entra.disable);
  expect(await finding()).toMatchObject({ status: "open" });
  expect(await database.as("web").session.findFirst({ where: { personId } })).toMatchObject({ endedReason: "person departed" });
  expect(await database.as("web").auditEntry.findFirst({ where: { action: "person.departed", subjectId: personId } })).toMatchObject({
    actor: "process:collector",
  });

  database.clock.advance(1000);
  await scim.call("PATCH", `/Users/${id}`, entra.enableAsText);
  expect(await finding()).toMatchObject({ status: "closed_proven" });
  expect(await database.as("web").session.findFirst({ where: { personId } })).toMatchObject({ endedAt: expect.any(Date) });
  expect(await database.as("web").auditEntry.count({ where: { action: "person.rehired", subjectId: personId } })).toBe(1);
});

test("web, holding every advisory lock there ever was, keeps back neither a departure nor a group", async () => {
  const { id } = await create("held-back");
  const [person] = await people("held-back");
  const connection = await make.connection();
  await make.health(connection.id);
  const account = await make.account(connection.id, person?.id ?? "");
  await make.token(connection.id, { creatorAccountId: account.id });
  const web = new pg.Client({ connectionString: database.url("web") });
  await web.connect();
  await web.query("select pg_advisory_lock(x'66696e'::bigint), pg_advisory_lock(hashtext('scim group'))");
  await expect(web.query("select name from turn for no key update")).rejects.toMatchObject({ code: "42501" });

  expect((await scim.call("PATCH", `/Users/${id}`, entra.disable)).status).toBeLessThan(300);
  expect(await database.as("web").finding.findFirst({ where: { rule: "departed-still-alive", personId: person?.id } })).toMatchObject({ status: "open" });
  expect((await scim.call("POST", "/Groups", { schemas: [groupSchema], displayName: "Held back" })).status).toBe(201);
  await web.end();
});

test("of two equal groups sent at once, one is made", async () => {
  const twin = () => scim.call("POST", "/Groups", { schemas: [groupSchema], displayName: "Twins" });
  const statuses = await Promise.all([twin(), twin(), twin()]);
  expect(statuses.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
});

test("DELETE means departed; the record is gone for clients, the person and their history stay", async () => {
  const { id } = await create("deleted");
  expect((await scim.call("DELETE", `/Users/${id}`)).status).toBe(204);
  expect((await scim.call("GET", `/Users/${id}`)).status).toBe(404);
  expect((await scim.call("DELETE", `/Users/${id}`)).status).toBe(404);
  expect((await scim.call("GET", entra.lookUp("deleted"))).body.totalResults).toBe(0);
  expect(await people("deleted")).toMatchObject([{ status: "departed", statusSource: "scim: deleted", removedAt: database.clock.now() }]);
});

test("the same human created again after DELETE is the same person, with a new SCIM id and their history", async () => {
  const { id } = await create("returner");
  await scim.call("DELETE", `/Users/${id}`);
  database.clock.advance(1000);
  const again = await create("returner", { externalId: "another-object-id" });
  expect(again.id).not.toBe(id);
  const found = await people("returner");
  expect(found).toHaveLength(1);
  expect(found[0]?.statusChanges.map((change) => change.is)).toEqual(["active", "departed", "active"]);
  const audit = await database.as("web").auditEntry.findFirst({ where: { action: "person.rehired", subjectId: found[0]?.id } });
  expect(audit?.detail).toMatchObject({ evidence: "same user name returner and same name" });
});

test.each([
  ["another name", { name: { formatted: "Somebody Else" } }],
  ["another employee number", { [enterpriseSchema]: { employeeNumber: "2" } }],
])("a reused userName with %s is another person", async (what, extra) => {
  const userName = `reused-${what}`;
  const { id } = await create(userName, { [enterpriseSchema]: { employeeNumber: "1" }, externalId: undefined });
  if (what === "another name") await patch(id, `${enterpriseSchema}:employeeNumber`, "");
  await scim.call("DELETE", `/Users/${id}`);
  await create(userName, { externalId: undefined, ...extra });
  expect((await people(userName)).map((person) => person.status).sort()).toEqual(["active", "departed"]);
});

test.each([
  ["ours", { [countersignSchema]: { endDate: "2026-10-31T00:00:00Z" } }],
  ["the enterprise extension's endDate", { [enterpriseSchema]: { endDate: "2026-10-31T00:00:00Z" } }],
  ["terminationDate", { [enterpriseSchema]: { terminationDate: "2026-10-31" } }],
  ["Entra ID's employeeLeaveDateTime", { [enterpriseSchema]: { employeeLeaveDateTime: "2026-10-31T00:00:00.0000000Z" } }],
])("an end date in the past, as %s, means departed since then", async (what, extra) => {
  await create(`past-${what}`, extra);
  expect(await people(`past-${what}`)).toMatchObject([
    { status: "departed", statusAt: new Date("2026-10-31T00:00:00Z"), statusSource: expect.stringContaining("end date") },
  ]);
});

test("an end date ahead is kept and applied when it comes, once; moved ahead again, the person is back", async () => {
  const { id } = await create("scheduled");
  const ends = new Date(database.clock.now().getTime() + 3_600_000);
  expect((await patch(id, `${enterpriseSchema}:employeeLeaveDateTime`, ends.toISOString())).status).toBe(200);
  expect(await people("scheduled")).toMatchObject([{ status: "active", endsAt: ends }]);
  expect(await applyEndDates(database.context("collector"))).toBe(0);
  database.clock.advance(3_600_000);
  expect(await applyEndDates(database.context("collector"))).toBe(1);
  expect(await applyEndDates(database.context("collector"))).toBe(0);
  expect(await people("scheduled")).toMatchObject([{ status: "departed", statusAt: ends }]);
  await patch(id, `${countersignSchema}:endDate`, new Date(database.clock.now().getTime() + 3_600_000).toISOString());
  expect(await people("scheduled")).toMatchObject([{ status: "active" }]);
});

test("a directory that was set so suspends by active: false, and DELETE still means departed", async () => {
  await writeFile(path.join(scim.home, settingsFile), settingsText({ inactiveMeans: "suspended" }));
  const { id } = await create("suspended");
  await scim.call("PATCH", `/Users/${id}`, entra.disable);
  expect(await people("suspended")).toMatchObject([{ status: "suspended", statusSource: "scim: active=false" }]);
  await scim.call("DELETE", `/Users/${id}`);
  expect(await people("suspended")).toMatchObject([{ status: "departed" }]);
  await writeFile(path.join(scim.home, settingsFile), settingsText({ inactiveMeans: "departed" }));
});

test("repeating the same deactivation moves neither date nor history", async () => {
  const { id } = await create("repeated");
  await scim.call("PATCH", `/Users/${id}`, entra.disable);
  const [before] = await people("repeated");
  database.clock.advance(60_000);
  await scim.call("PATCH", `/Users/${id}`, entra.disable);
  const [after] = await people("repeated");
  expect(after?.statusAt).toEqual(before?.statusAt);
  expect(after?.statusChanges).toHaveLength(2);
});

test("two patches at once both count, and of two equal creations one wins", async () => {
  const { id } = await create("both");
  await Promise.all([patch(id, "title", "Engineer"), patch(id, `${enterpriseSchema}:department`, "Platform"), patch(id, "displayName", "Both Counted")]);
  expect(await people("both")).toMatchObject([{ title: "Engineer", department: "Platform", displayName: "Both Counted" }]);
  const twins = await Promise.all([1, 2, 3].map(() => scim.call("POST", "/Users", entra.create("twin"))));
  expect(twins.map((twin) => twin.status).sort()).toEqual([201, 409, 409]);
});

test("300 users and their groups are provisioned in seconds", async () => {
  const start = performance.now();
  const ids: string[] = [];
  for (let n = 0; n < 300; n += 10)
    ids.push(
      ...(await Promise.all(Array.from({ length: 10 }, (_, k) => create(`bulk-${n + k}`, { name: { formatted: `Bulk ${n + k}` } })))).map((user) => user.id),
    );
  const group = await scim.call("POST", "/Groups", entra.createGroup("Everyone"));
  expect((await scim.call("PATCH", `/Groups/${group.body.id}`, entra.addMembers(ids))).status).toBe(204);
  expect((await scim.call("GET", `/Groups/${group.body.id}`)).body.members).toHaveLength(300);
  expect(performance.now() - start).toBeLessThan(55_000);
}, 60_000);
