import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { accountPage } from "./account-page";
import { countAccounts } from "./count-accounts";
import { decideLink } from "./decide-link";
import { listAccounts } from "./list-accounts";

const database = testDatabase();
const is = () => facts(database.as("owner"), () => database.clock.now());
let ada: { id: string; displayName: string };
let [unleash, github] = ["", ""];
const ids: Record<string, string> = {};
const auditor = () => database.context("web", asPerson(ada, "auditor"));
const manager = () => database.context("web", asPerson(ada, "security_manager"));
const names = async (input: object) => (await listAccounts(auditor(), input)).rows.map(({ name }) => name);

beforeAll(async () => {
  ada = await is().person({ displayName: "Ada Byron" });
  unleash = (await is().connection({ name: "Unleash" })).id;
  github = (await is().connection({ name: "GitHub" })).id;
  const account = async (connection: string, name: string, person: string | null, fields: object = {}) => {
    ids[name] = (await is().account(connection, person, { name, ...fields })).id;
  };
  await account(unleash, "deploy bot", null, { kind: "service", userName: "deploy_bot", status: "unknown" });
  await account(unleash, "ada", ada.id, { email: "ada@example.com" });
  await account(github, "100% backup", null, { kind: "service" });
  await account(github, "zoe", null, { missingSince: database.clock.now() });
  await is().finding("orphaned-service-account", { accountId: ids["deploy bot"] ?? "" }, { severity: "medium" });
  await is().finding("departed-still-alive", { accountId: ids["deploy bot"] ?? "" }, { severity: "high", status: "closed_proven" });
  await is().token(unleash, { name: "made", creatorAccountId: ids["deploy bot"] ?? "" });
});

test("unlinked accounts come first, each with where it is, whose it is and what is open about it; pages meet each once", async () => {
  expect(await names({})).toEqual(["100% backup", "deploy bot", "zoe", "ada"]);
  const { rows } = await listAccounts(auditor(), {});
  expect(rows[1]).toMatchObject({
    kind: "service",
    status: "unknown",
    connection: { id: unleash, name: "Unleash" },
    person: null,
    basis: "none",
    finding: { rule: "orphaned-service-account", severity: "medium", status: "open" },
    lastUsed: null,
  });
  expect(rows[3]).toMatchObject({ person: { id: ada.id, name: "Ada Byron", status: "active" }, basis: "found", finding: null });
  const met: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listAccounts(auditor(), { limit: 1, cursor });
    met.push(...page.rows.map(({ name }) => name));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(met).toEqual(["100% backup", "deploy bot", "zoe", "ada"]);
});

test.each([
  [{ link: "unlinked" }, ["100% backup", "deploy bot", "zoe"]],
  [{ link: "linked" }, ["ada"]],
  [{ kind: "service" }, ["100% backup", "deploy bot"]],
  [{ q: "0%" }, ["100% backup"]],
  [{ q: "DEPLOY_" }, ["deploy bot"]],
  [{ q: "ada@" }, ["ada"]],
  [{ q: "\0" }, []],
  [{ finding: "orphaned-service-account" }, ["deploy bot"]],
  [{ finding: "departed-still-alive" }, []],
] as const)("%j leaves %j, and is counted so", async (filters, left) => {
  expect(await names(filters)).toEqual(left);
  expect((await countAccounts(auditor(), filters)).total).toBe(left.length);
});

test("each choice is counted under all other filters", async () => {
  expect(await names({ connection: github, kind: "service" })).toEqual(["100% backup"]);
  expect(await countAccounts(auditor(), { connection: github, kind: "service" })).toEqual({
    total: 1,
    link: { unlinked: 1, linked: 0 },
    kind: { user: 1, service: 1, unknown: 0 },
    connections: [
      { id: github, name: "GitHub", count: 1 },
      { id: unleash, name: "Unleash", count: 1 },
    ],
  });
});

test("what is no filter, no cursor of ours and no account is refused by name; the machine reads no people", async () => {
  for (const input of [
    { kind: "robot" },
    { finding: "'" },
    { connection: "x" },
    { cursor: "x" },
    { cursor: Buffer.from(`["2x","${randomUUID()}"]`).toString("base64url") },
  ])
    await expect(listAccounts(auditor(), input)).rejects.toMatchObject({ code: "InvalidInput" });
  for (const id of ["x", randomUUID()]) await expect(accountPage(auditor(), id)).rejects.toMatchObject({ code: "NotFound" });
  for (const read of [listAccounts, countAccounts]) await expect(read(database.context("signer"), {})).rejects.toMatchObject({ code: "Forbidden" });
});

test("a service account is linked by hand to who answers for it, and the page tells by whom, why, and what was undone", async () => {
  const id = ids["deploy bot"] ?? "";
  const before = await accountPage(auditor(), id);
  expect(before).toMatchObject({
    evidence: null,
    decisions: [],
    signed: false,
    tokens: { count: 1, shown: [{ name: "made" }] },
    may: { link: false, triage: false },
  });
  expect(before.findings.map(({ rule, status }) => [rule, status])).toEqual([
    ["orphaned-service-account", "open"],
    ["departed-still-alive", "closed_proven"],
  ]);
  const input = { accountId: id, personId: ada.id, decision: "confirmed", reason: "She runs the deployments." } as const;
  await expect(decideLink(auditor(), input)).rejects.toMatchObject({ code: "Forbidden" });
  await decideLink(manager(), input);
  const after = await accountPage(manager(), id);
  expect(after.row).toMatchObject({ person: { id: ada.id }, basis: "decided" });
  expect(after.decisions).toMatchObject([{ person: { name: "Ada Byron" }, decision: "confirmed", reason: "She runs the deployments.", by: "Ada Byron" }]);
  expect(after.may).toEqual({ link: true, triage: true });
  expect(await names({ link: "linked" })).toEqual(["ada", "deploy bot"]);
  database.clock.advance(1000);
  await decideLink(manager(), { ...input, decision: "rejected", reason: "Not any more." });
  expect((await accountPage(manager(), id)).row).toMatchObject({ person: null, basis: "none" });
});
