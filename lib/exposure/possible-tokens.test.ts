import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RoleName } from "../domain/roles";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { exposurePage } from "./exposure-page";
import { endsOf, scoreOf } from "./score-possible";
import { found } from "./testkit/found";

const database = testDatabase();
const owner = () => database.as("owner");
const make = () => facts(owner(), () => database.clock.now());
const manager = () => database.context("web", asPerson({ id: "00000000-0000-4000-8000-000000000001", displayName: "Ada" }, "security_manager" as RoleName));
let source: string;
beforeAll(async () => {
  source = (await found(owner(), () => database.clock.now()).source({ name: "/srv/shop" })).id;
});
beforeEach(() => database.clock.advance(1000));
const expose = (fields: Parameters<ReturnType<typeof found>["exposure"]>[0]) =>
  found(owner(), () => database.clock.now()).exposure(fields, [{ sourceId: source }]);
const possible = async (id: string) => (await exposurePage(manager(), id)).possible.map(({ token, score }) => [token.name, score]);

describe("what a hint shows", () => {
  test.each([
    ["ghp_…9f2c", { prefix: "ghp_", last: "9f2c" }],
    ["sk_live_****9f2c", { prefix: "sk_live_", last: "9f2c" }],
    ["…9f2c", { prefix: "", last: "9f2c" }],
    ["ab...cd9f2c", { prefix: "ab", last: "9f2c" }],
    ["9f2c", { prefix: "", last: "9f2c" }],
    ["ghp_…", { prefix: "ghp_", last: null }],
    ["•••", { prefix: "", last: null }],
    ["rsa private key", null],
    ["a name that somebody gave", null],
    [null, null],
  ])("%s", (hint, ends) => expect(endsOf(hint)).toEqual(ends));
});

test("more that fits is likelier and never certain; what contradicts rules it out", () => {
  const secret = { ends: { prefix: "ghp_", last: "9f2c" }, family: "GitHub", tokenClass: "personal_access_token" };
  const listed = { hint: "…9f2c", prefixLast: null, class: "api_key", vendor: "declarative", connection: "Elsewhere" };
  expect(scoreOf(secret, listed)).toMatchObject({ score: 35 });
  expect(scoreOf(secret, { ...listed, hint: "ghp_…9f2c" })).toMatchObject({ score: 65 });
  const all = scoreOf(secret, { ...listed, prefixLast: "ghp_…9f2c", vendor: "github", class: "personal_access_token" });
  expect(all).toMatchObject({ score: 90 });
  expect(all?.why).toHaveLength(4);
  expect(scoreOf(secret, { ...listed, hint: "glpat-…9f2c" })).toBeNull();
  expect(scoreOf(secret, { ...listed, hint: "…9f2d" })).toBeNull();
});

test("a page shows them as possible, sets nothing, and leaves out tokens whose fingerprint would have said so", async () => {
  const connection = await make().connection({ name: "GitHub of ours" });
  const [likely, , printed] = [
    await make().token(connection.id, { name: "likely", hint: "ghp_…9f2c", class: "personal_access_token" }),
    await make().token(connection.id, { name: "less", hint: "…9f2c" }),
    await make().token(connection.id, { name: "printed", hint: "ghp_…9f2c" }),
    await make().token(connection.id, { name: "other end", hint: "ghp_…0000" }),
  ];
  await owner().tokenFingerprint.create({ data: { tokenId: printed.id, kind: "hmac_sha256", value: "ab".repeat(32), pepperVersion: 1 } });
  const named = await make().token(connection.id, { name: "by print", hint: null });
  await owner().tokenFingerprint.create({ data: { tokenId: named.id, kind: "prefix_last", value: "ghp_…9f2c", pepperVersion: 0 } });
  const { id } = await expose({ hint: "ghp_…9f2c" });
  expect(await possible(id)).toEqual([
    ["likely", 90],
    ["by print", 85],
    ["less", 55],
  ]);
  expect(await owner().exposure.findUniqueOrThrow({ where: { id } })).toMatchObject({ tokenId: null, matchedBy: null });
  // one that is known for sure has no others
  const { id: sure } = await expose({ hint: "ghp_…9f2c", tokenId: likely.id, matchedBy: "sha256" });
  expect(await possible(sure)).toEqual([]);
  expect(await possible((await expose({ hint: "•••" })).id)).toEqual([]);
});

test("what its token opens: the workloads that use it, what they reach, and the tokens found there", async () => {
  const connection = await make().connection();
  const [token, further] = [await make().token(connection.id, { name: "in a chat" }), await make().token(connection.id, { name: "further" })];
  const { id } = await expose({ tokenId: token.id, matchedBy: "hmac_sha256" });
  expect((await exposurePage(manager(), id)).opens).toMatchObject({ workloads: [], reachedFrom: [] });
  const now = database.clock.now();
  const set = { basis: "declared" as const, setBy: "operator:test", setAt: now };
  const workload = await owner().workload.create({
    data: { id: crypto.randomUUID(), name: "deploy", kind: "service", source: "person", createdBy: "t", createdAt: now, changedAt: now },
  });
  await owner().tokenWorkload.create({ data: { tokenId: token.id, workloadId: workload.id, ...set } });
  await owner().workloadDestination.create({
    data: { id: crypto.randomUUID(), workloadId: workload.id, destination: "vault.example.test", tokenId: further.id, ...set },
  });
  expect((await exposurePage(manager(), id)).opens).toMatchObject({
    workloads: [{ name: "deploy", destinations: [{ name: "vault.example.test", token: { name: "further", workloads: 0 } }] }],
  });
  // of a token that is only possible nothing is said
  expect((await exposurePage(manager(), (await expose({ hint: "ghp_…9f2c" })).id)).opens).toBeNull();
});
