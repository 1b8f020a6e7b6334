import { beforeEach, expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { departAbsentPersons } from "./depart-absent";
import { type PersonRecord, upsertPersons } from "./upsert-person";

const database = testDatabase();
const collector = () => database.context("collector");
const upsert = (source: string, sightings: PersonRecord[]) => database.as("collector").$transaction((tx) => upsertPersons(tx, collector(), source, sightings));
const sighting = (name: string, extra: Partial<PersonRecord> = {}): PersonRecord => ({
  externalId: `id-${name}`,
  userName: name,
  displayName: name.toUpperCase(),
  email: `${name}@Example.com`,
  title: null,
  department: null,
  manager: null,
  status: "active",
  statusAt: null,
  statusSource: "ldap: listed",
  groups: [],
  ...extra,
});
const find = (source: string, name: string) =>
  database
    .as("collector")
    .person.findMany({ where: { source, userName: name }, include: { manager: true, teams: { include: { team: true } }, statusChanges: true } });

beforeEach(() => database.clock.advance(1000));

test("takes a page in, finds managers listed later, and changes nothing the second time", async () => {
  const page = [
    sighting("ann", { manager: "id-boss", groups: ["cn=Platform,ou=groups,dc=example", "cn=On\\, call,ou=groups,dc=example"] }),
    sighting("bob", { status: "suspended", statusSource: "ldap: locked" }),
  ];
  expect(await upsert("ldap:1", page)).toMatchObject({ created: 2, changed: 0, unchanged: 0 });
  expect(await upsert("ldap:1", [sighting("boss")])).toMatchObject({ created: 1 });
  const [ann] = await find("ldap:1", "ann");
  expect(ann).toMatchObject({ email: "ann@example.com", status: "active", manager: { userName: "boss" } });
  expect(ann?.teams.map(({ team }) => team.name).sort()).toEqual(["On, call", "Platform"]);
  expect(await find("ldap:1", "bob")).toMatchObject([{ status: "suspended", statusAt: expect.any(Date), statusChanges: [{ was: null, is: "suspended" }] }]);
  database.clock.advance(60_000);
  expect(await upsert("ldap:1", page)).toMatchObject({ created: 0, changed: 0, unchanged: 2 });
  expect(await upsert("ldap:1", [{ ...page[0], title: "Engineer", groups: [], manager: null } as PersonRecord])).toMatchObject({ changed: 1 });
  expect(await find("ldap:1", "ann")).toMatchObject([{ title: "Engineer", teams: [], manager: null }]);
});

test("the same id at two directories is two people", async () => {
  await upsert("ldap:a", [sighting("same")]);
  await upsert("ldap:b", [sighting("same")]);
  expect(await find("ldap:a", "same")).toHaveLength(1);
  expect(await find("ldap:b", "same")).toHaveLength(1);
});

test("who is missing from a complete listing has left; who comes back under a new id is the same person, unless the name differs", async () => {
  const source = "ldap:absent";
  await upsert(source, [sighting("stays"), sighting("leaves"), sighting("reused")]);
  database.clock.advance(1000);
  const started = database.clock.now();
  await upsert(source, [sighting("stays")]);
  const gone = await database.as("collector").$transaction((tx) => departAbsentPersons(tx, collector(), source, started));
  expect(gone).toHaveLength(2);
  expect(await find(source, "leaves")).toMatchObject([{ status: "departed", statusSource: "ldap: gone from a complete listing", removedAt: expect.any(Date) }]);
  expect(await find(source, "stays")).toMatchObject([{ status: "active" }]);
  database.clock.advance(1000);
  await upsert(source, [sighting("leaves", { externalId: "new-1" }), sighting("reused", { externalId: "new-2", displayName: "Somebody Else" })]);
  expect(await find(source, "leaves")).toMatchObject([
    { status: "active", removedAt: null, externalId: "new-1", statusChanges: expect.objectContaining({ length: 3 }) },
  ]);
  expect((await find(source, "reused")).map((person) => person.status).sort()).toEqual(["active", "departed"]);
});

test("a listing that shows nobody at all marks nobody", async () => {
  const source = "ldap:empty";
  await upsert(source, [sighting("one"), sighting("two")]);
  database.clock.advance(1000);
  const attempt = database.as("collector").$transaction((tx) => departAbsentPersons(tx, collector(), source, database.clock.now()));
  await expect(attempt).rejects.toMatchObject({ code: "Unavailable" });
  expect(await find(source, "one")).toMatchObject([{ status: "active" }]);
});

test("only the collector takes people in", async () => {
  const operator = database.context("collector", { type: "operator", name: "root" });
  const attempt = database.as("collector").$transaction((tx) => upsertPersons(tx, operator, "ldap:1", [sighting("eve")]));
  await expect(attempt).rejects.toMatchObject({ code: "Forbidden" });
});

test("ten thousand people come in by pages within seconds", async () => {
  const start = performance.now();
  for (let page = 0; page < 10; page++)
    await upsert(
      "ldap:many",
      Array.from({ length: 1000 }, (_, n) => sighting(`p${page}-${n}`, { groups: [`cn=Team ${n % 40},dc=example`], manager: "id-p0-0" })),
    );
  expect(await database.as("collector").person.count({ where: { source: "ldap:many" } })).toBe(10_000);
  expect(performance.now() - start).toBeLessThan(55_000);
}, 60_000);
