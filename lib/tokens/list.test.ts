import { beforeAll, expect, test } from "vitest";
import { tokenStates } from "../domain/token-states";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { tokenFacets } from "./facets";
import { listTokenRows, listTokens } from "./queries";

const database = testDatabase();
const make = () => facts(database.as("owner"), () => database.clock.now());
const reader = () => database.context("web", asPerson({ id: "00000000-0000-4000-8000-000000000001", displayName: "Ada" }, "auditor"));
let unleash: string;
let mira: string;
const day = (n: number) => new Date(Date.UTC(2026, 9, n));

beforeAll(async () => {
  const { person, connection, account, token, finding } = make();
  const owner = await person({ displayName: "Mira Koh" });
  mira = owner.id;
  const live = await connection({ name: "unleash-prod" });
  const old = await connection({ name: "import", connector: "import" });
  unleash = live.id;
  const creator = await account(live.id, mira);
  const billing = await token(live.id, {
    name: "Billing-sync",
    hint: "7f3a",
    environment: "production",
    creatorAccountId: creator.id,
    lastUsedAt: day(3),
    lastUsedFrom: "seenAt",
    expiry: "never",
  });
  const ledger = await token(live.id, { name: "ledger_100%", environment: null, lastUsedAt: day(1), lastUsedFrom: "seenAt" });
  await token(live.id, { name: "alpha", lastUsedAt: null, missingSince: day(2) });
  await token(live.id, { name: "zeta", lastUsedAt: null, expiry: "at", expiresAt: day(1) });
  await token(live.id, { name: "off", disabledAt: day(1) });
  await token(old.id, { name: "legacy", imported: true, class: "deploy_key" });
  await database.as("owner").ownership.create({ data: { tokenId: billing.id, personId: mira, state: "confirmed", setBy: "test", setAt: day(1) } });
  await database.as("owner").ownership.create({ data: { tokenId: ledger.id, personId: mira, state: "suggested", setBy: "test", setAt: day(1) } });
  await finding("never-expires", { tokenId: billing.id });
  await finding("never-expires", { tokenId: ledger.id }, { status: "closed_proven" });
});

const names = async (input: Record<string, unknown>) => (await listTokens(reader(), input)).rows.map((row) => row.name);

test("sorts by name without regard to case, and by date with the unknown last in both directions", async () => {
  expect(await names({})).toEqual(["alpha", "Billing-sync", "ledger_100%", "legacy", "off", "zeta"]);
  expect((await names({ sort: "-lastUsed" })).slice(0, 2)).toEqual(["Billing-sync", "ledger_100%"]);
  expect((await names({ sort: "lastUsed" })).slice(0, 2)).toEqual(["ledger_100%", "Billing-sync"]);
});

test("pages join without a gap or a repeat, across the border of the unknown", async () => {
  for (const query of [{ sort: "-lastUsed" }, { sort: "lastUsed" }, { sort: "name" }, { sort: "expires" }, { sort: "-firstSeen" }]) {
    const whole = await names(query);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await listTokens(reader(), { ...query, limit: 1, cursor: cursor ?? undefined });
      seen.push(...page.rows.map((row) => row.name));
      cursor = page.next;
    } while (cursor);
    expect(seen).toEqual(whole);
  }
});

test("each filter leaves its rows", async () => {
  expect(await names({ class: "deploy_key" })).toEqual(["legacy"]);
  expect(await names({ connection: unleash, expiry: "never" })).toEqual(["Billing-sync"]);
  expect(await names({ environment: "production" })).toEqual(["Billing-sync"]);
  expect(await names({ environment: ["unknown"] })).not.toContain("Billing-sync");
  expect(await names({ owner: "confirmed" })).toEqual(["Billing-sync"]);
  expect(await names({ owner: "suggested" })).toEqual(["ledger_100%"]);
  expect(await names({ owner: "none,confirmed" })).not.toContain("ledger_100%");
  expect(await names({ finding: "never-expires" })).toEqual(["Billing-sync"]);
  expect(await names({ imported: "yes" })).toEqual(["legacy"]);
  expect(await names({ used: "known" })).toEqual(["Billing-sync", "ledger_100%"]);
  expect(await names({ person: mira })).toEqual(["Billing-sync", "ledger_100%"]);
});

test("search looks at part of the name, the hint and the whole id, and takes signs as they are", async () => {
  expect(await names({ q: "billing" })).toEqual(["Billing-sync"]);
  expect(await names({ q: "7F3" })).toEqual(["Billing-sync"]);
  expect(await names({ q: "100%" })).toEqual(["ledger_100%"]);
  expect(await names({ q: "%" })).toEqual(["ledger_100%"]);
  const [row] = (await listTokens(reader(), { q: "zeta" })).rows;
  expect(await names({ q: row?.id })).toEqual(["zeta"]);
});

test("the state filter agrees with the view for every state", async () => {
  const rows = (await listTokens(reader(), {})).rows;
  for (const state of tokenStates) expect(await names({ state })).toEqual(rows.filter((row) => row.state === state).map((row) => row.name));
  expect(rows.filter((row) => row.state !== "active").map((row) => [row.name, row.state])).toEqual([
    ["alpha", "missing"],
    ["off", "disabled"],
    ["zeta", "expired"],
  ]);
});

test("a row tells what is known and by whom, and says null where nobody did", async () => {
  const [line] = (await listTokens(reader(), { q: "billing" })).rows;
  const [billing] = (await listTokenRows(reader(), { q: "billing" })).rows;
  expect(billing).toMatchObject({ ...line });
  expect(billing).toMatchObject({
    connection: { name: "unleash-prod" },
    creator: { person: { name: "Mira Koh", status: "active" } },
    owner: { name: "Mira Koh", state: "confirmed" },
    created: null,
    lastUsed: { source: "seenAt" },
    expiry: { kind: "never" },
    findings: [{ rule: "never-expires", severity: "high" }],
  });
});

test("counts and facets follow the filters", async () => {
  expect((await tokenFacets(reader(), { connection: unleash })).total).toBe(5);
  const { facets } = await tokenFacets(reader(), { class: "deploy_key" });
  expect(facets.class.options).toEqual([
    { value: "api_key", count: 5 },
    { value: "deploy_key", count: 1 },
  ]);
  expect(facets.connection.options).toEqual([expect.objectContaining({ name: "import", count: 1 })]);
  expect(facets.environment.options).toEqual([{ value: "unknown", count: 1 }]);
  expect(facets.exposure.options).toEqual([{ value: "none", count: 1 }]);
});

test("a wrong filter or cursor is a sentence, and nobody without a session reads", async () => {
  await expect(listTokens(reader(), { class: "nonsense" })).rejects.toMatchObject({ name: "InvalidInput" });
  await expect(listTokens(reader(), { cursor: "nonsense" })).rejects.toMatchObject({ name: "InvalidInput" });
  await expect(listTokens(database.context("web"), {})).rejects.toMatchObject({ name: "Forbidden" });
});
