import { expect, test } from "vitest";
import { testDatabase } from "../../../lib/testkit/database";
import { facts } from "../../../lib/testkit/facts";
import { importFile } from "./testkit/import-file";

const database = testDatabase();
const owner = () => database.as("owner");
const make = () => facts(owner(), () => database.clock.now());

test("people come in under a source of their own, never beside or over those of a directory", async () => {
  await make().person({ displayName: "Rhea Known", userName: "rhea", email: "rhea@example.com", source: "scim" });
  const text =
    "login;full name;mail;status;end date;teams;reports to\nada;Ada Lovelace;Ada@Example.com;active;;Platform, Data;\nbo;Bo Diaz;;departed;2026-03-01;Platform;ada\nrhea;Rhea;;departed;;;\nx;X;not an address;;;;\ny;Y;y@example.com;gone;;;\n";
  const first = await importFile(database, text, { kind: "people", source: "hr" });
  expect(first.run).toMatchObject({ status: "partial", created: 2, rejected: 3 });
  expect(first.rejects).toMatchObject([
    { row: 3, field: "userName", reason: expect.stringContaining("known from scim") },
    { row: 4, field: "email", reason: "is not an e-mail address" },
    { row: 5, field: "status", reason: expect.stringContaining("is no status") },
  ]);
  expect(await owner().person.findFirst({ where: { userName: "bo" }, include: { manager: true, teams: { include: { team: true } } } })).toMatchObject({
    source: "import:hr",
    status: "departed",
    statusAt: new Date("2026-03-01"),
    manager: { userName: "ada" },
    teams: [{ team: { name: "Platform" } }],
  });
  expect(await owner().person.findFirst({ where: { userName: "rhea" } })).toMatchObject({ status: "active", source: "scim" });
  expect((await importFile(database, text, { kind: "people", source: "hr" })).run).toMatchObject({ created: 0, changed: 0, unchanged: 2 });
});

test("teams, workloads and owners come in by name, and again change nothing; what a person said stays", async () => {
  const teams = 'name,members\nOps,"ada, bo"\nNobody,ghost\n';
  expect((await importFile(database, teams, { kind: "teams", source: "hr" })).run).toMatchObject({ created: 1, rejected: 1 });
  expect(await owner().teamMember.count({ where: { team: { name: "Ops" } } })).toBe(2);
  expect((await importFile(database, teams.replace(", bo", ""), { kind: "teams", source: "hr" })).run).toMatchObject({ created: 0, changed: 1 });
  expect((await importFile(database, teams.replace(", bo", ""), { kind: "teams", source: "hr" })).run).toMatchObject({ changed: 0, unchanged: 1 });

  const workloads =
    "name,kind,environment,owner,team,spiffe\nbilling,service,production,ada,Ops,spiffe://example.com/billing\nnightly,cron job,,,,\nwrong,service,,ghost,,\nbad,service,,,,http://x\n";
  expect((await importFile(database, workloads, { kind: "workloads", source: "cmdb" })).run).toMatchObject({ created: 2, rejected: 2 });
  expect(await owner().workload.findFirst({ where: { name: "billing" }, include: { owner: true, team: true } })).toMatchObject({
    kind: "service",
    source: "import:cmdb",
    owner: { userName: "ada" },
    team: { name: "Ops" },
  });
  expect((await importFile(database, workloads, { kind: "workloads", source: "cmdb" })).run).toMatchObject({ created: 0, changed: 0, unchanged: 2 });

  const connection = await make().connection();
  const [one, two] = [await make().token(connection.id, { name: "deploy" }), await make().token(connection.id, { name: "said" })];
  await make().token(connection.id, { name: "twice" });
  await make().token((await make().connection()).id, { name: "twice" });
  const ada = await owner().person.findFirstOrThrow({ where: { userName: "ada" } });
  await owner().ownership.create({ data: { tokenId: two.id, personId: ada.id, state: "confirmed", setBy: `person:${ada.id}`, setAt: database.clock.now() } });
  const owners = "token,owner,backup,purpose\ndeploy,ada,bo,Deploys the site\nsaid,bo,,\ntwice,ada,,\nmissing,ada,,\ndeploy2,ada,ada,\n";
  const { run, rejects } = await importFile(database, owners, { kind: "owners", source: "sheet" });
  expect(run).toMatchObject({ created: 1, unchanged: 1, rejected: 3 });
  expect(rejects.map(({ reason }) => reason)).toEqual([
    "means several tokens; name its system as well",
    expect.stringContaining("no known token"),
    expect.stringContaining("no known token"),
  ]);
  expect(await owner().ownership.findUnique({ where: { tokenId: one.id }, include: { backup: true } })).toMatchObject({
    state: "confirmed",
    personId: ada.id,
    purpose: "Deploys the site",
    backup: { userName: "bo" },
  });
  expect(await owner().ownership.findUnique({ where: { tokenId: two.id } })).toMatchObject({ personId: ada.id });
});

test("a service catalogue becomes workloads whose source says so; an owner who is only a word stays out", async () => {
  const text =
    "x-cortex-tag,title,x-cortex-owners,x-cortex-type\npay,Payments,@acme/Ops,service\nweb,Website,user:default/bo,pipeline\nold,Old thing,somebody,relic\n";
  expect((await importFile(database, text, { kind: "catalogue", source: "cortex.csv" })).run).toMatchObject({ status: "succeeded", created: 3 });
  const found = await owner().workload.findMany({ where: { source: "catalogue:cortex.csv" }, include: { owner: true, team: true }, orderBy: { name: "asc" } });
  expect(found).toMatchObject([
    { name: "Old thing", kind: "service", owner: null, team: null },
    { name: "Payments", externalId: "pay", team: { name: "Ops" } },
    { name: "Website", kind: "pipeline", owner: { userName: "bo" } },
  ]);
});
