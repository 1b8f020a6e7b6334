import { expect, test } from "vitest";
import { evaluateSuggestions } from "../../../lib/suggestions/evaluate-suggestions";
import { testDatabase } from "../../../lib/testkit/database";
import { facts } from "../../../lib/testkit/facts";
import { importFile, pieces } from "./testkit/import-file";

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

const suggested = async (tokens: string[]) => {
  const ctx = database.context("collector");
  await ctx.db.$transaction((tx) => evaluateSuggestions(tx, ctx, tokens));
  return owner().ownerSuggestion.findMany({
    where: { tokenId: { in: tokens }, status: "open" },
    orderBy: { confidence: "desc" },
    select: { kind: true, person: { select: { userName: true } } },
  });
};
const uses = async (tokenId: string, name: string) => {
  const { id } = await owner().workload.findFirstOrThrow({ where: { name } });
  await owner().tokenWorkload.create({ data: { tokenId, workloadId: id, basis: "declared", setBy: "test", setAt: database.clock.now() } });
};

test("CODEOWNERS: folders and the repository become workloads, patterns of files are told, and whom it names is suggested", async () => {
  const text = [
    "# who reviews what",
    "*            @acme/ops",
    "/apps/ledger/ @ada bo@example.com # the books",
    "",
    "docs/*.md    @ada",
    "/odd         ada",
    "^[Pipelines][2] @acme/ops",
    "/ci/nightly\\ build/",
    "/ci/release/ @ada",
  ].join("\n");
  const { run, rejects } = await importFile(database, pieces(Buffer.from(text), 7), { kind: "catalogue", source: "shop", fileName: "CODEOWNERS" });
  expect(run).toMatchObject({ status: "partial", format: "CODEOWNERS", created: 4, rejected: 2 });
  expect(rejects).toEqual([
    { row: 5, field: "row", reason: expect.stringContaining("pattern for files") },
    { row: 6, field: "row", reason: expect.stringContaining("neither @name nor") },
  ]);
  const found = await owner().workload.findMany({
    where: { source: "catalogue:CODEOWNERS of shop" },
    include: { owner: true, backup: true, team: true },
    orderBy: { externalId: "asc" },
  });
  expect(found).toMatchObject([
    { externalId: "*", name: "shop", kind: "unknown", owner: null, team: { name: "Ops" } },
    { externalId: "apps/ledger", name: "ledger", owner: { userName: "ada" } },
    { externalId: "ci/nightly build", name: "nightly build", team: { name: "Ops" } },
    { externalId: "ci/release", name: "release", owner: { userName: "ada" } },
  ]);
  expect((await importFile(database, text, { kind: "catalogue", source: "shop" })).run).toMatchObject({ created: 0, changed: 0, unchanged: 4 });
  const token = await make().token((await make().connection()).id);
  await uses(token.id, "ledger");
  expect(await suggested([token.id])).toContainEqual({ kind: "codeowners", person: { userName: "ada" } });
});

test("catalog-info.yaml: each document an entity; what is none, or runs nothing, is told and costs no other", async () => {
  const entity = (kind: string, name: string, spec: string) =>
    `apiVersion: backstage.io/v1alpha1\nkind: ${kind}\nmetadata:\n  name: ${name}\n  description: |\n    Text\n    --- not a cut\nspec: ${spec}\n`;
  const text = [
    `# a comment first\n${entity("Component", "card-payments", "{ type: service, owner: 'user:default/ada' }")}`,
    entity("Resource", "ledger-db", "{ type: database, owner: group:ops }"),
    "kind: [unclosed\n",
    entity("Group", "ops", "{ type: team }"),
    "just: text\n",
    `a: &a [x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c, *c]\n`,
    "# nothing\n",
    entity("Component", "nightly-report", "{ type: cron job, owner: somebody }"),
  ].join("---\n");
  const { run, rejects } = await importFile(database, pieces(Buffer.from(text), 11), { kind: "catalogue", source: "backstage", fileName: "catalog-info.yaml" });
  expect(run).toMatchObject({ status: "partial", format: "Backstage catalogue, YAML", created: 3, rejected: 4 });
  expect(rejects.map(({ row, reason }) => [row, reason])).toEqual([
    [3, "is not valid YAML"],
    [4, expect.stringContaining("runs nothing")],
    [5, expect.stringContaining("is no entity of Backstage: kind")],
    [6, expect.stringMatching(/is not valid YAML|is no entity/)],
  ]);
  const found = await owner().workload.findMany({ where: { source: "catalogue:backstage" }, include: { owner: true, team: true }, orderBy: { name: "asc" } });
  expect(found).toMatchObject([
    { externalId: "component:default/card-payments", name: "card-payments", kind: "service", owner: { userName: "ada" }, team: null },
    { externalId: "resource:default/ledger-db", owner: null, team: { name: "Ops" } },
    { externalId: "component:default/nightly-report", kind: "cron_job", owner: null },
  ]);
  const token = await make().token((await make().connection()).id);
  await uses(token.id, "card-payments");
  expect(await suggested([token.id])).toContainEqual({ kind: "service_catalogue", person: { userName: "ada" } });
});

test("whom a file names is suggested where the owner whom a person confirmed has left, and never set over them", async () => {
  const [connection, gone] = [await make().connection(), await make().person({ status: "departed" })];
  const ada = await owner().person.findFirstOrThrow({ where: { userName: "ada" } });
  const [left, here] = [await make().token(connection.id, { name: "left-behind" }), await make().token(connection.id, { name: "well-kept" })];
  for (const [tokenId, personId] of [
    [left.id, gone.id],
    [here.id, ada.id],
  ] as const)
    await owner().ownership.create({ data: { tokenId, personId, state: "confirmed", setBy: "person:test", setAt: database.clock.now() } });
  const { run } = await importFile(database, "token,owner\nleft-behind,ada\nwell-kept,bo\n", { kind: "owners", source: "sheet two" });
  expect(run).toMatchObject({ status: "succeeded", unchanged: 2 });
  expect(await suggested([left.id, here.id])).toEqual([{ kind: "import", person: { userName: "ada" } }]);
  expect(await owner().ownership.findUnique({ where: { tokenId: left.id } })).toMatchObject({ personId: gone.id, state: "confirmed" });
});
