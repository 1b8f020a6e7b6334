import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { TokenSighting } from "../contract";
import { targetOf } from "../target";
import { type ConnectorHarness, connectorConformance } from "../testkit/conformance";
import { keptLog, openForTest, testPepper } from "../testkit/open";
import { type RealDirectus, startRealDirectus } from "../testkit/real-directus";
import { Witness } from "../testkit/witness";
import { directusChecker } from "./check";
import type { DirectusReadCredential, DirectusRevokeCredential } from "./credential";
import { directusReadConnector } from "./read";
import { directusRevoker } from "./revoke";

let directus: RealDirectus;
beforeAll(async () => {
  directus = await startRealDirectus(inject("adminUrl"));
}, 360_000);
afterAll(() => directus?.stop());

const randomToken = () => randomBytes(16).toString("hex");
const idsOf = new Map<string, string>();

const harness: ConnectorHarness<DirectusReadCredential, DirectusRevokeCredential> = {
  read: directusReadConnector,
  revoker: directusRevoker,
  checker: directusChecker,
  // more than one of Directus's pages
  many: 105,
  deathAnswer: { status: 401, body: '{"errors":[{"message":"Invalid user credentials.","extensions":{"code":"INVALID_CREDENTIALS"}}]}' },
  declineAnswer: { status: 403, body: '{"errors":[{"message":"You don\'t have permission to access this.","extensions":{"code":"FORBIDDEN"}}]}' },
  okAnswer: { status: 200, body: '{"data":{"id":"x","status":"active","token":null}}' },
  byRecord: true,
  listing: /^\/users\?.*_nnull/,
  fingerprintOf: null,
  spoilRow(body) {
    const list = JSON.parse(body) as { data: Record<string, unknown>[] };
    if (list.data[0]) list.data[0].status = 7;
    return JSON.stringify(list);
  },
  async start() {
    const [wrong, deadControl] = [randomToken(), randomToken()];
    return {
      origin: directus.origin,
      readCredential: { apiToken: directus.adminToken },
      badReadCredential: { apiToken: wrong },
      revokeCredential: { apiToken: directus.adminToken, control: directus.controlToken },
      deadControl: { apiToken: directus.adminToken, control: deadControl },
      canaries: [directus.adminToken, directus.controlToken, wrong, deadControl],
      async makeTokens(names) {
        const wanted = names.map((name) => ({ email: `${name}@example.com`, token: randomToken() }));
        for (const { id, email } of await directus.makeUsers(wanted)) idsOf.set(`static token of ${email}`, id);
        return wanted.map(({ email, token }) => ({ name: `static token of ${email}`, secret: token }));
      },
      killToken: ({ name }) => directus.call("PATCH", `/users/${idsOf.get(name)}`, { token: null }).then(() => undefined),
      exists: async ({ secret }) => (await directus.door(secret)) === 200,
      makeAccount: async (email) => void (await directus.makeUsers([{ email }])),
      deadSecret: randomToken,
      stop: async () => undefined,
    };
  },
};

connectorConformance(harness);

describe("Directus: what is its own", () => {
  const { log, lines } = keptLog();
  const pepper = testPepper();
  const secrets: string[] = [];
  const fence = { execution: "e", fence: 1n, idempotencyKey: "k" };
  const reading = (apiToken = directus.adminToken) => openForTest({ origin: directus.origin, credential: { apiToken }, log, pepper });
  const revoking = (control = directus.controlToken) =>
    openForTest({ origin: directus.origin, credential: { apiToken: directus.adminToken, control }, log, pepper });
  const reader = () => {
    if (!directusReadConnector.reader) throw new Error("no reader");
    return directusReadConnector.reader;
  };
  async function listed(email: string): Promise<TokenSighting> {
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await reader().listTokens(reading(), cursor ?? null);
      const found = page.items.find(({ name }) => name === `static token of ${email}`);
      if (found) return found;
      cursor = page.next;
    }
    throw new Error(`${email} is not listed`);
  }
  async function made(email: string, role?: string) {
    const token = randomToken();
    secrets.push(token);
    const [user] = await directus.makeUsers([{ email, token, ...(role ? { role } : {}) }]);
    if (!user) throw new Error("no user was made");
    const sighting = await listed(email);
    return { id: user.id, token, sighting, target: targetOf(sighting) };
  }

  test("a suspended account: nothing of it opens, it is listed as disabled since then, and that is no death", async () => {
    const { target, token, id } = await made("suspended@example.com");
    expect(await directusRevoker.probe(revoking(), target, null, "disabled")).toMatchObject({ kind: "alive", control: "accepted", basis: "record" });
    expect(await directusRevoker.apply(revoking(), "disabled", target, fence, null)).toMatchObject({ kind: "done" });
    expect(await directus.door(token)).toBe(401);
    expect(await directusRevoker.probe(revoking(), target, null, "disabled")).toMatchObject({ kind: "dead", control: "accepted", basis: "record" });
    expect(await directusRevoker.probe(revoking(), target, token, "disabled")).toMatchObject({ kind: "dead", status: 401, control: "accepted" });
    expect(await directusRevoker.probe(revoking(), target, null, "dead")).toMatchObject({ kind: "alive" });
    expect(await directusRevoker.probe(revoking(), target, token, "dead")).toMatchObject({ kind: "unknown" });
    expect(await listed("suspended@example.com")).toMatchObject({ disabledAt: expect.any(Date) });
    expect(await directusRevoker.describe(revoking(), target)).toMatchObject({ kind: "described", target });
    await directus.call("PATCH", `/users/${id}`, { status: "active" });
    expect(await directusRevoker.probe(revoking(), target, null, "disabled")).toMatchObject({ kind: "alive" });
    expect(await directus.door(token)).toBe(200);
  });

  test("the vendor's OK to a suspension alone proves nothing", async () => {
    const { target } = await made("kept@example.com");
    const connection = revoking();
    const answer = { status: 200, headers: {}, text: '{"data":{"id":"x","status":"suspended"}}' };
    const lying = {
      ...connection,
      http: { request: async (input: Parameters<typeof connection.http.request>[0]) => (input.method === "PATCH" ? answer : connection.http.request(input)) },
    };
    expect(await directusRevoker.apply(lying, "disabled", target, fence, null)).toMatchObject({ kind: "done" });
    expect(await directusRevoker.probe(connection, target, null, "disabled")).toMatchObject({ kind: "alive", control: "accepted" });
  });

  test("a token that was set anew is another token: its date tells, and what was signed no longer fits", async () => {
    const { target, id, sighting } = await made("rotated@example.com");
    expect(sighting.created).toMatchObject({ source: "Directus revisions" });
    await directus.call("PATCH", `/users/${id}`, { token: randomToken() });
    const described = await directusRevoker.describe(revoking(), target);
    if (described.kind !== "described") throw new Error("not described");
    expect(described.target.created).not.toBe(target.created);
    expect({ ...described.target, created: target.created }).toEqual(target);
  });

  test("what a user may do becomes scopes and reach; an administrator's is high, and a role with a parent is unknown", async () => {
    const policy = (await directus.call("POST", "/policies", { name: "Writes articles", admin_access: false })) as { id: string };
    const role = async (name: string, more = {}) => ((await directus.call("POST", "/roles", { name, ...more })) as { id: string }).id;
    const writer = await role("Writer", { policies: { create: [{ policy: { id: policy.id } }], update: [], delete: [] } });
    expect((await made("writer@example.com", writer)).sighting).toMatchObject({
      scopes: ["policy:Writes articles", "role:Writer"],
      reach: { level: "limited", summary: "what Writes articles allow" },
      environment: null,
      lastUsed: null,
      expiry: { kind: "never" },
    });
    expect((await made("child@example.com", await role("Child", { parent: writer }))).sighting.reach).toBeNull();
    expect(await listed("admin@example.com")).toMatchObject({ reach: { level: "high" } });
  });

  test("a credential without administrator access is refused, for reading and for revoking; an administrator's is not", async () => {
    const { token, target } = await made("viewer@example.com");
    expect(await reader().check(reading(token))).toMatchObject({ ok: false, kind: "credential" });
    await expect(reader().listTokens(reading(token), null)).rejects.toMatchObject({ kind: "credential" });
    const asViewer = openForTest({ origin: directus.origin, credential: { apiToken: token, control: directus.controlToken }, log, pepper });
    await expect(directusRevoker.describe(asViewer, target)).rejects.toMatchObject({ kind: "credential" });
    expect(await directusRevoker.probe(asViewer, target, null, "dead")).toMatchObject({ kind: "unknown" });
    expect(await reader().check(reading())).toMatchObject({ ok: true, message: expect.stringContaining("11.3.5") });
  });

  test("the credentials it works with are never ended, and a user who is gone is gone", async () => {
    const { target, id } = await made("deleted@example.com");
    for (const email of ["admin@example.com", "control@example.com"])
      for (const effect of ["dead", "disabled"] as const)
        expect(await directusRevoker.apply(revoking(), effect, targetOf(await listed(email)), fence, null)).toMatchObject({ kind: "declined", status: 0 });
    expect([await directus.door(directus.adminToken), await directus.door(directus.controlToken)]).toEqual([200, 200]);
    await directus.call("DELETE", `/users/${id}`);
    expect(await directusRevoker.describe(revoking(), target)).toMatchObject({ kind: "gone" });
    expect(await directusRevoker.apply(revoking(), "dead", target, fence, null)).toMatchObject({ kind: "already_gone", status: 204 });
    expect(await directusRevoker.probe(revoking(), target, null, "dead")).toMatchObject({ kind: "dead", basis: "record" });
  });

  test("a suspended user's token, tried as a found secret, is refused in the words for one that is gone, and comes back with the user", async () => {
    const { token, id } = await made("found@example.com");
    const { http, settings } = reading();
    const tried = () => directusChecker(http, settings, token, null);
    expect(await tried()).toMatchObject({ validity: "valid", status: 200 });
    await directus.call("PATCH", `/users/${id}`, { status: "suspended" });
    expect(await tried()).toMatchObject({ validity: "invalid", status: 401 });
    await directus.call("PATCH", `/users/${id}`, { status: "active" });
    expect(await tried()).toMatchObject({ validity: "valid" });
  });

  test("no log line of all this holds a secret", () => {
    new Witness([...secrets, directus.adminToken, directus.controlToken], lines).expectNone();
  });
});
