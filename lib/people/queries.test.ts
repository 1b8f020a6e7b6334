import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { personPage } from "./person-page";
import { countPeople, listPeople } from "./queries";

const database = testDatabase();
const make = facts(database.as("owner"), () => database.clock.now());
const reader = () => database.context("web", asPerson({ id: randomUUID(), displayName: "Reader" }, "auditor"));

test("pages by name, each person exactly once, also where names are equal", async () => {
  for (let n = 0; n < 7; n++) await make.person({ displayName: n < 4 ? "Twin Paged" : `Paged ${n}`, userName: `paged${n}` });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listPeople(reader(), { search: "paged", limit: 2, cursor });
    seen.push(...page.rows.map((row) => row.id));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(seen).toHaveLength(7);
  expect(new Set(seen).size).toBe(7);
});

test("searches literally, filters and counts by status", async () => {
  await make.person({ displayName: "Percent 100%", userName: "percent" });
  await make.person({ displayName: "Counted Gone", userName: "counted.gone", status: "departed" });
  await make.person({ displayName: "Counted Here", userName: "counted.here", email: "counted@example.com" });
  expect((await listPeople(reader(), { search: "0%" })).rows).toMatchObject([{ displayName: "Percent 100%" }]);
  expect((await listPeople(reader(), { search: "counted", status: "departed" })).rows).toMatchObject([{ displayName: "Counted Gone" }]);
  expect(await countPeople(reader(), { search: "counted", status: "departed" })).toEqual({ active: 1, suspended: 0, departed: 1 });
  expect((await listPeople(reader(), { search: "COUNTED@example" })).rows).toHaveLength(1);
});

test("the page of a person shows accounts with their evidence, rejected ones too, tokens and history", async () => {
  const person = await make.person({ displayName: "Page Person" });
  const connection = await make.connection({ name: "flags" });
  const mine = await make.account(connection.id, person.id, { name: "mine" });
  const notMine = await make.account(connection.id, person.id, { name: "not mine" });
  await database.as("web").accountLinkDecision.create({
    data: {
      id: randomUUID(),
      accountId: notMine.id,
      personId: person.id,
      decision: "rejected",
      reason: "shared mailbox",
      decidedBy: `person:${person.id}`,
      decidedAt: database.clock.now(),
    },
  });
  await make.token(connection.id, { name: "made", creatorAccountId: mine.id });
  await make.token(connection.id, { name: "not made", creatorAccountId: notMine.id });
  const page = await personPage(reader(), person.id);
  expect(page.accounts).toMatchObject([
    { name: "mine", basis: "found", evidence: { email: true }, decision: null, connection: "flags" },
    { name: "not mine", basis: "rejected", decision: { reason: "shared mailbox", byName: "Page Person" } },
  ]);
  expect(page.tokens).toMatchObject([{ name: "made", as: "creator", state: "active" }]);
  expect(page.person).toMatchObject({ displayName: "Page Person", manager: null, reports: 0 });
});

test("a stranger to the product reads nobody; a missing person is NotFound", async () => {
  const nobody = database.context("web", asPerson({ id: randomUUID(), displayName: "No Role" }));
  await expect(listPeople(nobody, {})).rejects.toMatchObject({ code: "Forbidden" });
  await expect(personPage(nobody, randomUUID())).rejects.toMatchObject({ code: "Forbidden" });
  await expect(personPage(reader(), randomUUID())).rejects.toMatchObject({ code: "NotFound" });
  await expect(personPage(reader(), "x")).rejects.toMatchObject({ code: "InvalidInput" });
});
