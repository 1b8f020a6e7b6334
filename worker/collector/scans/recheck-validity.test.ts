import { createSecretKey, randomUUID } from "node:crypto";
import { renameSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { DescribedGithub, organization } from "../../../lib/connectors/github/testkit/described-github";
import { FaultyProxy } from "../../../lib/connectors/testkit/faulty-proxy";
import { keptLog } from "../../../lib/connectors/testkit/open";
import type { Context } from "../../../lib/core/context";
import { mostTriesPerHour } from "../../../lib/exposure/check-limits";
import { exposurePage } from "../../../lib/exposure/exposure-page";
import { openSource } from "../../../lib/exposure/sources/open-source";
import { decideSuppression } from "../../../lib/exposure/suppressions/decide-suppression";
import { suppressExposure } from "../../../lib/exposure/suppressions/suppress-exposure";
import { made } from "../../../lib/exposure/testkit/made-secrets";
import { openStream } from "../../../lib/exposure/testkit/open-stream";
import { Repository } from "../../../lib/exposure/testkit/repository";
import { fingerprint, type Pepper } from "../../../lib/fingerprints/pepper";
import { testDatabase } from "../../../lib/testkit/database";
import { asPerson, facts } from "../../../lib/testkit/facts";
import { signConnection } from "../../../lib/testkit/sign-connection";
import { takeTurn } from "./check-pace";
import { checkValidity } from "./check-validity";
import { type OpenChecker, openChecker } from "./checker";
import { recheckValidity } from "./recheck-validity";
import { runScan } from "./run-scan";

// GitHub shows no secrets, so a found one is known by its form alone; the server speaks GitHub's own description.

const database = testDatabase();
const owner = () => database.as("owner");
const make = () => facts(owner(), () => database.clock.now());
const pepper: Pepper = { current: 1, keys: new Map([[1, createSecretKey(Buffer.alloc(32, 9))]]) };
const { log, lines } = keptLog();
const secrets: string[] = [];
let github: DescribedGithub;
let proxy: FaultyProxy;
let checker: OpenChecker;
let repository: Repository;
let connectionId: string;
let n = 0;

beforeAll(async () => {
  [github, checker] = await Promise.all([DescribedGithub.start(), openChecker()]);
  proxy = await FaultyProxy.start(github.origin);
  repository = new Repository();
  connectionId = (await make().connection({ connector: "github", origin: proxy.origin, allowPrivate: true, settings: { organization, basePath: "" } })).id;
  await signConnection(owner(), connectionId, database.clock.now());
  await owner().checkPermission.create({ data: { connectionId, class: "personal_access_token", allowedBy: "person:test", allowedAt: database.clock.now() } });
}, 60_000);
beforeEach(async () => {
  proxy.break(null);
  await owner().exposure.updateMany({ data: { status: "closed_proven" } });
  await owner().checkPace.deleteMany({});
});
afterAll(async () => {
  checker?.close();
  repository.remove();
  await proxy?.close();
  await github?.stop();
});

const ctx = () => ({ ...database.context("collector"), log });
const recheck = () => recheckValidity({ ctx: ctx(), pepper, open: async () => checker });
const asked = () => proxy.seen.length;
const nextDay = () => database.clock.advance(86_400_001);
/** A token in a commit of the repository, found by a scan that tries nothing; null where it is of no use to try. */
async function leaked(live: boolean): Promise<{ secret: string; id: string; file: string }> {
  const secret = made.github(`leaked ${n++}`);
  const file = `config/${n}.env`;
  secrets.push(secret);
  if (live) github.held.add(secret);
  repository.commit({ [file]: `GITHUB_TOKEN=${secret}\n` });
  const { source } = await openSource(repository.folder);
  await runScan({ ctx: ctx(), pepper }, { form: "git", name: repository.folder, location: repository.folder, channel: "code", source });
  const { id } = await owner().exposure.findFirstOrThrow({ where: { fingerprints: { some: { value: fingerprint(pepper, secret).value } } } });
  return { secret, id, file };
}
const stored = (id: string) => owner().exposure.findUniqueOrThrow({ where: { id } });

test("what a scan found is read again and tried, once a day; refused later it is dead, stays known as dead and is not tried again", async () => {
  const { id, secret } = await leaked(true);
  expect(await stored(id)).toMatchObject({ validity: "unknown", triedAt: null });
  expect(await recheck()).toBe(1);
  expect(await stored(id)).toMatchObject({ validity: "valid", severity: "critical", validityBy: "process:collector", tried: "answered" });
  const before = asked();
  expect(await recheck()).toBe(0);
  expect(asked()).toBe(before);
  nextDay();
  github.held.delete(secret);
  expect(await recheck()).toBe(1);
  const died = await stored(id);
  expect(died).toMatchObject({ validity: "invalid", severity: "info", retryAt: null, status: "open", validityAt: database.clock.now() });
  nextDay();
  expect(await recheck()).toBe(0);
  expect(await stored(id)).toEqual(died);
});

test("a system that refuses what it never listed shows no death: the secret may be another's", async () => {
  const { id } = await leaked(false);
  expect(await recheck()).toBe(1);
  expect(await stored(id)).toMatchObject({ validity: "unknown", tried: "silent", severity: "high", triedAt: database.clock.now() });
  expect(await owner().auditEntry.findFirst({ where: { action: "exposure.checked", subjectId: id } })).toMatchObject({
    detail: { validity: "invalid", answered: 401 },
  });
});

test.each([
  ["listed by its vendor, is death", { imported: false }, "hmac_sha256", "invalid"],
  ["known by a listing that somebody brought, shows none", { imported: true }, "hmac_sha256", "unknown"],
  ["known by the public id of its key alone, shows none", { imported: false }, "key_id", "unknown"],
] as const)("that a system refuses one that is %s", async (_, token, matchedBy, validity) => {
  const { id } = await leaked(false);
  const { id: tokenId } = await make().token(connectionId, { class: "personal_access_token", ...token });
  await owner().exposure.update({ where: { id }, data: { tokenId, matchedBy } });
  expect(await recheck()).toBe(1);
  expect(await stored(id)).toMatchObject({ validity });
});

test("where the source is gone, what was known stands with its date, and the page says so; when it is back it is tried again", async () => {
  const { id } = await leaked(true);
  await recheck();
  const knownAt = database.clock.now();
  nextDay();
  const away = `${repository.folder}.away`;
  renameSync(repository.folder, away);
  try {
    expect(await recheck()).toBe(1);
  } finally {
    renameSync(away, repository.folder);
  }
  expect(await stored(id)).toMatchObject({ validity: "valid", validityAt: knownAt, tried: "source_gone", triedAt: database.clock.now() });
  expect(await owner().auditEntry.count({ where: { action: "exposure.not_reread", subjectId: id } })).toBe(1);
  const page = await exposurePage(database.context("web", asPerson(await make().person(), "auditor")), id);
  expect(page).toMatchObject({ checked: { at: knownAt.toISOString(), by: "the collector" }, silent: { why: "source_gone" }, row: { validity: "valid" } });
  nextDay();
  await recheck();
  expect(await stored(id)).toMatchObject({ validity: "valid", validityAt: database.clock.now(), tried: "answered" });
});

test("what came once can't be read again", async () => {
  const secret = made.github(`pasted ${n++}`);
  secrets.push(secret);
  const bytes = (async function* () {
    yield Buffer.from(`try ${secret}`);
  })();
  await runScan(
    { ctx: ctx(), pepper },
    { form: "stream", name: "standard input", location: null, channel: "chat", source: openStream(bytes, "standard input", "chat") },
  );
  expect(await recheck()).toBe(1);
  const { id } = await owner().exposure.findFirstOrThrow({ where: { fingerprints: { some: { value: fingerprint(pepper, secret).value } } } });
  expect(await stored(id)).toMatchObject({ validity: "unknown", validityAt: null, tried: "source_gone" });
});

test("a vendor that asks to be left alone is, by whoever asks next; its silence takes nothing back", async () => {
  const { id } = await leaked(true);
  await recheck();
  nextDay();
  proxy.break({ kind: "answer", status: 429, body: "{}", headers: { "retry-after": "600" } });
  await recheck();
  expect(await stored(id)).toMatchObject({ validity: "valid", tried: "silent" });
  const until = (await takeTurn(ctx().db, connectionId, database.clock.now()))?.until;
  expect(until).toEqual(new Date(database.clock.now().getTime() + 600_000));
  database.clock.advance(600_000);
  expect(await takeTurn(ctx().db, connectionId, database.clock.now())).toBeNull();
});

test("no more than so many are tried within an hour, whoever asks; the rest waits, and loses nothing", async () => {
  const now = database.clock.now();
  for (let turn = 0; turn < mostTriesPerHour; turn++) expect(await takeTurn(ctx().db, connectionId, now)).toBeNull();
  const { id, secret } = await leaked(true);
  const before = asked();
  // nothing is read again that would only wait
  expect(await recheck()).toBe(0);
  expect(await stored(id)).toMatchObject({ validity: "unknown", tried: null, retryAt: null });
  // whoever has it in hand anyway is told to wait, and until when
  await checkValidity(ctx(), new Map([[fingerprint(pepper, secret).value, secret]]), async () => checker);
  expect(asked()).toBe(before);
  const hourLater = new Date(now.getTime() + 3_600_000);
  expect(await stored(id)).toMatchObject({ validity: "unknown", tried: "postponed", triedAt: null, retryAt: hourLater });
  database.clock.advance(3_600_000);
  await recheck();
  expect(await stored(id)).toMatchObject({ validity: "valid", tried: "answered" });
});

test("what a rule of one's own found is read again by it, in a channel that it leaves out by now too", async () => {
  const rule = { kind: "own_badge", title: "Badge", regex: "\\b(?<secret>badge-[a-z0-9]{20})\\b", keywords: ["badge-"], excludedChannels: [] };
  const ruleId = randomUUID();
  await owner().detectionRule.create({ data: { ...rule, id: ruleId, setBy: "test", setAt: database.clock.now() } });
  const secret = `badge-${"q7".repeat(10)}`;
  github.held.add(secret);
  secrets.push(secret);
  const token = await make().token(connectionId, { class: "personal_access_token" });
  await owner().tokenFingerprint.create({ data: { tokenId: token.id, kind: "hmac_sha256", value: fingerprint(pepper, secret).value, pepperVersion: 1 } });
  repository.commit({ "badge.txt": `use ${secret}\n` });
  const { id: other } = await leaked(true);
  const { id } = await owner().exposure.findFirstOrThrow({ where: { kind: "own_badge" } });
  await owner().detectionRule.update({ where: { id: ruleId }, data: { excludedChannels: ["code"] } });
  try {
    expect(await recheck()).toBe(2);
  } finally {
    await owner().detectionRule.deleteMany({});
  }
  expect(await stored(id)).toMatchObject({ validity: "valid", tried: "answered" });
  expect(await stored(other)).toMatchObject({ validity: "valid", tried: "answered" });
});

test("what a rule found that is off by now is not said to be gone: the rule is off; once it is on again it is tried again", async () => {
  const rule = { kind: "own_pass", title: "Pass", regex: "\\b(?<secret>pass-[a-z0-9]{20})\\b", keywords: ["pass-"], excludedChannels: [] };
  const ruleId = randomUUID();
  await owner().detectionRule.create({ data: { ...rule, id: ruleId, setBy: "test", setAt: database.clock.now() } });
  const secret = `pass-${"w3".repeat(10)}`;
  github.held.add(secret);
  secrets.push(secret);
  const token = await make().token(connectionId, { class: "personal_access_token" });
  await owner().tokenFingerprint.create({ data: { tokenId: token.id, kind: "hmac_sha256", value: fingerprint(pepper, secret).value, pepperVersion: 1 } });
  repository.commit({ "pass.txt": `use ${secret}\n` });
  await leaked(true);
  const { id } = await owner().exposure.findFirstOrThrow({ where: { kind: "own_pass" } });
  const reader = database.context("web", asPerson(await make().person(), "auditor"));
  try {
    await owner().detectionRule.update({ where: { id: ruleId }, data: { enabled: false } });
    await recheck();
    expect(await stored(id)).toMatchObject({ validity: "unknown", tried: "rule_off" });
    expect(await exposurePage(reader, id)).toMatchObject({ silent: { why: "rule_off" }, row: { untold: { code: "rule_off" } } });
    expect(await owner().auditEntry.findFirst({ where: { action: "exposure.not_reread", subjectId: id } })).toMatchObject({ detail: { why: "rule_off" } });
    await owner().detectionRule.update({ where: { id: ruleId }, data: { enabled: true, title: "Another title" } });
    nextDay();
    await recheck();
    expect(await stored(id)).toMatchObject({ validity: "valid", tried: "answered" });

    const setAt = database.clock.now();
    await owner().detectionRule.update({ where: { id: ruleId }, data: { regex: "\\b(?<secret>pass-[a-z]{20})\\b", setAt } });
    nextDay();
    await recheck();
    expect(await stored(id)).toMatchObject({ tried: "rule_changed" });
    expect(await exposurePage(reader, id)).toMatchObject({ silent: { why: "rule_changed" } });
    // another title, or channels, is no other look
    const looks = () => owner().detectionRule.findUniqueOrThrow({ where: { id: ruleId }, select: { looksSince: true } });
    nextDay();
    await owner().detectionRule.update({ where: { id: ruleId }, data: { title: "A third", excludedChannels: ["chat"], setAt: database.clock.now() } });
    expect(await looks()).toEqual({ looksSince: setAt });
    await owner().detectionRule.update({ where: { id: ruleId }, data: { regex: rule.regex, setAt: database.clock.now() } });
    nextDay();
    await recheck();
    expect(await stored(id)).toMatchObject({ tried: "answered" });
  } finally {
    await owner().detectionRule.deleteMany({});
  }
});

test("what one person said is none is tried on, and comes back where it works; what two agreed on is left alone", async () => {
  const managers = [];
  for (const displayName of ["Ada", "Ben"]) {
    const person = await make().person({ displayName });
    await owner().roleGrant.create({ data: { personId: person.id, role: "security_manager", grantedBy: "test", grantedAt: database.clock.now() } });
    managers.push(database.context("web", asPerson(person, "security_manager")));
  }
  const [ada, ben] = managers as [Context, Context];
  const [alone, agreed] = [await leaked(true), await leaked(true)];
  const until = new Date(database.clock.now().getTime() + 30 * 86_400_000).toISOString().slice(0, 10);
  const suppress = async (exposureId: string) => (await suppressExposure(ada, { exposureId, reason: "A fixture.", until })).suppression;
  await suppress(alone.id);
  await owner().exposure.update({ where: { id: agreed.id }, data: { severity: "critical" } });
  await decideSuppression(ben, { suppressionId: await suppress(agreed.id), agree: true });
  expect([(await stored(alone.id)).status, (await stored(agreed.id)).status]).toEqual(["closed_false_positive", "closed_false_positive"]);
  expect(await recheck()).toBe(1);
  expect(await stored(alone.id)).toMatchObject({ status: "regressed", validity: "valid", severity: "critical" });
  expect(await stored(agreed.id)).toMatchObject({ status: "closed_false_positive", validity: "unknown", triedAt: null });
});

test("without the permission nothing is tried again, and with it the same is", async () => {
  const { id } = await leaked(true);
  await owner().checkPermission.deleteMany({ where: { connectionId } });
  expect(await recheck()).toBe(0);
  await owner().checkPermission.create({ data: { connectionId, class: "oauth_grant", allowedBy: "person:test", allowedAt: database.clock.now() } });
  expect(await recheck()).toBe(0);
  await owner().checkPermission.create({ data: { connectionId, class: "personal_access_token", allowedBy: "person:test", allowedAt: database.clock.now() } });
  expect(await recheck()).toBe(1);
  expect(await stored(id)).toMatchObject({ validity: "valid" });
});

test("none of all this left a secret in the database or in a log", async () => {
  const tables = await owner().$queryRaw<
    { name: string }[]
  >`select format('%I', relname) as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace`;
  expect(tables.length).toBeGreaterThan(40);
  expect(secrets.length).toBeGreaterThan(5);
  const ends = secrets.map((secret) => secret.slice(-16));
  for (const { name } of tables) {
    const [row] = await owner().$queryRawUnsafe<{ n: number }[]>(
      `select count(*)::int as n from ${name} t, unnest($1::text[]) as secret where position(secret in t::text) > 0`,
      ends,
    );
    expect([name, row?.n]).toEqual([name, 0]);
  }
  for (const secret of secrets) expect(lines.join("")).not.toContain(secret.slice(-16));
  rmSync(path.join(repository.folder, "config"), { recursive: true, force: true });
});
