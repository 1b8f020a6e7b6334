import { expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { activeRoles } from "./active-roles";
import { grantRole } from "./grant-role";
import { listPeople } from "./queries";
import { revokeRole } from "./revoke-role";
import { setPersonStatus } from "./set-person-status";

const database = testDatabase();
const make = facts(database.as("owner"), () => database.clock.now());
const web = (actor: Parameters<typeof database.context>[1]) => database.context("web", actor);
const operator = () => web({ type: "operator", name: "root" });

async function administrator() {
  const person = await make.person();
  await grantRole(operator(), { personId: person.id, role: "administrator" });
  return person;
}

test("an administrator grants and revokes, both audited; a repetition changes nothing", async () => {
  const admin = await administrator();
  const person = await make.person({ displayName: "Role Taker" });
  const ctx = web(asPerson(admin, "administrator"));
  expect(await grantRole(ctx, { personId: person.id, role: "approver" })).toEqual({ changed: true });
  expect(await grantRole(ctx, { personId: person.id, role: "approver" })).toEqual({ changed: false });
  expect((await listPeople(ctx, { search: "role taker" })).rows).toMatchObject([
    { roles: [{ role: "approver", counts: true }], approver: { signed: false, missing: ["key", "group"] } },
  ]);
  await revokeRole(ctx, { personId: person.id, role: "approver" });
  expect(await activeRoles(database.as("web"), person.id)).toEqual([]);
  await expect(revokeRole(ctx, { personId: person.id, role: "approver" })).rejects.toMatchObject({ code: "NotFound" });
  const entries = await database.as("web").auditEntry.findMany({ where: { subjectId: person.id }, orderBy: { id: "asc" } });
  expect(entries.map((entry) => [entry.action, entry.actor])).toEqual([
    ["role.granted", `person:${admin.id}`],
    ["role.revoked", `person:${admin.id}`],
  ]);
});

test("nobody else grants or revokes: not a security manager, not a machine", async () => {
  const admin = await administrator();
  for (const actor of [asPerson(admin, "security_manager", "approver", "auditor", "token_owner"), { type: "process", name: "web" } as const]) {
    await expect(grantRole(web(actor), { personId: admin.id, role: "approver" })).rejects.toMatchObject({ code: "Forbidden" });
    await expect(revokeRole(web(actor), { personId: admin.id, role: "administrator" })).rejects.toMatchObject({ code: "Forbidden" });
  }
});

test("the last administrator can't be removed, also when two remove each other at once", async () => {
  await database.as("owner").roleGrant.deleteMany();
  const [first, second] = [await administrator(), await administrator()];
  const removals = await Promise.allSettled([
    revokeRole(web(asPerson(first, "administrator")), { personId: second.id, role: "administrator" }),
    revokeRole(web(asPerson(second, "administrator")), { personId: first.id, role: "administrator" }),
  ]);
  expect(removals.map((removal) => removal.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await database.as("web").roleGrant.count({ where: { role: "administrator" } })).toBe(1);
});

test("an administrator who left does not count as the other one", async () => {
  await database.as("owner").roleGrant.deleteMany();
  const [here, gone] = [await administrator(), await administrator()];
  await setPersonStatus(database.context("collector"), { personId: gone.id, status: "departed", at: null, source: "scim: deleted" });
  await expect(revokeRole(operator(), { personId: here.id, role: "administrator" })).rejects.toMatchObject({ code: "Conflict" });
});

test("someone who left gets no role; someone rehired has none until it is granted anew, and suspension alone takes none away", async () => {
  const person = await make.person({ displayName: "Back Again" });
  const move = (status: "active" | "departed" | "suspended") => {
    database.clock.advance(1000);
    return setPersonStatus(database.context("collector"), { personId: person.id, status, at: null, source: "scim" });
  };
  await grantRole(operator(), { personId: person.id, role: "security_manager" });
  await move("suspended");
  expect(await activeRoles(database.as("web"), person.id)).toEqual([]);
  await move("active");
  expect(await activeRoles(database.as("web"), person.id)).toEqual(["security_manager"]);
  await move("departed");
  await expect(grantRole(operator(), { personId: person.id, role: "auditor" })).rejects.toMatchObject({ code: "Conflict" });
  await move("active");
  expect(await activeRoles(database.as("web"), person.id)).toEqual([]);
  expect((await listPeople(operator(), { search: "back again" })).rows).toMatchObject([{ roles: [{ role: "security_manager", counts: false }] }]);
  database.clock.advance(1000);
  expect(await grantRole(operator(), { personId: person.id, role: "security_manager" })).toEqual({ changed: true });
  expect(await activeRoles(database.as("web"), person.id)).toEqual(["security_manager"]);
});
