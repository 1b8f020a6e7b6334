import { beforeEach, expect, test } from "vitest";
import { setPersonStatus } from "../people/set-person-status";
import { personIn } from "../sign-in/testkit/person";
import { testDatabase } from "../testkit/database";
import { asPerson } from "../testkit/facts";
import { actorOfToken } from "./actor-of-token";
import { createApiToken } from "./create-api-token";
import { mirrorApiTokens } from "./mirror-api-tokens";
import { listApiTokens } from "./queries";
import { revokeApiToken } from "./revoke-api-token";

const database = testDatabase();
const origin = "http://localhost:3000";
let mira: string;
beforeEach(async () => {
  database.clock.set(new Date());
  mira = await personIn(database, { roles: ["security_manager"] });
});
const as = (id: string, role: "security_manager" | "auditor" | "administrator" = "security_manager") =>
  database.context("web", asPerson({ id, displayName: "Mira Koh" }, role));
const make = (over: object = {}) => createApiToken(as(mira), { name: "nightly report", scopes: ["read:inventory"], days: 30, ...over }, origin);
const actor = (token: string) => actorOfToken(database.context("web"), token);
const moves = (status: "active" | "suspended" | "departed") =>
  setPersonStatus(database.context("collector"), { personId: mira, status, at: database.clock.now(), source: "test" });
const mirror = () => mirrorApiTokens(database.context("collector"));
const inInventory = (id: string) =>
  database
    .as("web")
    .token.findFirst({ where: { handle: { equals: { id } } }, include: { ownership: true, fingerprints: true, creator: { include: { link: true } } } });
const stateOf = async (id: string) => {
  const [row] = await database.as("web").$queryRaw<
    { state: string }[]
  >`select state from token_state where token_id = (select id from token where handle ->> 'id' = ${id})`;
  return row?.state;
};

test("made once, shown once, kept as a hash; it speaks for its maker within its scopes", async () => {
  const { id, token } = await make();
  expect(JSON.stringify(await database.as("owner").apiToken.findMany())).not.toContain(token.slice(8, 40));
  expect(await actor(token)).toMatchObject({ id: mira, roles: ["security_manager"], sessionId: "", apiToken: { id, scopes: ["read:inventory"] } });
  const entry = await database.as("web").auditEntry.findFirstOrThrow({ where: { action: "api_token.created", subjectId: id } });
  expect(JSON.stringify(entry.detail)).not.toContain(token.slice(8, 40));
});

test("a year at most, with scopes that the roles give something, by oneself, signed in", async () => {
  await expect(make({ days: 366 })).rejects.toMatchObject({ code: "InvalidInput" });
  await expect(make({ scopes: [] })).rejects.toMatchObject({ code: "InvalidInput" });
  const auditor = await personIn(database, { roles: ["auditor"] });
  const input = { name: "x", days: 1 };
  await expect(createApiToken(as(auditor, "auditor"), { ...input, scopes: ["write:findings"] }, origin)).rejects.toMatchObject({ code: "InvalidInput" });
  await expect(createApiToken(as(auditor, "auditor"), { ...input, scopes: ["read:audit"], person: mira }, origin)).rejects.toMatchObject({ code: "Forbidden" });
  expect(await createApiToken(as(auditor, "auditor"), { ...input, scopes: ["read:audit"] }, origin)).toMatchObject({ hint: expect.stringContaining("cst_") });
  const speaking = await actor((await make()).token);
  await expect(createApiToken(database.context("web", speaking ?? undefined), { ...input, scopes: ["read:inventory"] }, origin)).rejects.toMatchObject({
    code: "Forbidden",
  });
});

test("it stops when revoked, and one's own is one's own; an administrator ends anybody's", async () => {
  const [one, two] = [await make(), await make()];
  const other = await personIn(database, { roles: ["security_manager"] });
  await expect(revokeApiToken(as(other), { id: one.id })).rejects.toMatchObject({ code: "Forbidden" });
  expect(await listApiTokens(as(other))).toEqual([]);
  await revokeApiToken(as(mira), { id: one.id });
  await revokeApiToken(as(other, "administrator"), { id: two.id });
  expect([await actor(one.token), await actor(two.token)]).toEqual([null, null]);
  await expect(revokeApiToken(as(mira), { id: one.id })).rejects.toMatchObject({ code: "Conflict" });
  expect((await listApiTokens(as(mira))).map(({ state }) => state)).toEqual(["revoked", "revoked"]);
});

test("it stops at its end", async () => {
  const { token } = await make({ days: 1 });
  database.clock.set(new Date(database.clock.now().getTime() + 86_400_000));
  expect(await actor(token)).toBeNull();
});

test("it stops with its owner: for good when they leave, as long as they are suspended otherwise", async () => {
  const { token } = await make();
  await moves("suspended");
  expect(await actor(token)).toBeNull();
  await moves("active");
  expect(await actor(token)).toMatchObject({ id: mira });
  await moves("departed");
  expect(await actor(token)).toBeNull();
  database.clock.set(new Date(database.clock.now().getTime() + 1000));
  await moves("active");
  expect(await actor(token)).toBeNull();
});

test("when it was last used is written once a minute", async () => {
  const { id, token } = await make();
  const used = async () => (await database.as("web").apiToken.findUniqueOrThrow({ where: { id } })).lastUsedAt?.getTime();
  const first = database.clock.now().getTime();
  await actor(token);
  database.clock.set(new Date(first + 59_000));
  await actor(token);
  expect(await used()).toBe(first);
  database.clock.set(new Date(first + 61_000));
  await actor(token);
  expect(await used()).toBe(first + 61_000);
});

test("it stands in the inventory with its owner, its purpose and a fingerprint, and a second look changes nothing", async () => {
  const { id, hint } = await make({ scopes: ["read:inventory", "write:findings"] });
  await mirror();
  const shown = await inInventory(id);
  expect(shown).toMatchObject({ class: "api_key", name: "nightly report", hint, expiry: "at", imported: false, scopes: ["read:inventory", "write:findings"] });
  expect(shown?.ownership).toMatchObject({ personId: mira, state: "confirmed", purpose: "nightly report" });
  expect(shown?.creator?.link).toMatchObject({ personId: mira });
  expect(shown?.fingerprints).toEqual([expect.objectContaining({ kind: "sha256", value: expect.stringMatching(/^[0-9a-f]{64}$/) })]);
  expect(await mirror()).toBe(0);
  expect(await database.as("web").connection.count({ where: { connector: "countersign" } })).toBe(1);
});

test("the inventory shows a revoked one as ended, a suspended owner's as disabled, and a departed owner's leaves no residue", async () => {
  const [one, two] = [await make(), await make()];
  await mirror();
  await revokeApiToken(as(mira), { id: one.id });
  await moves("suspended");
  await mirror();
  expect([await stateOf(one.id), await stateOf(two.id)]).toEqual(["disabled", "disabled"]);
  await moves("active");
  await mirror();
  expect([await stateOf(one.id), await stateOf(two.id)]).toEqual(["expired", "active"]);
  expect(await inInventory(one.id)).toMatchObject({ expiresFrom: "countersign: revoked" });
  await moves("departed");
  const open = () =>
    database
      .as("web")
      .finding.count({ where: { rule: "departed-still-alive", token: { name: "nightly report" }, personId: mira, status: { in: ["open", "regressed"] } } });
  // The directory's word comes first; the collector's next look says that the token is refused since.
  expect(await open()).toBe(1);
  await mirror();
  expect(await open()).toBe(0);
  expect(await stateOf(two.id)).toBe("expired");
  expect(await inInventory(two.id)).toMatchObject({ expiresFrom: "countersign: its owner left" });
});
