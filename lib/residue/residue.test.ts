import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { listResidue, residueTotals, residueUse } from "./queries";

const database = testDatabase();
const reader = () => database.context("web", asPerson({ id: "00000000-0000-4000-8000-000000000001", displayName: "Ada" }, "auditor"));
const daysAgo = (n: number) => new Date(Date.now() - n * 86_400_000);
let prod: string;

beforeAll(async () => {
  const make = facts(database.as("owner"), () => new Date());
  const { id } = await make.connection({ name: "unleash-prod" });
  prod = id;
  const stale = await make.connection({ name: "github" });
  await make.health(prod, { lastGoodSyncAt: daysAgo(0) });
  await make.health(stale.id, { lastGoodSyncAt: daysAgo(300), state: "failing" });
  const left = (displayName: string, days: number) =>
    make.person({ displayName, status: "departed", statusAt: daysAgo(days), statusSource: "scim: active=false" });
  const [dana, idris, lena, yuki] = [
    await left("Dana Whitfield", 10),
    await left("Idris Okafor", 3),
    await left("Lena Brandt", 100),
    await left("Yuki Arai", 5),
  ];
  const add = async (person: { id: string }, severity: "critical" | "high" | "low", connection: string, lastUsedAt: Date | null) => {
    const token = await make.token(connection, { lastUsedAt });
    await make.finding("departed-still-alive", { tokenId: token.id, personId: person.id }, { severity });
  };
  await add(dana, "critical", prod, daysAgo(1));
  await add(dana, "high", stale.id, null);
  await add(idris, "high", prod, daysAgo(20));
  await add(lena, "high", stale.id, daysAgo(200));
  const account = await make.account(prod, yuki.id, { lastUsedAt: null });
  await make.finding("departed-still-alive", { accountId: account.id, personId: yuki.id }, { severity: "low" });
  const gone = await make.token(prod, {});
  await make.finding("departed-still-alive", { tokenId: gone.id, personId: yuki.id }, { status: "closed_proven" });
});

const names = async (input: Record<string, unknown> = {}) => (await listResidue(reader(), input)).people.map(({ person }) => person.name);

test("people come gravest first, then the latest to leave, with what is alive", async () => {
  const { people } = await listResidue(reader(), {});
  expect(people.map(({ person, severity, tokenCount, accountCount }) => [person.name, severity, tokenCount, accountCount])).toEqual([
    ["Dana Whitfield", "critical", 2, 0],
    ["Idris Okafor", "high", 1, 0],
    ["Lena Brandt", "high", 1, 0],
    ["Yuki Arai", "low", 0, 1],
  ]);
  expect(people[0]?.left).toMatchObject({ source: "scim: active=false" });
});

test("used since: yes from a later use, no only after a sync since the leaving, otherwise unknown", async () => {
  const { people } = await listResidue(reader(), {});
  expect(Object.fromEntries(people.map(({ person, usedSince }) => [person.name, usedSince]))).toEqual({
    "Dana Whitfield": "yes",
    "Idris Okafor": "no",
    // Lena's connection was last read before she left: an old date says nothing about what came after.
    "Lena Brandt": "unknown",
    "Yuki Arai": "unknown",
  });
});

test("each filter leaves its people, and the totals follow", async () => {
  expect(await names({ left: "7d" })).toEqual(["Idris Okafor", "Yuki Arai"]);
  expect(await names({ severity: "high" })).toEqual(["Idris Okafor", "Lena Brandt"]);
  expect(await names({ connection: prod, used: "unknown" })).toEqual(["Yuki Arai"]);
  expect(await names({ used: "yes" })).toEqual(["Dana Whitfield"]);
  expect(await names({ q: "okaf" })).toEqual(["Idris Okafor"]);
  expect(await residueTotals(reader(), {})).toEqual({ people: 4, tokens: 4, accounts: 1 });
  expect((await listResidue(reader(), { limit: 2 })).totals).toEqual({ people: 4, tokens: 4, accounts: 1 });
  expect((await listResidue(reader(), { left: "24h" })).totals).toEqual({ people: 0, tokens: 0, accounts: 0 });
  expect(await residueUse(reader(), {})).toEqual({ yes: 1, no: 1, unknown: 2 });
  expect(await residueTotals(reader(), { left: "24h" })).toMatchObject({ people: 0, tokens: 0 });
});

test("pages join without a gap or a repeat", async () => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listResidue(reader(), { limit: 1, cursor: cursor ?? undefined });
    expect(page.totals === null).toBe(cursor !== null);
    seen.push(...page.people.map(({ person }) => person.name));
    cursor = page.next;
  } while (cursor);
  expect(seen).toEqual(await names());
});

test("a stranger reads nothing", async () => {
  await expect(listResidue(database.context("web"), {})).rejects.toMatchObject({ name: "Forbidden" });
});
