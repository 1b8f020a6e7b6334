import { beforeAll, beforeEach, expect, test } from "vitest";
import { createApiToken } from "../api-tokens/create-api-token";
import type { ApiScope } from "../domain/api-scopes";
import type { RoleName } from "../domain/roles";
import { fileRequest } from "../requests/file-request";
import { type RequestWorld, requestWorld } from "../requests/testkit/world";
import { withdrawRequest } from "../requests/withdraw-request";
import { testDatabase } from "../testkit/database";
import { asPerson } from "../testkit/facts";
import { createWorkload } from "../workloads/create-workload";
import { linkTokens } from "../workloads/link-tokens";
import { workloadPage } from "../workloads/workload-page";
import { callApi, own } from "./testkit/call-api";

// What is decided on the pages of workloads, the inventory, requests and Overview, through the API: by who may, and by nobody else.

const database = testDatabase();
const call = callApi(database);
let world: RequestWorld;
let ada: { id: string; displayName: string };
const as = (who: { id: string; displayName: string }, ...roles: RoleName[]) => database.context("web", asPerson(who, ...roles));
const manager = () => as(world.manager, "security_manager");
const secretOf = async (who: typeof ada, role: RoleName, ...scopes: ApiScope[]) =>
  (await createApiToken(as(who, role), { name: "script", scopes, days: 1 }, own)).token;
const managers = (...scopes: ApiScope[]) => secretOf(world.manager, "security_manager", ...scopes);
const adas = (...scopes: ApiScope[]) => secretOf(ada, "token_owner", ...scopes);
const asked = async (...args: Parameters<typeof call>) => {
  const response = await call(...args);
  return { status: response.status, body: response.status === 204 ? null : await response.json() };
};
const token = async (name: string) => (await world.make.token(world.connection.id, { name })).id;

beforeAll(async () => {
  database.clock.set(new Date());
  world = await requestWorld(database.as("owner"), () => database.clock.now());
  ada = await world.make.person({ displayName: "Ada Lovelace" });
  const grants = [
    [world.manager.id, "security_manager"],
    [ada.id, "token_owner"],
  ] as const;
  for (const [personId, role] of grants)
    await database.as("owner").roleGrant.create({ data: { personId, role, grantedBy: "operator:test", grantedAt: database.clock.now() } });
});
beforeEach(() => database.clock.advance(1000));

test("a workload is split, merged back and taken apart again by a manager, and by no owner; what is odd is a problem that says so", async () => {
  const moved = await token("moved");
  const { id: workload } = await createWorkload(manager(), { name: "billing", kind: "service", owner: ada.id });
  await linkTokens(manager(), { workload, tokens: [moved] });
  const split = { name: "billing-export", kind: "pipeline", tokens: [moved], destinations: [] };
  const [theirs, hers] = [await managers("write:workloads"), await adas("write:workloads")];
  expect((await asked(hers, "POST", `/workloads/${workload}/split`, { body: split })).status).toBe(403);
  const made = await asked(theirs, "POST", `/workloads/${workload}/split`, { body: split });
  expect(made.status).toBe(201);
  const again = await call(theirs, "POST", `/workloads/${workload}/split`, { body: split });
  expect([again.status, again.headers.get("content-type"), (await again.json()).detail]).toEqual([
    409,
    "application/problem+json",
    expect.stringContaining("not with billing any more"),
  ]);
  const path = `/workloads/${made.body.id}/merge`;
  expect((await asked(theirs, "POST", path, { body: { into: workload } })).status).toBe(204);
  expect((await asked(hers, "DELETE", path)).status).toBe(403);
  expect((await asked(theirs, "DELETE", path)).status).toBe(204);
  expect((await asked(theirs, "DELETE", path)).status).toBe(409);
  expect((await workloadPage(manager(), made.body.id)).tokens.map(({ row }) => row.name)).toEqual(["moved"]);
});

test("a destination is removed and a legacy entry ended by who manages the workload, and by nobody else", async () => {
  const [{ id: mine }, { id: others }] = [
    await createWorkload(manager(), { name: "hers", kind: "service", owner: ada.id }),
    await createWorkload(manager(), { name: "not hers", kind: "service" }),
  ];
  const [theirs, hers] = [await managers("write:workloads"), await adas("write:workloads")];
  for (const workload of [mine, others]) {
    const { body } = await asked(theirs, "POST", `/workloads/${workload}/destinations`, { body: { destination: "vault.example.com" } });
    const legacy = { reason: "Its library knows static keys alone.", until: "2030-01-01" };
    expect((await asked(theirs, "PUT", `/workloads/${workload}/legacy`, { body: legacy })).status).toBe(204);
    const right = workload === mine ? 204 : 403;
    expect((await asked(hers, "DELETE", `/destinations/${body.id}`)).status).toBe(right);
    expect((await asked(hers, "DELETE", `/workloads/${workload}/legacy`)).status).toBe(right);
    expect(await workloadPage(manager(), workload)).toMatchObject({ destinations: right === 204 ? [] : [{ id: body.id }] });
  }
  expect((await asked(theirs, "DELETE", `/workloads/${mine}/legacy`)).status).toBe(409);
});

test("a held set is acted on by its maker alone, within their rights, and what changed since is left out", async () => {
  const [a, b] = [await token("set-a"), await token("set-b")];
  const [theirs, hers] = [
    await managers("read:inventory", "write:ownership", "write:workloads", "write:requests"),
    await adas("read:inventory", "write:ownership", "write:workloads"),
  ];
  const hold = async (secret: string) => {
    const { status, body } = await asked(secret, "POST", "/tokens/selections", { body: { q: "set-", only: [a, b] } });
    expect([status, body.count]).toEqual([201, 2]);
    return { path: `/tokens/selections/${body.id}`, digest: body.digest as string };
  };
  const set = await hold(theirs);
  expect((await asked(theirs, "GET", `${set.path}?digest=${set.digest}`)).body).toMatchObject({ count: 2, left: [], revocable: [a, b], own: 0 });
  expect((await asked(hers, "GET", `${set.path}?digest=${set.digest}`)).status).toBe(404);
  expect((await asked(theirs, "GET", `${set.path}?digest=${"0".repeat(64)}`)).status).toBe(409);
  expect((await asked(theirs, "POST", `${set.path}/purpose`, { body: { digest: set.digest } })).status).toBe(400);
  expect((await asked(hers, "POST", `${set.path}/owner`, { body: { digest: set.digest, person: ada.id } })).status).toBe(404);
  const readOnly = await managers("read:inventory");
  expect((await asked(readOnly, "POST", `${set.path}/owner`, { body: { digest: set.digest, person: ada.id } })).status).toBe(403);

  // what is not hers stays as it is, and is named
  const her = await hold(hers);
  expect((await asked(hers, "POST", `${her.path}/purpose`, { body: { digest: her.digest, purpose: "Bills." } })).body).toMatchObject({
    done: 0,
    left: [{ reason: "You do not own it." }, { reason: "You do not own it." }],
  });
  expect((await asked(theirs, "POST", `${set.path}/purpose`, { body: { digest: set.digest, purpose: "Bills." } })).body).toEqual({ done: 2, left: [] });
  const { id: workload } = await createWorkload(manager(), { name: "bills", kind: "service" });
  expect((await asked(theirs, "POST", `${set.path}/workload`, { body: { digest: set.digest, workload } })).body).toEqual({ done: 2, left: [] });
  expect((await asked(hers, "POST", `${her.path}/workload`, { body: { digest: her.digest, workload } })).body).toMatchObject({ done: 0 });
  expect((await asked(theirs, "POST", `${set.path}/owner`, { body: { digest: set.digest, person: ada.id } })).body).toEqual({ done: 2, left: [] });
  expect(await database.as("web").ownership.count({ where: { tokenId: { in: [a, b] }, personId: ada.id, purpose: "Bills." } })).toBe(2);

  const request = { digest: set.digest, tokens: [a, b], reason: "Moved.", acknowledgement: "revoke 2 tokens" };
  expect((await asked(theirs, "POST", `${set.path}/request`, { body: request })).status).toBe(409);
  const anew = await hold(theirs);
  await database.as("owner").ownership.update({ where: { tokenId: b }, data: { personId: world.manager.id } });
  const filed = await asked(theirs, "POST", `${anew.path}/request`, { body: { ...request, digest: anew.digest } });
  expect(filed).toMatchObject({ status: 201, body: { filed: 1, left: [{ id: b, reason: "Somebody else answers for it now." }] } });
  expect((await asked(hers, "POST", `${her.path}/request`, { body: { ...request, digest: her.digest } })).status).toBe(403);
});

test("a request that ended is filed again by who may file, and one that still waits is not", async () => {
  const id = await token("again");
  const { id: request, number } = await fileRequest(manager(), { tokens: [id], reason: "Old.", acknowledgement: "again" });
  const theirs = await managers("write:requests");
  expect((await asked(theirs, "POST", `/requests/${number}/refiling`)).status).toBe(409);
  await withdrawRequest(manager(), { request, reason: "Too soon." });
  expect((await asked(await managers("read:requests"), "POST", `/requests/${number}/refiling`)).status).toBe(403);
  expect((await asked(theirs, "POST", "/requests/2000000000/refiling")).status).toBe(404);
  const filed = await asked(theirs, "POST", `/requests/${number}/refiling`);
  expect(filed.status).toBe(201);
  expect(await database.as("web").request.findUniqueOrThrow({ where: { id: filed.body.id } })).toMatchObject({ supersedes: request, reason: "Old." });
});

test("a framework's report comes as a file, and its format must be one", async () => {
  const reads = await managers("read:inventory");
  const csv = await call(reads, "GET", "/frameworks/owasp-nhi/export?format=csv");
  expect([csv.status, csv.headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8"]);
  expect(await csv.text()).toContain("OWASP-NHI,2025,");
  expect((await asked(reads, "GET", "/frameworks/owasp-nhi/export?format=pdf")).status).toBe(400);
  expect((await asked(await managers("read:people"), "GET", "/frameworks/owasp-nhi/export?format=csv")).status).toBe(403);
});

test("what needs a decision is told as far as the scopes reach, and never what waits for a signature", async () => {
  const dana = await world.make.person({ displayName: "Dana Whitfield", status: "departed", statusAt: database.clock.now() });
  await world.make.finding("departed-still-alive", { tokenId: await token("left behind"), personId: dana.id }, { severity: "critical" });
  await world.make.connection({ name: "never read" });
  const kinds = async (secret: string) => (await asked(secret, "GET", "/overview/decisions")).body.shown.map(({ kind }: { kind: string }) => kind);
  expect(await kinds(await managers("read:inventory", "write:requests"))).toContain("residue");
  expect(await kinds(await managers("read:inventory", "read:connections", "write:connections"))).toEqual(expect.arrayContaining(["connection"]));
  const least = await kinds(await managers("read:inventory", "write:connections"));
  for (const kind of ["residue", "connection", "unproven", "refused", "sign"]) expect(least).not.toContain(kind);
  expect((await asked(await managers("read:people"), "GET", "/overview/decisions")).status).toBe(403);
});
