import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { TokenSighting } from "../contract";
import type { DeclarativeReadCredential, DeclarativeRevokeCredential } from "../declarative/credential";
import { readConnectorOf } from "../declarative/read";
import { revokerOf } from "../declarative/revoke";
import { declarationOf, exampleText } from "../declarative/testkit/example";
import { targetOf } from "../target";
import { type ConnectorHarness, connectorConformance, type MadeToken } from "../testkit/conformance";
import { keptLog, openForTest, testPepper } from "../testkit/open";
import { type RealUnleash, startRealUnleash } from "../testkit/real-unleash";
import { Witness } from "../testkit/witness";
import type { UnleashReadCredential, UnleashRevokeCredential } from "./credential";
import { unleashReadConnector } from "./read";
import { unleashRevoker } from "./revoke";

let unleash: RealUnleash;
let wrongToken: string;
beforeAll(async () => {
  unleash = await startRealUnleash(inject("adminUrl"));
  wrongToken = `*:*.${randomBytes(20).toString("hex")}`;
}, 360_000);
afterAll(() => unleash?.stop());

async function call(path: string, body?: unknown, method = body === undefined ? "GET" : "POST", authorization = unleash.rootToken) {
  const answer = await fetch(`${unleash.origin}${path}`, {
    method,
    headers: { authorization, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path.slice(0, 30)} answered ${answer.status}: ${await answer.text()}`);
  return answer.headers.get("content-type")?.includes("json") ? answer.json() : null;
}
async function makeToken(name: string, more: Record<string, unknown> = {}, authorization?: string): Promise<MadeToken> {
  const made = await call(
    "/api/admin/api-tokens",
    { tokenName: name, type: "client", environment: "development", projects: ["default"], ...more },
    "POST",
    authorization,
  );
  return { name, secret: (made as { secret: string }).secret };
}

const harness: ConnectorHarness<UnleashReadCredential, UnleashRevokeCredential> = {
  read: unleashReadConnector,
  revoker: unleashRevoker,
  many: 30,
  deathAnswer: {
    status: 401,
    body: '{"message":"This endpoint requires an API token. Please add an authorization header to your request with a valid token"}',
  },
  declineAnswer: { status: 403, body: '{"id":"1","name":"OperationDeniedError","message":"You do not have the required access","details":[]}' },
  okAnswer: { status: 200, body: "" },
  spoilRow(body) {
    const list = JSON.parse(body) as { tokens: Record<string, unknown>[] };
    if (list.tokens?.[0]) list.tokens[0].type = 7;
    return JSON.stringify(list);
  },
  async start() {
    const deadControl = `*:development.${randomBytes(20).toString("hex")}`;
    return {
      origin: unleash.origin,
      readCredential: { apiToken: unleash.rootToken },
      revokeCredential: { apiToken: unleash.rootToken, control: unleash.clientToken },
      badReadCredential: { apiToken: wrongToken },
      deadControl: { apiToken: unleash.rootToken, control: deadControl },
      canaries: [unleash.rootToken, unleash.clientToken, wrongToken, deadControl, unleash.admin.password],
      makeTokens: async (names) => {
        const made: MadeToken[] = [];
        for (const name of names) made.push(await makeToken(name));
        return made;
      },
      killToken: ({ secret }) => call(`/api/admin/api-tokens/${encodeURIComponent(secret)}`, undefined, "DELETE").then(() => undefined),
      exists: async ({ secret }) => (await unleash.query("select from api_tokens where secret = $1", [secret])).length === 1,
      makeAccount: async (email) => void (await call("/api/admin/user-admin", { email, name: email, rootRole: 1, sendEmail: false })),
      deadSecret: () => `default:development.${randomBytes(28).toString("hex")}`,
      stop: async () => undefined,
    };
  },
};

connectorConformance(harness);

// The same Unleash, described by the file that ships as an example, for the connector that runs such files.
const declaration = declarationOf(exampleText("unleash"));
const declared = ({ apiToken, control }: { apiToken: string; control?: string }) => ({ secret: apiToken, ...(control ? { control } : {}) });
const declaredHarness: ConnectorHarness<DeclarativeReadCredential, DeclarativeRevokeCredential> = {
  ...harness,
  label: "declared",
  read: readConnectorOf(declaration),
  revoker: revokerOf(declaration),
  spoilRow(body) {
    const list = JSON.parse(body) as { tokens: Record<string, unknown>[] };
    if (list.tokens?.[0]) list.tokens[0].createdAt = "yesterday";
    return JSON.stringify(list);
  },
  async start() {
    const { readCredential, revokeCredential, badReadCredential, deadControl, ...vendor } = await harness.start();
    return {
      ...vendor,
      readCredential: declared(readCredential),
      revokeCredential: declared(revokeCredential),
      badReadCredential: declared(badReadCredential),
      deadControl: declared(deadControl),
    };
  },
};
describe("by declaration", () => connectorConformance(declaredHarness));

describe("Unleash: what is its own", () => {
  const pepper = testPepper();
  const { log, lines } = keptLog();
  const open = <C>(credential: C) => openForTest({ origin: unleash.origin, credential, log, pepper });
  const reading = () => open({ apiToken: unleash.rootToken });
  const revoking = (control = unleash.clientToken) => open({ apiToken: unleash.rootToken, control });
  const reader = () => {
    if (!unleashReadConnector.reader) throw new Error("no reader");
    return unleashReadConnector.reader;
  };
  async function listed(name: string): Promise<TokenSighting> {
    const found = (await reader().listTokens(reading(), null)).items.find((item) => item.name === name);
    if (!found) throw new Error(`${name} is not listed`);
    return found;
  }
  /** A user of Unleash with a personal access token. */
  async function makeUser(username: string, rootRole: number): Promise<{ id: number; token: string }> {
    const password = `${randomBytes(12).toString("base64url")}aA1!`;
    const { id } = (await call("/api/admin/user-admin", {
      username,
      email: `${username}@example.com`,
      name: username,
      password,
      rootRole,
      sendEmail: false,
    })) as { id: number };
    const signIn = await fetch(`${unleash.origin}/auth/simple/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username, password }),
    });
    const cookie = signIn.headers
      .getSetCookie()
      .map((each) => each.split(";")[0])
      .join("; ");
    // Unleash answers the sign-in before its session is stored, so the first request after it is sometimes refused.
    for (let tries = 0; ; tries++) {
      const made = await fetch(`${unleash.origin}/api/admin/user/tokens`, {
        method: "POST",
        headers: { "content-type": "application/json", cookie },
        body: JSON.stringify({ description: "test", expiresAt: "2099-01-01T00:00:00Z" }),
      });
      if (made.ok) return { id, token: ((await made.json()) as { secret: string }).secret };
      if (tries > 50) throw new Error(`no personal access token for ${username}: ${made.status}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  test("type, projects and environment become scopes, environment and reach", async () => {
    await makeToken("wide", { environment: "production", projects: ["*"] });
    await makeToken("narrow", { expiresAt: "2099-05-01T00:00:00.000Z" });
    await makeToken("browser", { type: "frontend", environment: "production", projects: ["*"] });
    expect(await listed("wide")).toMatchObject({
      class: "api_key",
      scopes: ["environment:production", "project:*", "type:client"],
      environment: "production",
      reach: { level: "high" },
      expiry: { kind: "never" },
      lastUsed: null,
    });
    expect(await listed("narrow")).toMatchObject({
      scopes: ["environment:development", "project:default", "type:client"],
      environment: "development",
      reach: { level: "limited" },
      expiry: { kind: "at", at: new Date("2099-05-01T00:00:00.000Z") },
    });
    expect(await listed("browser")).toMatchObject({ environment: "production", reach: { level: "limited" } });
    expect(await listed("root")).toMatchObject({ scopes: ["environment:*", "project:*", "type:admin"], environment: "production", reach: { level: "high" } });
  });

  test("what an environment is, is what Unleash keeps as its type; without one it is unknown", async () => {
    await makeToken("typed");
    const seen: (string | null)[] = [];
    for (const type of ["", "test", "pre-production", "production", "development"]) {
      await unleash.query("update environments set type = $1 where name = 'development'", [type]);
      seen.push((await listed("typed")).environment);
    }
    expect(seen).toEqual([null, "test", "pre-production", "production", "development"]);
    await makeToken("untyped", { environment: "production" });
    await unleash.query("update environments set type = 'development' where name = 'production'");
    expect((await listed("untyped")).environment).toBe("production");
    await unleash.query("update environments set type = 'production' where name = 'production'");
  });

  test("who made a token comes from the event log: a user, or nobody we can name", async () => {
    const maker = await makeUser("maker", 1);
    await makeToken("made-by-a-user", {}, maker.token);
    await makeToken("made-by-a-token");
    await makeToken("made-before-the-log");
    await unleash.query("delete from events where data->>'tokenName' = 'made-before-the-log'");
    expect((await listed("made-by-a-user")).creator).toEqual({ account: String(maker.id), source: "Unleash event log (api-token-created)" });
    expect((await listed("made-by-a-token")).creator).toBeNull();
    expect((await listed("made-before-the-log")).creator).toBeNull();
    const accounts = await reader().listAccounts(reading(), null);
    expect(accounts.items.find(({ externalId }) => externalId === String(maker.id))).toMatchObject({
      userName: "maker",
      email: "maker@example.com",
      kind: "user",
      status: "enabled",
    });
  });

  test("two tokens of one name are told apart, each with its maker", async () => {
    const [one, two] = [await makeUser("one", 1), await makeUser("two", 1)];
    const made = [await makeToken("twin", {}, one.token), await makeToken("twin", {}, two.token)];
    const twins = (await reader().listTokens(reading(), null)).items.filter(({ name }) => name === "twin");
    expect(twins.map(({ creator }) => creator?.account).sort()).toEqual([String(one.id), String(two.id)].sort());
    for (const { secret } of made) {
      const fingerprint = reading().fingerprint(secret);
      const sighting = twins.find(({ fingerprints }) => fingerprints[0]?.value === fingerprint.value);
      if (!sighting) throw new Error("not listed");
      expect(await unleashRevoker.describe(revoking(), targetOf(sighting))).toMatchObject({ kind: "described", material: secret, target: targetOf(sighting) });
    }
  });

  test("whatever a token is called, describe gives what the listing gave", async () => {
    const maker = await makeUser("namer", 1);
    for (const name of ["plain-name", "with space & 100% / ünï 🔑", 'quo"te\\back', "under_score", "?query=#"]) {
      await makeToken(name, {}, maker.token);
      const sighting = await listed(name);
      expect(sighting.creator?.account).toBe(String(maker.id));
      expect(await unleashRevoker.describe(revoking(), targetOf(sighting))).toMatchObject({ kind: "described", target: targetOf(sighting) });
    }
  });

  test("a credential that Unleash hides tokens from is refused, for reading and for revoking; an administrator's is not", async () => {
    const viewer = await makeUser("viewer", 3);
    const administrator = await makeUser("administrator", 1);
    const target = targetOf(await listed("narrow"));
    expect(await reader().check(open({ apiToken: viewer.token }))).toMatchObject({ ok: false, kind: "credential" });
    await expect(reader().listTokens(open({ apiToken: viewer.token }), null)).rejects.toMatchObject({ kind: "credential" });
    await expect(unleashRevoker.describe(open({ apiToken: viewer.token, control: unleash.clientToken }), target)).rejects.toMatchObject({ kind: "credential" });
    expect(await reader().check(open({ apiToken: administrator.token }))).toMatchObject({ ok: true, message: expect.stringContaining("7.5.1") });
    expect(await unleashRevoker.describe(open({ apiToken: administrator.token, control: unleash.clientToken }), target)).toMatchObject({ kind: "described" });
  });

  test("each type of token is tried at its own door, with the same control", async () => {
    const frontend = await makeToken("probed-frontend", { type: "frontend" });
    const target = targetOf(await listed("probed-frontend"));
    expect(await unleashRevoker.probe(revoking(), target, frontend.secret, "dead")).toMatchObject({ kind: "alive", control: "accepted" });
    const dead = `default:development.${randomBytes(28).toString("hex")}`;
    expect(await unleashRevoker.probe(revoking(), target, dead, "dead")).toMatchObject({ kind: "dead", status: 401, control: "accepted" });
    const admin = targetOf(await listed("root"));
    expect(await unleashRevoker.probe(revoking(), admin, unleash.rootToken, "dead")).toMatchObject({ kind: "alive", control: "accepted" });
    expect(await unleashRevoker.probe(revoking(), admin, wrongToken, "dead")).toMatchObject({ kind: "dead", control: "accepted" });
  });

  test("a target without a fingerprint, or material that is another credential, is never acted on", async () => {
    const made = await makeToken("kept");
    const target = targetOf(await listed("kept"));
    const fence = { execution: "e", fence: 1n, idempotencyKey: "k" };
    await expect(unleashRevoker.describe(revoking(), { ...target, fingerprint: null })).rejects.toMatchObject({ kind: "shape" });
    expect(await unleashRevoker.apply(revoking(), "dead", target, fence, unleash.clientToken)).toMatchObject({ kind: "declined" });
    expect(await unleashRevoker.apply(revoking(), "dead", target, fence, null)).toMatchObject({ kind: "declined" });
    expect(await unleashRevoker.apply(revoking(made.secret), "dead", target, fence, made.secret)).toMatchObject({ kind: "declined" });
    expect(await unleash.query("select from api_tokens where secret = $1", [made.secret])).toHaveLength(1);
    expect(await unleashRevoker.apply(revoking(), "dead", target, fence, made.secret)).toMatchObject({ kind: "done" });
    expect(await unleash.query("select from api_tokens where secret = $1", [made.secret])).toHaveLength(0);
  });

  test("after a new pepper the signed token is still found, with the fingerprint that was signed", async () => {
    const made = await makeToken("peppered");
    const signed = targetOf(await listed("peppered"));
    const [old] = pepper.keys.values();
    const [fresh] = testPepper().keys.values();
    if (!old || !fresh) throw new Error("no pepper");
    const renewed = openForTest({
      origin: unleash.origin,
      credential: { apiToken: unleash.rootToken, control: unleash.clientToken },
      log,
      pepper: {
        current: 2,
        keys: new Map([
          [1, old],
          [2, fresh],
        ]),
      },
    });
    expect(await unleashRevoker.describe(renewed, signed)).toMatchObject({ kind: "described", target: signed, material: made.secret });
  });

  test("no log line of all this holds a secret", async () => {
    const secrets = (await unleash.query("select secret from api_tokens union all select secret from personal_access_tokens")).map(({ secret }) =>
      String(secret),
    );
    expect(secrets.length).toBeGreaterThan(20);
    new Witness(secrets, lines).expectNone();
  });
});
