import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { pathNames } from "../api/endpoint";
import { openApi } from "../api/openapi/document";
import { endpoints } from "../api/table";
import { createApiToken } from "../api-tokens/create-api-token";
import { RateLimit } from "../api-tokens/rate-limit";
import { revokeApiToken } from "../api-tokens/revoke-api-token";
import type { ApiScope } from "../domain/api-scopes";
import { found } from "../exposure/testkit/found";
import { fileRequest } from "../requests/file-request";
import { type RequestWorld, requestWorld } from "../requests/testkit/world";
import { testDatabase } from "../testkit/database";
import { asPerson } from "../testkit/facts";
import { reviewSelection } from "../tokens/review-selection";
import { setTtlPolicy } from "../ttl/set-ttl-policy";
import { createWorkload } from "../workloads/create-workload";
import { linkTokens } from "../workloads/link-tokens";
import { callApi, own } from "./testkit/call-api";

const database = testDatabase();
let world: RequestWorld;
let token: string;
let finding: string;
let account: string;
let exposure: string;
let workload: string;
let importId: string;
let scan: string;
let policy: string;
let selection: { id: string; digest: string };
let limit: RateLimit;
const manager = () => database.context("web", asPerson(world.manager, "security_manager", "auditor"));
const make = (...scopes: ApiScope[]) => createApiToken(manager(), { name: "script", scopes, days: 1 }, own);
const all = [
  "read:inventory",
  "read:people",
  "read:connections",
  "read:requests",
  "read:audit",
  "write:ownership",
  "write:attestations",
  "write:views",
  "write:findings",
  "write:requests",
] as const;

beforeAll(async () => {
  database.clock.set(new Date());
  world = await requestWorld(database.as("owner"), () => database.clock.now());
  const { make: facts, connection, manager: person } = world;
  for (const role of ["security_manager", "auditor"] as const)
    await database.as("owner").roleGrant.upsert({
      where: { personId_role: { personId: person.id, role } },
      create: { personId: person.id, role, grantedBy: "operator:test", grantedAt: database.clock.now() },
      update: {},
    });
  const gone = await facts.person({ displayName: "Dana Whitfield", status: "departed", statusAt: database.clock.now() });
  await facts.health(connection.id).catch(() => undefined);
  account = (await facts.account(connection.id, gone.id)).id;
  token = (await facts.token(connection.id, { name: "billing-sync", creatorAccountId: account, expiry: "at", expiresAt: new Date(), lastUsedAt: new Date() }))
    .id;
  finding = (await facts.finding("departed-still-alive", { tokenId: token, personId: gone.id }, { severity: "critical" })).id;
  await facts.finding("departed-still-alive", { accountId: account, personId: gone.id });
  const scanned = found(database.as("owner"), () => database.clock.now());
  exposure = (await scanned.exposure({ tokenId: token, matchedBy: "sha256", validityAt: new Date() }, [{ sourceId: (await scanned.source()).id }])).id;
  scan = (await scanned.run((await scanned.source()).id)).id;
  workload = (await createWorkload(manager(), { name: "invoicing", kind: "service" })).id;
  await linkTokens(manager(), { workload, tokens: [token] });
  const limits = { longestDays: 90, rotateDays: null, unusedDays: null, attestDays: null };
  const said = { rationale: "Ninety days is what the team can keep.", control: "OWASP-NHI:2025/NHI7" };
  policy = (await setTtlPolicy(manager(), { class: null, environment: null, ...limits, ...said })).id;
  importId = randomUUID();
  const run = { id: importId, kind: "tokens", source: "listing", fileName: "tokens.csv", format: "", status: "queued", startedBy: "operator:test" } as const;
  await database
    .as("owner")
    .importRun.create({ data: { ...run, queuedAt: database.clock.now(), rejects: { create: { row: 3, field: "name", reason: "is empty" } } } });
  const asked = await facts.token(connection.id, { name: "asked" });
  await fileRequest(manager(), { tokens: [asked.id], reason: "Old.", acknowledgement: "asked" });
  selection = await reviewSelection(manager(), { only: [token] });
});
beforeEach(() => {
  limit = new RateLimit();
});

const call = callApi(database, () => limit);

test("without a token nothing, whatever cookie comes along; a wrong one says so; with one it works", async () => {
  const stranger = await call(null, "GET", "/tokens", { headers: { cookie: "countersign-session-3000=anything" } });
  expect([stranger.status, stranger.headers.get("www-authenticate"), stranger.headers.get("content-type")]).toEqual([
    401,
    'Bearer realm="Countersign"',
    "application/problem+json",
  ]);
  expect((await call("cst_nonsense", "GET", "/tokens")).status).toBe(401);
  const { id, token: secret } = await make("read:inventory");
  const answer = await call(secret, "GET", "/tokens?limit=1");
  expect([answer.status, answer.headers.get("cache-control"), answer.headers.get("set-cookie")]).toEqual([200, "no-store", null]);
  const page = await answer.json();
  expect(page.data).toHaveLength(1);
  expect((await (await call(secret, "GET", `/tokens?limit=1&cursor=${page.next}`)).json()).data[0].id).not.toBe(page.data[0].id);
  await revokeApiToken(manager(), { id });
  expect((await call(secret, "GET", "/tokens")).status).toBe(401);
});

test("outside its scopes a token is refused, and the refusal is audited with the token's id; inside it acts as its owner", async () => {
  const reads = await make("read:inventory");
  const refused = await call(reads.token, "POST", `/findings/${finding}/triage`, { body: { to: "in_review" } });
  expect(refused.status).toBe(403);
  expect((await refused.json()).detail).toContain('"write:findings"');
  const denial = await database.as("web").auditEntry.findFirstOrThrow({ where: { action: "access.denied" }, orderBy: { id: "desc" } });
  expect(denial.detail).toMatchObject({ action: "finding.triage", via: `api_token:${reads.id}` });
  const writes = await make("write:findings");
  const answer = await call(writes.token, "POST", `/findings/${finding}/triage`, { body: { to: "in_review" } });
  expect([answer.status, await answer.json()]).toEqual([200, { status: "in_review" }]);
  const entry = await database.as("web").auditEntry.findFirstOrThrow({ where: { action: "finding.triaged", subjectId: finding } });
  expect([entry.actor, entry.detail]).toEqual([`person:${world.manager.id}`, expect.objectContaining({ via: `api_token:${writes.id}` })]);
});

test("faults are told apart: no such path, no such method, bad input, bad body, a page of somebody else's, too much, too often", async () => {
  const { token: secret } = await make(...all);
  const status = async (...args: Parameters<typeof call>) => (await call(...args)).status;
  expect(await status(secret, "GET", "/nothing")).toBe(404);
  expect(await status(secret, "GET", "/tokens/00000000-0000-4000-8000-000000000000")).toBe(404);
  const wrong = await call(secret, "DELETE", "/tokens");
  expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET"]);
  const bad = await call(secret, "GET", "/tokens?limit=0");
  expect([bad.status, Object.keys((await bad.json()).fields)]).toEqual([400, ["limit"]]);
  expect(await status(secret, "POST", "/requests", { body: "nonsense" })).toBe(400);
  expect(await status(secret, "POST", "/requests", { body: "[]" })).toBe(400);
  expect(await status(secret, "POST", "/requests", { body: { reason: "x".repeat(1_100_000) } })).toBe(400);
  expect(await status(secret, "GET", "/tokens", { headers: { origin: "https://evil.example" } })).toBe(403);
  let last = await call(secret, "GET", "/me");
  for (let n = 0; n < 150 && last.status === 200; n++) last = await call(secret, "GET", "/me");
  expect([last.status, last.headers.get("retry-after")]).toEqual([429, "1"]);
});

test("a finding says how it stands, and each rule why it matters and where it sees nothing", async () => {
  const { token: secret } = await make("read:inventory");
  const { data: found } = await (await call(secret, "GET", `/findings?token=${token}`)).json();
  expect(found).toMatchObject([{ id: finding, closing: null, regressedAt: null }]);
  const { data: listed } = await (await call(secret, "GET", "/rules")).json();
  const rule = listed.find(({ id }: { id: string }) => id === found[0].rule);
  expect(rule).toMatchObject({
    remediation: expect.any(String),
    controls: expect.arrayContaining([expect.objectContaining({ id: "NHI1", erratum: expect.stringContaining("NHI-03") })]),
  });
  expect((await call((await make("write:findings")).token, "GET", "/rules")).status).toBe(403);
});

test("a request is filed and withdrawn through the API, and can be signed by no path of it", async () => {
  const { token: secret } = await make(...all);
  const [target] = (await (await call(secret, "GET", "/tokens?q=billing-sync")).json()).data;
  const preview = await (await call(secret, "POST", "/requests/preview", { body: { tokens: [target.id] } })).json();
  expect(preview.data[0]).toMatchObject({ ready: [target.id], acknowledgement: "billing-sync" });
  const filed = await call(secret, "POST", "/requests", { body: { tokens: [target.id], reason: "Unused.", acknowledgement: "billing-sync" } });
  expect(filed.status).toBe(201);
  const { number } = await filed.json();
  expect(await (await call(secret, "GET", `/requests/${number}`)).json()).toMatchObject({ status: "pending", targets: [{ token: { id: target.id } }] });
  expect((await call(secret, "POST", `/requests/${number}/withdrawal`, { body: { reason: "By mistake." } })).status).toBe(204);
  expect(endpoints.filter(({ path, action }) => /\bsign|approv|deni|trust|key/.test(`${path} ${action}`))).toEqual([]);
});

test("every reading operation answers what is documented, and the document lists every operation and nothing else", async () => {
  const { token: secret } = await make(...all);
  const [entry, request] = [await database.as("web").auditEntry.findFirstOrThrow(), await database.as("web").request.findFirstOrThrow()];
  const values: Record<string, string> = {
    id: token,
    person: world.manager.id,
    number: String(request.number),
    framework: "owasp-nhi",
    exposure,
    workload,
    importId,
    policy,
    connection: world.connection.id,
    field: "used",
    selection: selection.id,
  };
  const ids: Record<string, string> = {
    getConnection: world.connection.id,
    listRuns: world.connection.id,
    getPerson: world.manager.id,
    getAccount: account,
    getScan: scan,
    getAuditEntry: String(entry.id),
  };
  const queries: Record<string, string> = {
    exportTokens: "?format=csv",
    exportFramework: "?format=csv",
    getDistribution: "?measure=age",
    listViews: "?list=inventory",
    describeTokens: `?digest=${selection.digest}`,
  };
  for (const endpoint of endpoints.filter(({ method }) => method === "GET")) {
    const path = pathNames(endpoint.path).reduce((text, name) => text.replace(`{${name}}`, ids[endpoint.id] ?? values[name] ?? ""), endpoint.path);
    const answer = await call(secret, "GET", `${path}${queries[endpoint.id] ?? ""}`);
    expect(answer.status, endpoint.id).toBe(200);
    expect((await answer.text()).length, endpoint.id).toBeGreaterThan(1);
  }
  const { paths } = openApi(own) as { paths: Record<string, Record<string, { operationId: string }>> };
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => `${method.toUpperCase()} ${path} ${operationId}`),
  );
  expect(documented.sort()).toEqual(endpoints.map(({ method, path, id }) => `${method} ${path} ${id}`).sort());
  expect(new Set(endpoints.map(({ id }) => id)).size).toBe(endpoints.length);
});

test("every reference of the document leads somewhere, and every path parameter is an input of its operation", () => {
  const text = JSON.stringify(openApi(own));
  const { components } = openApi(own) as { components: { schemas: Record<string, object>; responses: Record<string, object> } };
  for (const [, kind, name] of text.matchAll(/"#\/components\/(schemas|responses)\/(\w+)"/g))
    expect(components[kind as "schemas" | "responses"], name).toHaveProperty(name ?? "");
  expect(text).not.toContain("$defs");
  for (const endpoint of endpoints) for (const name of pathNames(endpoint.path)) expect(Object.keys(endpoint.input.shape), endpoint.id).toContain(name);
});
