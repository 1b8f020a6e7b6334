import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { addDestination } from "./add-destination";
import { createWorkload } from "./create-workload";
import { editWorkload } from "./edit-workload";
import { endLegacy } from "./end-legacy";
import { workloadFacets } from "./facets";
import { linkTokens } from "./link-tokens";
import { listWorkloads } from "./list-workloads";
import { removeDestination } from "./remove-destination";
import { setLegacy } from "./set-legacy";
import { unlinkToken } from "./unlink-token";
import { workloadPage } from "./workload-page";

const database = testDatabase();
const make = facts(database.as("owner"), () => database.clock.now());
type Person = Awaited<ReturnType<typeof make.person>>;
let ada: Person;
let ben: Person;
let connection: string;
beforeAll(async () => {
  database.clock.set(new Date("2026-11-26T10:00:00Z"));
  ada = await make.person({ displayName: "Ada Lovelace" });
  ben = await make.person({ displayName: "Ben Ortiz" });
  connection = (await make.connection()).id;
});
const as = (person: Person, ...roles: Parameters<typeof asPerson>[1][]) => database.context("web", asPerson(person, ...roles));
const manager = () => as(ada, "security_manager");
const created = async (name: string, more: object = {}) => (await createWorkload(manager(), { name, kind: "service", ...more })).id;

describe("describing", () => {
  test("an auditor describes none; an owner their own; a manager any, and the log says so", async () => {
    await expect(createWorkload(as(ben, "auditor"), { name: "x", kind: "service", owner: ben.id })).rejects.toMatchObject({ name: "Forbidden" });
    await expect(createWorkload(as(ben, "token_owner"), { name: "x", kind: "service", owner: ada.id })).rejects.toMatchObject({ name: "Forbidden" });
    const { id } = await createWorkload(as(ben, "token_owner"), { name: "route-optimizer", kind: "cron_job", owner: ben.id });
    expect((await workloadPage(as(ada, "auditor"), id)).row).toMatchObject({ name: "route-optimizer", kind: "cron_job", owner: { name: "Ben Ortiz" } });
    expect(await database.as("web").auditEntry.count({ where: { subjectId: id, action: "workload.created" } })).toBe(1);
  });

  test("whoever saves over a newer version is told, and nothing is lost", async () => {
    const id = await created("stale");
    const seen = (await workloadPage(manager(), id)).row.changedAt;
    database.clock.advance(1000);
    await editWorkload(manager(), { workload: id, seen, name: "fresh", kind: "agent", environment: "production" });
    await expect(editWorkload(manager(), { workload: id, seen, name: "lost", kind: "service" })).rejects.toMatchObject({ name: "Conflict" });
    expect((await workloadPage(manager(), id)).row).toMatchObject({ name: "fresh", kind: "agent", environment: "production" });
    await expect(
      editWorkload(as(ben, "token_owner"), { workload: id, seen: database.clock.now().toISOString(), name: "x", kind: "agent" }),
    ).rejects.toMatchObject({ name: "Forbidden" });
  });

  test("an identity is checked for its shape, and names one workload", async () => {
    const spiffeId = "spiffe://meridian.example/ns/billing/sa/sync";
    await expect(created("bad", { spiffeId: "spiffe://Meridian/x/../y" })).rejects.toMatchObject({ name: "InvalidInput" });
    await expect(created("half", { oidcIssuer: "https://ci.example.com" })).rejects.toMatchObject({ detail: { fields: { oidcSubject: expect.any(String) } } });
    await expect(created("http", { oidcIssuer: "http://ci.example.com", oidcSubject: "repo:a/b" })).rejects.toMatchObject({ name: "InvalidInput" });
    await created("with-identity", { spiffeId, oidcIssuer: "https://ci.example.com", oidcSubject: "repo:meridian/billing:ref:refs/heads/main" });
    await expect(created("second", { spiffeId })).rejects.toMatchObject({ message: expect.stringContaining("with-identity has this identity already") });
  });

  test("nobody who left becomes an owner", async () => {
    const gone = await make.person({ displayName: "Dana Whitfield", status: "departed" });
    await expect(created("orphan", { owner: gone.id })).rejects.toMatchObject({ message: expect.stringContaining("Dana Whitfield is departed") });
  });
});

describe("tokens", () => {
  test("what a person says counts over what was suggested, and says who said it", async () => {
    const id = await created("billing-sync");
    const token = (await make.token(connection, { name: "bs-1" })).id;
    await database
      .as("owner")
      .tokenWorkload.create({ data: { tokenId: token, workloadId: id, basis: "suggested", setBy: "process:collector", setAt: database.clock.now() } });
    expect((await workloadPage(manager(), id)).tokens[0]?.link).toMatchObject({ basis: "suggested", by: "the collector" });
    expect(await linkTokens(manager(), { workload: id, tokens: [token] })).toEqual({ linked: 1 });
    expect(await linkTokens(manager(), { workload: id, tokens: [token] })).toEqual({ linked: 0 });
    expect((await workloadPage(manager(), id)).tokens[0]).toMatchObject({ row: { name: "bs-1" }, link: { basis: "declared", by: "Ada Lovelace" } });
    await expect(unlinkToken(as(ben, "token_owner"), { workload: id, token })).rejects.toMatchObject({ name: "Forbidden" });
    await unlinkToken(manager(), { workload: id, token });
    await expect(unlinkToken(manager(), { workload: id, token })).rejects.toMatchObject({ name: "Conflict" });
  });

  test("a token owner says which workload uses their token, and of nobody else's", async () => {
    const id = await created("someone-elses");
    const mine = (await make.token(connection)).id;
    const theirs = (await make.token(connection)).id;
    const now = database.clock.now();
    await database.as("owner").ownership.create({ data: { tokenId: mine, personId: ben.id, state: "confirmed", setBy: "test", setAt: now } });
    await expect(linkTokens(as(ben, "token_owner"), { workload: id, tokens: [mine, theirs] })).rejects.toMatchObject({ name: "Forbidden" });
    expect(await linkTokens(as(ben, "token_owner"), { workload: id, tokens: [mine] })).toEqual({ linked: 1 });
  });
});

test("a destination holds no credentials, stands once, and is taken away by who may", async () => {
  const id = await created("nightly-report");
  await expect(addDestination(manager(), { workload: id, destination: "postgres://report:hunter2@db.internal/warehouse" })).rejects.toMatchObject({
    detail: { fields: { destination: expect.stringContaining("Leave user name and password out") } },
  });
  const { id: destination } = await addDestination(manager(), { workload: id, destination: "warehouse.internal" });
  await expect(addDestination(manager(), { workload: id, destination: "warehouse.internal" })).rejects.toMatchObject({ name: "Conflict" });
  await expect(removeDestination(as(ben, "token_owner"), { destination })).rejects.toMatchObject({ name: "Forbidden" });
  await removeDestination(manager(), { destination });
  expect((await workloadPage(manager(), id)).destinations).toEqual([]);
});

test("the legacy register wants a reason and a day to come, and says what is overdue", async () => {
  const id = await created("label-printer");
  const reason = "Its firmware knows static keys alone.";
  await expect(setLegacy(manager(), { workload: id, reason, until: "2026-11-25" })).rejects.toMatchObject({ name: "InvalidInput" });
  await expect(setLegacy(as(ben, "token_owner"), { workload: id, reason, until: "2027-01-31" })).rejects.toMatchObject({ name: "Forbidden" });
  await setLegacy(manager(), { workload: id, reason, until: "2027-01-31" });
  expect(await workloadFacets(manager(), { legacy: "yes" })).toMatchObject({ total: 1, legacy: { yes: 1, overdue: 0 } });
  await database.as("owner").workload.update({ where: { id }, data: { legacyUntil: new Date("2026-01-01T00:00:00Z") } });
  expect((await listWorkloads(manager(), { legacy: "overdue" })).rows).toMatchObject([{ name: "label-printer", legacy: { overdue: true } }]);
  await endLegacy(manager(), { workload: id });
  await expect(endLegacy(manager(), { workload: id })).rejects.toMatchObject({ name: "Conflict" });
});

test("every sort walks the whole list page by page, forwards and backwards, and the filters say what they leave", async () => {
  await created("zeta", { environment: "production", owner: ben.id });
  await created("Alpha", { kind: "agent" });
  const all = async (sort: string) => {
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const { rows, next } = await listWorkloads(manager(), { sort, limit: 3, cursor });
      names.push(...rows.map(({ id }) => id));
      cursor = next ?? undefined;
    } while (cursor);
    return names;
  };
  const total = (await workloadFacets(manager(), {})).total;
  for (const sort of ["name", "kind", "environment", "owner", "tokens", "legacy", "changed"]) {
    const forwards = await all(sort);
    expect(new Set(forwards).size, sort).toBe(total);
    expect(await all(`-${sort}`), sort).toEqual(forwards.reverse());
  }
  expect((await listWorkloads(manager(), { q: "ALPH" })).rows.map(({ name }) => name)).toEqual(["Alpha"]);
  expect(await workloadFacets(manager(), { kind: "agent", environment: "unknown" })).toMatchObject({ total: 1 });
  await expect(listWorkloads(as(ben), {})).rejects.toMatchObject({ name: "Forbidden" });
});
