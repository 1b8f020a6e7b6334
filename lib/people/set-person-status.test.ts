import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { setPersonStatus } from "./set-person-status";

const database = testDatabase();
const make = facts(database.as("owner"), () => database.clock.now());
const depart = (personId: string) => ({ personId, status: "departed" as const, at: null, source: "scim: active=false" });

test("the collector moves a status: history, sessions, findings and audit in one transaction", async () => {
  const person = await make.person();
  const connection = await make.connection();
  await make.health(connection.id);
  const account = await make.account(connection.id, person.id);
  const token = await make.token(connection.id, { creatorAccountId: account.id });
  const session = { personId: person.id, method: "link", createdAt: database.clock.now(), expiresAt: new Date("2030-01-01") };
  await database.as("web").session.create({ data: { id: randomUUID(), ...session } });
  expect(await setPersonStatus(database.context("collector"), depart(person.id))).toEqual({ changed: true });
  expect(await database.as("web").personStatusChange.findMany({ where: { personId: person.id } })).toMatchObject([{ was: "active", is: "departed" }]);
  expect(await database.as("web").session.findMany({ where: { personId: person.id } })).toMatchObject([{ endedReason: "person departed" }]);
  expect(await database.as("web").finding.findFirst({ where: { tokenId: token.id, rule: "departed-still-alive" } })).toMatchObject({
    status: "open",
    personId: person.id,
  });
  expect(await database.as("web").auditEntry.findFirst({ where: { action: "person.departed" } })).toMatchObject({ subjectId: person.id, dbRole: "collector" });
  expect(await setPersonStatus(database.context("collector"), depart(person.id))).toEqual({ changed: false });
});

test("no role and no operator writes a status by hand, and web's database role could not either", async () => {
  const person = await make.person();
  for (const actor of [asPerson(person, "administrator", "security_manager"), { type: "operator", name: "root" } as const])
    await expect(setPersonStatus(database.context("collector", actor), depart(person.id))).rejects.toMatchObject({ code: "Forbidden" });
  await expect(setPersonStatus(database.context("web", { type: "process", name: "web" }), depart(person.id))).rejects.toThrow(/permission denied/);
  expect(await database.as("web").person.findUnique({ where: { id: person.id } })).toMatchObject({ status: "active" });
});

test("a person who is not there is NotFound", async () => {
  await expect(setPersonStatus(database.context("collector"), depart(randomUUID()))).rejects.toMatchObject({ code: "NotFound" });
});

test("a fact dated later moves the date of a departure, an undated one does not", async () => {
  const person = await make.person();
  await setPersonStatus(database.context("collector"), depart(person.id));
  const at = new Date("2026-11-01T00:00:00Z");
  expect(await setPersonStatus(database.context("collector"), { ...depart(person.id), at, source: "scim: end date" })).toEqual({ changed: true });
  expect(await database.as("web").person.findUnique({ where: { id: person.id } })).toMatchObject({ statusAt: at, statusSource: "scim: end date" });
  expect(await database.as("web").personStatusChange.count({ where: { personId: person.id } })).toBe(1);
});

test("a session that began while the departure was recorded does not outlive the return", async () => {
  const person = await make.person();
  await setPersonStatus(database.context("collector"), depart(person.id));
  const late = { id: randomUUID(), personId: person.id, method: "link", createdAt: database.clock.now(), expiresAt: new Date("2030-01-01") };
  await database.as("web").session.create({ data: late });
  await setPersonStatus(database.context("collector"), { personId: person.id, status: "active", at: null, source: "scim: active=true" });
  expect(await database.as("web").session.findUnique({ where: { id: late.id } })).toMatchObject({ endedReason: "person returned" });
});
