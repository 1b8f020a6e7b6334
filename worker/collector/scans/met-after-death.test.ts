import { createSecretKey } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { DescribedGithub, organization } from "../../../lib/connectors/github/testkit/described-github";
import { FaultyProxy } from "../../../lib/connectors/testkit/faulty-proxy";
import { evaluateRules } from "../../../lib/detection/evaluate";
import { mostTriesPerHour } from "../../../lib/exposure/check-limits";
import { closeProvenExposures } from "../../../lib/exposure/close-proven-exposures";
import { exposurePage } from "../../../lib/exposure/exposure-page";
import { openSource } from "../../../lib/exposure/sources/open-source";
import { made } from "../../../lib/exposure/testkit/made-secrets";
import { Repository } from "../../../lib/exposure/testkit/repository";
import { closeProven } from "../../../lib/findings/close-proven";
import { fingerprint, type Pepper } from "../../../lib/fingerprints/pepper";
import { testDatabase } from "../../../lib/testkit/database";
import { asPerson, facts } from "../../../lib/testkit/facts";
import { signConnection } from "../../../lib/testkit/sign-connection";
import { tokenPage } from "../../../lib/tokens/token-page";
import { takeTurn } from "./check-pace";
import { type OpenChecker, openChecker } from "./checker";
import { recheckValidity } from "./recheck-validity";
import { runScan } from "./run-scan";

// What becomes of a token that an execution proved dead, once its secret is pasted again.

const database = testDatabase();
const owner = () => database.as("owner");
const make = () => facts(owner(), () => database.clock.now());
const pepper: Pepper = { current: 1, keys: new Map([[1, createSecretKey(Buffer.alloc(32, 5))]]) };
const ctx = () => database.context("collector");
let github: DescribedGithub;
let proxy: FaultyProxy;
let checker: OpenChecker;
let repository: Repository;
let connectionId: string;
let personId: string;
let n = 0;

beforeAll(async () => {
  [github, checker] = await Promise.all([DescribedGithub.start(), openChecker()]);
  proxy = await FaultyProxy.start(github.origin);
  connectionId = (await make().connection({ connector: "github", origin: proxy.origin, allowPrivate: true, settings: { organization, basePath: "" } })).id;
  await signConnection(owner(), connectionId, database.clock.now());
  await owner().checkPermission.create({ data: { connectionId, class: "personal_access_token", allowedBy: "person:test", allowedAt: database.clock.now() } });
  personId = (await make().person()).id;
}, 60_000);
beforeEach(async () => {
  proxy.break(null);
  repository = new Repository();
  await owner().exposure.deleteMany({});
  await owner().checkPace.deleteMany({});
});
afterEach(() => repository.remove());
afterAll(async () => {
  checker?.close();
  await proxy?.close();
  await github?.stop();
});

const later = () => database.clock.advance(3_600_001);
const asked = () => proxy.seen.length;
const recheck = () => recheckValidity({ ctx: ctx(), pepper, open: async () => checker });
const stored = (id: string) => owner().exposure.findUniqueOrThrow({ where: { id } });
const auditor = async () => database.context("web", asPerson(await make().person(), "auditor"));
const judge = (tokenId: string) => ctx().db.$transaction((tx) => evaluateRules(tx, ctx(), { tokens: [tokenId] }));
const finding = (tokenId: string) => owner().finding.findFirst({ where: { tokenId, rule: "exposed" } });
const idOf = async (secret: string) =>
  (await owner().exposure.findFirstOrThrow({ where: { fingerprints: { some: { value: fingerprint(pepper, secret).value } } } })).id;

async function scanAll(): Promise<void> {
  const { source } = await openSource(repository.folder);
  await runScan(
    { ctx: ctx(), pepper, checker: async () => checker },
    { form: "git", name: repository.folder, location: repository.folder, channel: "code", source },
  );
}
/** The secret in one more commit, and all of it looked through again. */
async function paste(secret: string): Promise<void> {
  repository.commit({ [`pasted/${n++}.env`]: `GITHUB_TOKEN=${secret}\n` });
  await scanAll();
}
async function listed(): Promise<{ secret: string; token: { id: string; connectionId: string } }> {
  const secret = made.github(`dead ${n++}`);
  github.held.add(secret);
  const token = await make().token(connectionId, { class: "personal_access_token" });
  await owner().tokenFingerprint.create({ data: { tokenId: token.id, kind: "hmac_sha256", value: fingerprint(pepper, secret).value, pepperVersion: 1 } });
  return { secret, token };
}
/** What the executor does where it proves a token dead. */
async function prove(token: { id: string; connectionId: string }): Promise<void> {
  const execution = await make().execution(token, personId, { status: "proven" });
  const executor = database.context("executor");
  await executor.db.$transaction(async (tx) => {
    await closeProven(tx, executor, { tokenId: token.id, executionId: execution.id });
    await closeProvenExposures(tx, executor, { tokenId: token.id, executionId: execution.id });
  });
}
/** A token that was found, tried, revoked and proven dead. */
async function died() {
  const { secret, token } = await listed();
  await paste(secret);
  const id = await idOf(secret);
  await judge(token.id);
  expect([await stored(id), await finding(token.id)]).toMatchObject([{ validity: "valid" }, { status: "open" }]);
  later();
  github.held.delete(secret);
  await prove(token);
  expect(await stored(id)).toMatchObject({ status: "closed_proven", validity: "invalid", validityFrom: "proven dead", retryAt: null });
  later();
  return { id, secret, token, provenAt: new Date(database.clock.now().getTime() - 3_600_001) };
}

test("pasted again, what is proven dead is tried once; refused it stays closed, with when; not met again it is not tried again", async () => {
  const { id, secret, token } = await died();
  const before = asked();
  await scanAll();
  await recheck();
  expect(asked()).toBe(before);
  await paste(secret);
  expect(asked()).toBe(before + 1);
  const { name } = await owner().connection.findUniqueOrThrow({ where: { id: connectionId } });
  const refused = await stored(id);
  expect(refused).toMatchObject({
    status: "closed_proven",
    validity: "invalid",
    validityAt: database.clock.now(),
    validityFrom: `tried at ${name}`,
    retryAt: null,
  });
  expect(refused.closedAt).not.toBeNull();
  later();
  await scanAll();
  await recheck();
  expect(asked()).toBe(before + 1);
  expect((await stored(id)).validityAt).toEqual(refused.validityAt);
  await judge(token.id);
  expect(await finding(token.id)).toMatchObject({ status: "closed_proven" });
  expect((await tokenPage(await auditor(), token.id)).contradiction).toBeNull();
});

test("let in again, the exposure and its finding come back, and the token says so beside its proof; then it is tried once a day", async () => {
  const { id, secret, token, provenAt } = await died();
  github.held.add(secret);
  await paste(secret);
  const letInAt = database.clock.now();
  expect(await stored(id)).toMatchObject({ status: "regressed", closedAt: null, validity: "valid", validityAt: letInAt });
  expect(await owner().auditEntry.findFirst({ where: { action: "exposure.checked", subjectId: id }, orderBy: { id: "desc" } })).toMatchObject({
    detail: { was: "closed_proven", is: "regressed" },
  });
  await judge(token.id);
  const back = await finding(token.id);
  expect(back).toMatchObject({ status: "regressed" });
  expect(back?.factors).toContainEqual(expect.objectContaining({ name: "despite_death", words: expect.stringContaining("proven dead on") }));
  const contradiction = { provenAt: provenAt.toISOString(), letInAt: letInAt.toISOString(), exposure: id };
  const page = await tokenPage(await auditor(), token.id);
  expect(page).toMatchObject({ row: { state: "dead" }, contradiction });
  expect(page.life.at(-1)).toMatchObject({ what: "Let in after its proven death", at: letInAt.toISOString() });
  expect(await exposurePage(await auditor(), id)).toMatchObject({ contradiction, refusal: expect.stringContaining("End it at its system") });
  database.clock.advance(86_400_001);
  github.held.delete(secret);
  expect(await recheck()).toBe(1);
  expect(await stored(id)).toMatchObject({ status: "regressed", validity: "invalid" });
  await judge(token.id);
  expect(await finding(token.id)).toMatchObject({ status: "closed_proven" });
});

test.each([
  ["has no turn left", "postponed"],
  ["gives no answer", "silent"],
] as const)("where its system %s when it is pasted again, it is asked later, once", async (_words, tried) => {
  const { id, secret } = await died();
  if (tried === "silent") proxy.break({ kind: "answer", status: 500, body: "{}" });
  else for (let turn = 0; turn < mostTriesPerHour; turn++) await takeTurn(ctx().db, connectionId, database.clock.now());
  await paste(secret);
  expect(await stored(id)).toMatchObject({ status: "closed_proven", validity: "invalid", validityFrom: "proven dead", tried });
  proxy.break(null);
  github.held.add(secret);
  expect(await recheck()).toBe(0);
  database.clock.advance(86_400_001);
  expect(await recheck()).toBe(1);
  expect(await stored(id)).toMatchObject({ status: "regressed", validity: "valid" });
});

test("without the permission it is not tried; with it, it is, as soon as it is met", async () => {
  const { id, secret } = await died();
  const before = asked();
  await owner().checkPermission.deleteMany({ where: { connectionId } });
  await paste(secret);
  expect(asked()).toBe(before);
  await owner().checkPermission.create({ data: { connectionId, class: "personal_access_token", allowedBy: "person:test", allowedAt: database.clock.now() } });
  await scanAll();
  expect([asked(), await stored(id)]).toMatchObject([before + 1, { status: "closed_proven", validity: "invalid", validityAt: database.clock.now() }]);
});

test("a secret that is found for the first time after its token's death is tried too; of a token known by its key's id alone a refusal agrees with the proof", async () => {
  const [one, other] = [await listed(), await listed()];
  for (const { secret, token } of [one, other]) {
    github.held.delete(secret);
    await prove(token);
  }
  later();
  await paste(one.secret);
  expect(await stored(await idOf(one.secret))).toMatchObject({ status: "open", validity: "invalid" });
  await owner().checkPermission.updateMany({ data: { class: "oauth_grant" } });
  await paste(other.secret);
  const id = await idOf(other.secret);
  await owner().exposure.update({ where: { id }, data: { matchedBy: "key_id" } });
  await owner().checkPermission.updateMany({ data: { class: "personal_access_token" } });
  await scanAll();
  expect(await stored(id)).toMatchObject({ validity: "invalid", tried: "answered", retryAt: null });
});
