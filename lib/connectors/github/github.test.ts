import { generateKeyPairSync, randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { TokenSighting } from "../contract";
import { targetOf } from "../target";
import { type ConnectorHarness, connectorConformance } from "../testkit/conformance";
import { keptLog, openForTest, testPepper } from "../testkit/open";
import { Witness } from "../testkit/witness";
import { githubChecker } from "./check";
import type { GithubReadCredential, GithubRevokeCredential } from "./credential";
import { GithubRevokeCredential as RevokeSchema } from "./credential";
import { githubReadConnector } from "./read";
import { githubRevoker } from "./revoke";
import { DescribedGithub, organization } from "./testkit/described-github";
import { appRow, grantRow, installationRow, keyRow, memberRow, repositoryRow } from "./testkit/rows";

let github: DescribedGithub;
let nextId = 1;
beforeAll(async () => {
  github = await DescribedGithub.start();
  github.state.grants.push(grantRow(nextId++, "control", "robot"));
});
afterAll(() => github?.stop());

const wrongKey = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
}).privateKey;
const settings = { organization };
const idOf = (secret: string) => Number(secret.slice("grant-".length).split("-")[0]);

const harness: ConnectorHarness<GithubReadCredential, GithubRevokeCredential> = {
  read: githubReadConnector,
  revoker: githubRevoker,
  // more than one of its pages
  many: 105,
  deathAnswer: { status: 401, body: '{"message":"Bad credentials"}' },
  declineAnswer: { status: 403, body: '{"message":"Resource not accessible by integration"}' },
  okAnswer: { status: 204, body: "" },
  byRecord: "only",
  accountsBy: "userName",
  listing: /personal-access-tokens/,
  changes: ({ method, path }) => method !== "GET" && !path.includes("/access_tokens"),
  fingerprintOf: ({ secret }) => ({ kind: "key_id", value: String(500_000 + idOf(secret)) }),
  spoilRow(body) {
    const rows = JSON.parse(body) as Record<string, unknown>[];
    if (rows[0]) rows[0].token_name = 7;
    return JSON.stringify(rows);
  },
  async start() {
    const deadControl = `github_pat_${randomBytes(18).toString("hex")}`;
    return {
      origin: github.origin,
      settings,
      readCredential: github.credential,
      badReadCredential: { ...github.credential, privateKey: wrongKey },
      revokeCredential: { ...github.credential, control: github.control },
      deadControl: { ...github.credential, control: deadControl },
      canaries: [github.credential.privateKey, wrongKey, github.control, deadControl],
      makeTokens: async (names) =>
        names.map((name) => {
          const id = nextId++;
          github.state.grants.push(grantRow(id, name, "octo"));
          // GitHub shows no secret; this stands for one
          return { name: `${name} of octo`, secret: `grant-${id}-${randomBytes(8).toString("hex")}` };
        }),
      killToken: async ({ secret }) => remove(idOf(secret)),
      exists: async ({ secret }) => github.state.grants.some(({ id }) => id === idOf(secret)),
      makeAccount: async (email) => void github.state.members.push(memberRow(email.split("@")[0] ?? "", nextId++)),
      deadSecret: () => "github_pat_dead",
      stop: async () => undefined,
    };
  },
};
const remove = (id: number) => {
  github.state.grants = github.state.grants.filter((grant) => grant.id !== id);
};

connectorConformance(harness);

describe("GitHub: what is its own", () => {
  const { log, lines } = keptLog();
  const pepper = testPepper();
  const fence = { execution: "e", fence: 1n, idempotencyKey: "k" };
  const reading = () => openForTest({ origin: github.origin, credential: github.credential, settings, log, pepper });
  const revoking = (control = github.control) => openForTest({ origin: github.origin, credential: { ...github.credential, control }, settings, log, pepper });
  const reader = () => {
    if (!githubReadConnector.reader) throw new Error("no reader");
    return githubReadConnector.reader;
  };
  beforeEach(() => {
    github.linksTo = null;
  });
  async function all(): Promise<TokenSighting[]> {
    const found: TokenSighting[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await reader().listTokens(reading(), cursor ?? null);
      expect(page.rejected).toEqual([]);
      found.push(...page.items);
      cursor = page.next;
    }
    return found;
  }
  const publicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
  function repository(name: string, keys: ReturnType<typeof keyRow>[]) {
    const full = `${organization}/${name}`;
    github.state.repositories.push(repositoryRow(nextId++, full));
    github.state.keys.set(full, keys);
    return full;
  }
  async function listedKey(id: number) {
    const sighting = (await all()).find(({ handle }) => handle.key === String(id));
    if (!sighting) throw new Error("the deploy key is not listed");
    return sighting;
  }

  test("a grant's permissions, expiry and last use become scopes, reach and dates", async () => {
    const permissions = { repository: { contents: "write", metadata: "read" }, organization: { members: "read" } };
    const used = { token_last_used_at: "2026-05-06T07:08:09Z", token_expires_at: null, repository_selection: "all", permissions };
    const id = nextId++;
    github.state.grants.push(grantRow(id, "ci", "octo", used));
    expect((await all()).find(({ handle }) => handle.grant === String(id))).toMatchObject({
      name: "ci of octo",
      scopes: ["organization:members:read", "repositories:all", "repository:contents:write", "repository:metadata:read"],
      reach: { level: "high", summary: "changes contents; every repository" },
      creator: { account: "octo" },
      expiry: { kind: "never" },
      lastUsed: { at: new Date("2026-05-06T07:08:09Z") },
      environment: null,
    });
  });

  test("deploy keys over many repositories and pages, by the fingerprint that ssh-keygen shows; deleted alone, and proven by record", async () => {
    const [one, other] = [nextId++, nextId++];
    for (let n = 0; n < 30; n++)
      repository(`service-${n}`, n === 27 ? [keyRow(one, "deploys", publicKey, { read_only: false }), keyRow(other, "reads", publicKey)] : []);
    const sighting = await listedKey(one);
    expect(sighting).toMatchObject({
      class: "deploy_key",
      name: "deploys on acme/service-27",
      fingerprints: [{ kind: "sha256", value: "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU" }],
      scopes: ["contents:write"],
      reach: { level: "high" },
      expiry: { kind: "never" },
      creator: { account: "octo" },
    });
    const target = targetOf(sighting);
    expect(await githubRevoker.describe(revoking(), target)).toMatchObject({ kind: "described", target, material: null });
    expect(await githubRevoker.probe(revoking(), target, null, "dead")).toMatchObject({ kind: "alive", control: "accepted" });
    expect(await githubRevoker.apply(revoking(), "dead", target, fence, null)).toMatchObject({ kind: "done" });
    expect(await githubRevoker.apply(revoking(), "dead", target, fence, null)).toMatchObject({ kind: "already_gone" });
    expect(await githubRevoker.probe(revoking(), target, null, "dead")).toMatchObject({ kind: "dead", control: "accepted", basis: "record" });
    expect(await githubRevoker.describe(revoking(), target)).toMatchObject({ kind: "gone" });
    expect(await listedKey(other)).toBeTruthy();
  });

  test("a repository that is out of sight says nothing of its key's death", async () => {
    const id = nextId++;
    const full = repository("hidden", [keyRow(id, "deploys", publicKey)]);
    const target = targetOf(await listedKey(id));
    github.state.repositories = github.state.repositories.filter(({ full_name }) => full_name !== full);
    github.state.keys.delete(full);
    await expect(githubRevoker.describe(revoking(), target)).rejects.toMatchObject({ name: "VendorFault" });
    expect(await githubRevoker.probe(revoking(), target, null, "dead")).toMatchObject({ kind: "unknown" });
  });

  test("a list that shows nothing at all proves no death", async () => {
    const id = nextId++;
    github.state.grants.push(grantRow(id, "lonely", "octo"));
    const target = targetOf((await all()).find(({ handle }) => handle.grant === String(id)) as TokenSighting);
    const before = github.state.grants;
    github.state.grants = [];
    expect(await githubRevoker.probe(revoking(), target, null, "dead")).toMatchObject({ kind: "unknown", control: "refused" });
    github.state.grants = before.filter((grant) => grant.id !== id);
    expect(await githubRevoker.probe(revoking(), target, null, "dead")).toMatchObject({ kind: "dead", basis: "record" });
  });

  test("installed apps are listed, suspended ones as disabled; what only the app itself may do is not offered", async () => {
    github.state.installations.push(installationRow(nextId++, "builder"), installationRow(nextId++, "sleeper", { suspended_at: "2026-04-01T00:00:00Z" }));
    const apps = (await all()).filter(({ class: kind }) => kind === "oauth_grant");
    expect(apps).toMatchObject([
      { name: "GitHub App builder", reach: { level: "high" }, disabledAt: null, scopes: ["app:contents:read", "app:issues:write", "repositories:all"] },
      { name: "GitHub App sleeper", disabledAt: new Date("2026-04-01T00:00:00Z") },
    ]);
    expect(githubRevoker.effects.oauth_grant).toBeUndefined();
  });

  test("an app that somebody else made is a grant to them; the organization's own is none, and of one that GitHub does not show it is unknown", async () => {
    const [ours, theirs, groups, hidden] = ["own-bot", "shipper", "group-bot", "secret-bot"].map((slug) => installationRow(nextId++, slug));
    github.state.installations = [ours, theirs, groups, hidden].filter((row) => row !== undefined);
    const makers = { "own-bot": organization.toUpperCase(), shipper: "shipper-inc", "group-bot": null };
    for (const [slug, owner] of Object.entries(makers)) github.state.apps.set(slug, appRow(nextId++, slug, owner));
    const apps = (await all()).filter(({ class: kind }) => kind === "oauth_grant");
    expect(apps.map(({ name, thirdParty }) => [name, thirdParty])).toEqual([
      ["GitHub App own-bot", null],
      ["GitHub App shipper", "shipper-inc"],
      ["GitHub App group-bot", null],
      ["GitHub App secret-bot", null],
    ]);
    expect(github.faults).toEqual([]);
  });

  test("a link to a next page on another host takes no credential there", async () => {
    github.linksTo = "https://api.github.com";
    const page = await reader().listTokens(reading(), null);
    expect(page.next).toMatch(/^https:\/\/api\.github\.com/);
    await expect(reader().listTokens(reading(), page.next)).rejects.toMatchObject({ kind: "left_origin" });
  });

  test("a limit that GitHub says as 403 is waited for as it asks", async () => {
    const connection = reading();
    const limited = (headers: Record<string, string>) => ({
      ...connection,
      http: { request: async () => ({ status: 403, headers, text: '{"message":"API rate limit exceeded"}' }) },
    });
    expect(await reader().check(limited({ "retry-after": "90" }))).toMatchObject({ ok: false, kind: "unavailable", retryAfterSeconds: 90 });
    const reset = String(Math.floor(connection.now().getTime() / 1000) + 600);
    const checked = await reader().check(limited({ "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset }));
    expect(checked).toMatchObject({ ok: false, kind: "unavailable" });
    expect(checked.ok ? 0 : checked.retryAfterSeconds).toBeGreaterThan(590);
    expect(await reader().check(limited({}))).toMatchObject({ ok: false, kind: "credential" });
  });

  describe("a found secret", () => {
    const { http } = openForTest({ origin: "http://127.0.0.1:9", credential: null, log, pepper });
    const said = (status: number, text: string, headers: Record<string, string> = {}) =>
      githubChecker({ ...http, request: async () => ({ status, headers, text }) }, settings, "github_pat_found", null);

    test("is valid where GitHub says how much it may still ask, invalid where it calls it bad, by one call that reads nothing of anybody", async () => {
      const { http } = openForTest({ origin: github.origin, credential: null, log, pepper });
      expect(await githubChecker(http, settings, github.control, null)).toMatchObject({ validity: "valid", status: 200 });
      expect(await githubChecker(http, settings, "github_pat_unknown", null)).toMatchObject({ validity: "invalid", status: 401 });
      expect(await githubChecker(http, { organization, basePath: "/api/v3" }, github.control, null)).toMatchObject({ validity: "unknown" });
      github.faults.length = 0;
    });

    test("an answer that GitHub gives to anybody, and any other, is unknown", async () => {
      github.limit = 60;
      const { http } = openForTest({ origin: github.origin, credential: null, log, pepper });
      expect(await githubChecker(http, settings, github.control, null)).toMatchObject({ validity: "unknown", status: 200 });
      for (const [status, text] of [
        [401, '{"message":"Requires authentication"}'],
        [401, "<html>401</html>"],
        [403, '{"message":"Sorry. Your account was suspended."}'],
        [404, '{"message":"Rate limiting is not enabled."}'],
        [200, "<html></html>"],
        [200, '{"resources":{"core":{"limit":"5000"}}}'],
      ] as const)
        expect(await said(status, text)).toMatchObject({ validity: "unknown", status });
      expect(await said(403, "{}", { "retry-after": "30" })).toMatchObject({ validity: "unknown", retryAfterSeconds: 30 });
      github.limit = 5_000;
    });
  });

  test("a private key that was pasted into one line is put right, and what is none is refused before anything is sent", async () => {
    const oneLine = github.credential.privateKey.trim().replaceAll("\n", " ");
    const parsed = RevokeSchema.parse({ ...github.credential, control: github.control, privateKey: oneLine });
    expect(await reader().check(openForTest({ origin: github.origin, credential: parsed, settings, log, pepper }))).toMatchObject({ ok: true });
    const none = openForTest({ origin: github.origin, credential: { ...github.credential, privateKey: "no key" }, settings, log, pepper });
    expect(await reader().check(none)).toMatchObject({ ok: false, kind: "credential" });
  });

  test("nothing was asked or relied on that GitHub does not describe, and no log line holds a secret", () => {
    expect(github.faults).toEqual([]);
    new Witness([github.credential.privateKey, github.control, ...github.given], lines).expectNone();
  });
});
