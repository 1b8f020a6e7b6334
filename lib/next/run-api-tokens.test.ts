import { beforeAll, expect, test } from "vitest";
import { createApiToken } from "../api-tokens/create-api-token";
import type { ApiScope } from "../domain/api-scopes";
import { confirmOwner } from "../ownership/confirm-owner";
import { fileRequest } from "../requests/file-request";
import { type RequestWorld, requestWorld } from "../requests/testkit/world";
import { testDatabase } from "../testkit/database";
import { asPerson } from "../testkit/facts";
import { tokenPage } from "../tokens/token-page";
import { addDestination } from "../workloads/add-destination";
import { createWorkload } from "../workloads/create-workload";
import { linkTokens } from "../workloads/link-tokens";
import { callApi, own } from "./testkit/call-api";

// One token through the API: all that its page has, and no more than scopes and roles allow.

const database = testDatabase();
const call = callApi(database);
let world: RequestWorld;
let token: string;
const manager = () => database.context("web", asPerson(world.manager, "security_manager"));
const read = async (scopes: ApiScope[]) => {
  const { token: secret } = await createApiToken(manager(), { name: "script", scopes, days: 1 }, own);
  return (await call(secret, "GET", `/tokens/${token}`)).json();
};

beforeAll(async () => {
  database.clock.set(new Date());
  world = await requestWorld(database.as("owner"), () => database.clock.now());
  const { make, connection, manager: person } = world;
  await database
    .as("owner")
    .roleGrant.create({ data: { personId: person.id, role: "security_manager", grantedBy: "operator:test", grantedAt: database.clock.now() } });
  const capabilities = { classes: { oauth_grant: { list: "can", revoke: { cannot: "Only the app itself may." } } } };
  await database.as("owner").connectionHealth.upsert({
    where: { connectionId: connection.id },
    create: { connectionId: connection.id, state: "ok", capabilities },
    update: { capabilities },
  });
  const account = await make.account(connection.id, person.id, { name: "mira", email: "mira@example.com" });
  const facts = {
    class: "oauth_grant" as const,
    name: "billing-app",
    creatorAccountId: account.id,
    scopes: ["repo", "admin:org"],
    scopesUsed: ["repo"],
    scopesUsedFrom: "the vendor's own log",
    thirdParty: "Billing Ltd",
    rotatedAt: database.clock.now(),
    rotatedFrom: "the vendor's list",
    parentKey: "app-7",
  };
  token = (await make.token(connection.id, facts)).id;
  const beside = await make.token(connection.id, { name: "billing-app-2", parentKey: "app-7" });
  await make.token((await make.connection({ connector: "import" })).id, { name: "seen elsewhere", mergedInto: token });
  await confirmOwner(manager(), { token, person: person.id, purpose: "Sends invoices." });
  const { id: workload } = await createWorkload(manager(), { name: "invoicing", kind: "service" });
  await linkTokens(manager(), { workload, tokens: [token] });
  await addDestination(manager(), { workload, destination: "vault.example.com", token: beside.id });
  await make.finding("departed-still-alive", { tokenId: token, personId: person.id });
});

test("a token comes with all that its page shows: what uses it and what depends on it, siblings, what it may do, and who said what", async () => {
  const page = JSON.parse(JSON.stringify(await tokenPage(manager(), token)));
  const { row, owner, creator, may: _, ...rest } = page;
  const detail = await read(["read:inventory", "read:requests", "read:audit"]);
  expect(Object.fromEntries(Object.entries(detail).filter(([key]) => key in rest))).toEqual(rest);
  expect(detail.creatorAccount).toEqual({ id: creator.id, name: "mira", externalId: creator.externalId, status: creator.status });
  expect(detail.said).toEqual({ owner: owner.said, purpose: owner.purposeSaid });
  expect(detail.token).toMatchObject({
    purpose: "Sends invoices.",
    workloads: [{ name: "invoicing", kind: "service", basis: "declared" }],
    sightings: 1,
    backup: null,
    severity: row.severity,
  });
  expect(detail).toMatchObject({
    thirdParty: "Billing Ltd",
    rotated: { source: "the vendor's list" },
    abilities: { list: "can", revoke: { cannot: "Only the app itself may." } },
    siblings: { key: "app-7", count: 1, tokens: [{ name: "billing-app-2" }] },
    dependencies: { workloads: [{ name: "invoicing", edge: { basis: "declared" }, destinations: [{ name: "vault.example.com", token: { workloads: 0 } }] }] },
  });
  expect(detail.sightings.map(({ name }: { name: string }) => name)).toEqual(["billing-app", "seen elsewhere"]);
});

test("without the scopes of requests and of the log, those are unknown and not none; nobody's address comes along", async () => {
  const { id } = await world.make.token(world.connection.id, { name: "asked" });
  await fileRequest(manager(), { tokens: [id], reason: "Old.", acknowledgement: "asked" });
  const inventory = await read(["read:inventory"]);
  expect([inventory.requests, inventory.audit]).toEqual([null, null]);
  const more = await read(["read:inventory", "read:requests", "read:audit"]);
  expect(more.requests).toEqual([]);
  expect(more.audit.length).toBeGreaterThan(0);
  expect(JSON.stringify(more)).not.toContain("mira@example.com");

  const { token: blind } = await createApiToken(manager(), { name: "blind", scopes: ["read:inventory"], days: 1 }, own);
  const { token: seeing } = await createApiToken(manager(), { name: "seeing", scopes: ["read:inventory", "read:requests"], days: 1 }, own);
  const asked = async (secret: string) =>
    (await (await call(secret, "GET", `/tokens/${id}`)).json()).life.find(({ what }: { what: string }) => /requested/.test(what));
  expect(await asked(blind)).toMatchObject({ who: null, request: null });
  expect(await asked(seeing)).toMatchObject({ who: world.manager.displayName, request: expect.any(Number) });
});

test("a row of the list says what it is for, what uses it, who stands in and how often it is seen", async () => {
  const { token: secret } = await createApiToken(manager(), { name: "script", scopes: ["read:inventory"], days: 1 }, own);
  const { data } = await (await call(secret, "GET", "/tokens?q=billing-app")).json();
  const [first] = data.filter(({ id }: { id: string }) => id === token);
  expect(first).toMatchObject({ purpose: "Sends invoices.", workloads: [{ name: "invoicing" }], backup: null, team: null, sightings: 1 });
});
