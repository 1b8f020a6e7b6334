import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { TokenSighting } from "../contract";
import { targetOf } from "../target";
import { type ConnectorHarness, connectorConformance, type MadeToken } from "../testkit/conformance";
import { keptLog, openForTest, testPepper } from "../testkit/open";
import { hashOfGrant, hashOfKey, type RealGlewlwyd, startRealGlewlwyd } from "../testkit/real-glewlwyd";
import { Witness } from "../testkit/witness";
import { glewlwydChecker } from "./check";
import type { GlewlwydReadCredential, GlewlwydRevokeCredential } from "./credential";
import { glewlwydReadConnector } from "./read";
import { glewlwydRevoker } from "./revoke";

let glewlwyd: RealGlewlwyd;
beforeAll(async () => {
  glewlwyd = await startRealGlewlwyd(inject("adminUrl"));
}, 60_000);
afterAll(() => glewlwyd?.stop());

const nameOf = (hash: string) => `API key ${hash.slice("{SHA512}".length).slice(0, 8)} of admin`;
const randomKey = () => randomBytes(24).toString("base64").replaceAll(/[+/=]/g, "x");

const harness: ConnectorHarness<GlewlwydReadCredential, GlewlwydRevokeCredential> = {
  read: glewlwydReadConnector,
  revoker: glewlwydRevoker,
  checker: glewlwydChecker,
  many: 12,
  deathAnswer: { status: 401, body: "" },
  declineAnswer: { status: 403, body: "" },
  okAnswer: { status: 200, body: "" },
  byRecord: true,
  listing: /\/key\/\?limit=0/,
  changes: ({ method, path }) => method === "DELETE" && path.includes("/key/"),
  fingerprintOf: ({ secret }) => ({ kind: "key_id", value: hashOfKey(secret) }),
  spoilRow(body) {
    const rows = JSON.parse(body) as Record<string, unknown>[];
    if (rows[1]) rows[1].enabled = "yes";
    return JSON.stringify(rows);
  },
  async start() {
    const deadControl = randomKey();
    const wrongPassword = randomBytes(12).toString("hex");
    return {
      origin: glewlwyd.origin,
      readCredential: glewlwyd.admin,
      badReadCredential: { username: "admin", password: wrongPassword },
      revokeCredential: { ...glewlwyd.admin, control: glewlwyd.controlKey },
      deadControl: { ...glewlwyd.admin, control: deadControl },
      canaries: [glewlwyd.admin.password, glewlwyd.controlKey, glewlwyd.signingKey, wrongPassword, deadControl],
      makeTokens: async (names) => {
        const made: MadeToken[] = [];
        for (const name of names) {
          const secret = await glewlwyd.makeKey(name);
          made.push({ name: nameOf(hashOfKey(secret)), secret });
        }
        return made;
      },
      killToken: ({ secret }) => glewlwyd.call("DELETE", `/key/${encodeURIComponent(hashOfKey(secret))}`).then(() => undefined),
      exists: ({ secret }) => glewlwyd.opens({ key: secret }),
      makeAccount: (email) => glewlwyd.makeUser("conformance", { email }),
      deadSecret: randomKey,
      stop: async () => undefined,
    };
  },
};

connectorConformance(harness);

describe("Glewlwyd: what is its own", () => {
  const { log, lines } = keptLog();
  const pepper = testPepper();
  const secrets: string[] = [];
  const fence = { execution: "e", fence: 1n, idempotencyKey: "k" };
  const revoking = (control = glewlwyd.controlKey) => openForTest({ origin: glewlwyd.origin, credential: { ...glewlwyd.admin, control }, log, pepper });
  const reading = (credential = glewlwyd.admin) => openForTest({ origin: glewlwyd.origin, credential, log, pepper });
  const reader = () => {
    if (!glewlwydReadConnector.reader) throw new Error("no reader");
    return glewlwydReadConnector.reader;
  };
  async function all(): Promise<TokenSighting[]> {
    const found: TokenSighting[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await reader().listTokens(reading(), cursor ?? null);
      found.push(...page.items);
      cursor = page.next;
    }
    return found;
  }
  async function grant(username: string, plugin: "oauth" | "oidc") {
    const token = await glewlwyd.makeGrant(username, plugin);
    secrets.push(token);
    const hash = hashOfGrant(token);
    const sighting = (await all()).find(({ handle }) => handle.hash === hash);
    if (!sighting) throw new Error("the refresh token is not listed");
    return { token, sighting, target: targetOf(sighting) };
  }

  test.each(["oauth", "oidc"] as const)(
    "refresh tokens of the %s plugin: listed with client, user and end; revoked alone; proven by record, and by introspection",
    async (plugin) => {
      await glewlwyd.makeUser(`ada+${plugin}@example.com`, { email: "ada@example.com" });
      const [one, other] = [await grant(`ada+${plugin}@example.com`, plugin), await grant(`ada+${plugin}@example.com`, plugin)];
      expect(one.sighting).toMatchObject({
        class: "oauth_grant",
        creator: { account: `ada+${plugin}@example.com` },
        scopes: ["client:backup"],
        expiry: { kind: "at" },
        lastUsed: null,
        environment: null,
        reach: null,
      });
      expect(await glewlwydRevoker.describe(revoking(), one.target)).toMatchObject({ kind: "described", target: one.target });
      expect(await glewlwydRevoker.probe(revoking(), one.target, null, "dead")).toMatchObject({ kind: "alive", control: "accepted", basis: "record" });
      expect(await glewlwydRevoker.apply(revoking(), "dead", one.target, fence, null)).toMatchObject({ kind: "done" });
      expect(await glewlwydRevoker.apply(revoking(), "dead", one.target, fence, null)).toMatchObject({ kind: "already_gone", status: 400 });
      expect(await glewlwydRevoker.probe(revoking(), one.target, null, "dead")).toMatchObject({ kind: "dead", control: "accepted", basis: "record" });
      expect(await glewlwydRevoker.describe(revoking(), one.target)).toMatchObject({ kind: "gone" });
      expect([await glewlwyd.opens({ refreshToken: one.token, plugin }), await glewlwyd.opens({ refreshToken: other.token, plugin })]).toEqual([false, true]);
      expect((await all()).map(({ handle }) => handle.hash)).not.toContain(one.target.handle.hash);
    },
  );

  test("the refresh tokens of a user who was deleted are gone; those of a plugin that is switched off are only not seen", async () => {
    await glewlwyd.makeUser("leaver");
    const { target } = await grant("leaver", "oauth");
    await glewlwyd.call("PUT", "/mod/plugin/oauth/disable");
    await expect(glewlwydRevoker.describe(revoking(), target)).rejects.toMatchObject({ kind: "shape" });
    expect(await glewlwydRevoker.probe(revoking(), target, null, "dead")).toMatchObject({ kind: "unknown" });
    await glewlwyd.call("PUT", "/mod/plugin/oauth/enable");
    expect(await glewlwydRevoker.describe(revoking(), target)).toMatchObject({ kind: "described" });
    await glewlwyd.call("DELETE", "/user/leaver");
    expect(await glewlwydRevoker.describe(revoking(), target)).toMatchObject({ kind: "gone" });
    expect((await all()).map(({ handle }) => handle.hash)).not.toContain(target.handle.hash);
  });

  test("who is no administrator would be shown their own tokens as another's: refused, for reading and for revoking; an administrator is not", async () => {
    await glewlwyd.makeUser("viewer", { scope: ["files", "g_profile"] });
    const viewer = { username: "viewer", password: "a password for tests 1" };
    const { target } = await grant("viewer", "oauth");
    expect(await reader().check(reading(viewer))).toMatchObject({ ok: false, kind: "credential" });
    await expect(reader().listTokens(reading(viewer), '{"offset":0}')).rejects.toMatchObject({ kind: "credential" });
    const asViewer = openForTest({ origin: glewlwyd.origin, credential: { ...viewer, control: glewlwyd.controlKey }, log, pepper });
    await expect(glewlwydRevoker.describe(asViewer, target)).rejects.toMatchObject({ kind: "credential" });
    expect(await glewlwydRevoker.probe(asViewer, target, null, "dead")).toMatchObject({ kind: "unknown" });
    expect(await reader().check(reading())).toMatchObject({ ok: true, message: expect.stringContaining("oauth, oidc") });
  });

  test("Glewlwyd says 200 to the deletion of a key that it does not have, and the key that was meant stays alive", async () => {
    const key = await glewlwyd.makeKey();
    secrets.push(key);
    const sighting = (await all()).find(({ handle }) => handle.hash === hashOfKey(key));
    if (!sighting) throw new Error("not listed");
    const target = targetOf(sighting);
    const mistaken = { ...target, handle: { hash: (target.handle.hash ?? "").replace("{SHA512}", "") } };
    expect(await glewlwydRevoker.apply(revoking(), "dead", mistaken, fence, null)).toMatchObject({ kind: "done", status: 200 });
    expect(await glewlwydRevoker.probe(revoking(), target, null, "dead")).toMatchObject({ kind: "alive" });
    expect(await glewlwyd.opens({ key })).toBe(true);
  });

  test("the control key is never revoked, and one that Glewlwyd lists as disabled proves nothing", async () => {
    const key = await glewlwyd.makeKey();
    secrets.push(key);
    const hash = hashOfKey(glewlwyd.controlKey);
    const control = (await all()).find(({ handle }) => handle.hash === hash);
    if (!control) throw new Error("not listed");
    expect(await glewlwydRevoker.apply(revoking(), "dead", targetOf(control), fence, null)).toMatchObject({ kind: "declined", status: 0 });
    expect(await glewlwyd.opens({ key: glewlwyd.controlKey })).toBe(true);
    await glewlwyd.call("DELETE", `/key/${encodeURIComponent(hashOfKey(key))}`);
    const dead = { ...targetOf(control), handle: { hash: hashOfKey(key) } };
    expect(await glewlwydRevoker.probe(revoking(), dead, null, "dead")).toMatchObject({ kind: "dead" });
    expect(await glewlwydRevoker.probe(revoking(key), dead, null, "dead")).toMatchObject({ kind: "unknown", control: "refused" });
  });

  test("no session stays open, and no log line of all this holds a secret", async () => {
    const before = await glewlwyd.query("select from g_user_session where gus_enabled = 1");
    await all();
    expect(await glewlwyd.query("select from g_user_session where gus_enabled = 1")).toHaveLength(before.length);
    new Witness([...secrets, glewlwyd.admin.password, glewlwyd.controlKey, glewlwyd.signingKey], lines).expectNone();
  });
});
