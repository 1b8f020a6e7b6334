import { createSecretKey, generateKeyPairSync, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createVendorHttp } from "../../../lib/connectors/http";
import { keptLog } from "../../../lib/connectors/testkit/open";
import { testAuthority } from "../../../lib/connectors/testkit/tls-fixture";
import type { Actor, Context } from "../../../lib/core/context";
import { type EnvelopeBinding, sealEnvelope } from "../../../lib/credentials/envelope";
import { mirrorFolder } from "../../../lib/exposure/mirrors/mirror-folder";
import { cancelRun } from "../../../lib/exposure/scanning/cancel-run";
import { type MirrorCredential, nameMirror } from "../../../lib/exposure/scanning/name-mirror";
import { removeSource } from "../../../lib/exposure/scanning/name-source";
import { runNow } from "../../../lib/exposure/scanning/run-now";
import { scanSourcePage } from "../../../lib/exposure/scans";
import { GitServer } from "../../../lib/exposure/testkit/git-server";
import { made } from "../../../lib/exposure/testkit/made-secrets";
import { Repository } from "../../../lib/exposure/testkit/repository";
import { startedWith } from "../../../lib/exposure/testkit/started";
import type { Pepper } from "../../../lib/fingerprints/pepper";
import { testDatabase } from "../../../lib/testkit/database";
import { facts } from "../../../lib/testkit/facts";
import { signConnection } from "../../../lib/testkit/sign-connection";
import { claimNext, queueDueScans } from "./claim-run";
import { recheckValidity } from "./recheck-validity";
import { type MirrorParts, scanMirror } from "./scan-mirror";
import { sweepMirrors } from "./sweep-mirrors";

const database = testDatabase();
const owner = () => database.as("owner");
const operator = () => database.context("collector", { type: "operator", name: "test" });
const person = (role: "security_manager" | "auditor"): Actor => ({ type: "person", id: randomUUID(), displayName: "P", roles: [role], sessionId: "s" });
const manager = () => database.context("web", person("security_manager"));
const pepper: Pepper = { current: 1, keys: new Map([[1, createSecretKey(Buffer.alloc(32, 7))]]) };
const { log, lines } = keptLog();
const collector = (): Context => ({ ...database.context("collector"), log });
const home = mkdtempSync(path.join(tmpdir(), "countersign-collector-"));
const secret = "git-password-of-this-test";
const [user, signedIn] = ["ada", { user: "ada", password: secret }];
let identity: string;
let recipient: string;
let server: GitServer;
let elsewhere: GitServer;
let repository: Repository;

beforeAll(async () => {
  identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
  await owner().deployment.create({ data: { id: randomUUID(), name: "test", createdAt: database.clock.now() } });
  [server, elsewhere] = await Promise.all([GitServer.start(), GitServer.start()]);
});
beforeEach(async () => {
  await owner().scanSource.updateMany({ data: { pausedAt: database.clock.now(), pausedBy: "operator:test" } });
  await owner().scanRun.updateMany({ where: { status: "queued" }, data: { status: "cancelled" } });
  [server.signIn, server.instead] = [signedIn, () => false];
  for (const each of [server, elsewhere]) each.asked.splice(0);
  repository?.remove();
  repository = new Repository();
  database.clock.advance(60_000);
});
afterAll(() => {
  server?.stop();
  elsewhere?.stop();
  repository?.remove();
  rmSync(home, { recursive: true, force: true });
});

const systems = () => ({
  identity,
  pepper,
  http: (options: object) =>
    createVendorHttp({ ...(options as Parameters<typeof createVendorHttp>[0]), log, limits: { retries: 0, totalMilliseconds: 2_000 } }),
});
const seal = (binding: EnvelopeBinding) => sealEnvelope(recipient, { version: 1, ...binding, credential: { username: user, secret } });
let named = 0;
const publish = () => server.publish(repository, `acme/shop-${named}.git`);
async function add(credential: MirrorCredential = { seal }, changes: Partial<Parameters<typeof nameMirror>[1]> = {}): Promise<string> {
  const address = publish();
  const input = { name: `shop ${named++}`, address, ca: testAuthority, allowPrivate: true, channel: "code" as const, every: 10_080 };
  return (await nameMirror(operator(), { ...input, ...changes }, credential)).id;
}
const renewed = (id: string) =>
  owner()
    .scanSource.findUniqueOrThrow({ where: { id } })
    .then(({ location }) => server.publish(repository, new URL(location ?? "").pathname.slice(1)));
async function work(more: Partial<MirrorParts> = {}): Promise<void> {
  database.clock.advance(1_000);
  await queueDueScans(collector());
  for (let run = await claimNext(collector(), "mirrors"); run; run = await claimNext(collector(), "mirrors")) {
    database.clock.advance(1_000);
    await scanMirror({ ctx: collector(), pepper, home, systems: systems(), ...more }, run).catch(() => {});
  }
}
const last = (sourceId: string) => owner().scanRun.findFirstOrThrow({ where: { sourceId }, orderBy: [{ queuedAt: "desc" }, { id: "desc" }] });
const again = async (sourceId: string, more?: Partial<MirrorParts>) => {
  database.clock.advance(3_600_000);
  await runNow(manager(), { sourceId });
  await work(more);
  return last(sourceId);
};
const places = async (sourceId: string) =>
  (await owner().occurrence.findMany({ where: { sourceId }, orderBy: [{ path: "asc" }, { reference: "asc" }] })).map(
    ({ path: at, reference, goneAt }) => `${at} in ${reference.slice(0, 7)}${goneAt ? " gone" : ""}`,
  );
/** A run whose fetch was begun and gets no answer. */
async function fetching(): Promise<{ id: string; working: Promise<void> }> {
  repository.commit({ "a.ts": "nothing\n" });
  const id = await add();
  const asked = new Promise<void>((resolve) => {
    server.instead = (request) => {
      if (request.method === "POST") resolve();
      return request.method === "POST";
    };
  });
  const working = work();
  await asked;
  return { id, working };
}
const short = (commit: string) => commit.slice(0, 7);

test("a repository is fetched and looked through whole, then what is new; what was written anew is gone, and a lost mirror is made again", async () => {
  const first = repository.commit({ "a.ts": `const one = "${made.github("one")}";\n` });
  const id = await add();
  await work();
  expect(await last(id)).toMatchObject({ trigger: "schedule", status: "succeeded", extent: "whole", commits: 1, exposures: 1, occurrences: 1 });
  const mirror = await owner().scanMirror.findUniqueOrThrow({ where: { sourceId: id } });
  expect(mirror.fetchedAt?.getTime()).toBeGreaterThan(mirror.givenAt.getTime());
  expect(Number(mirror.bytes)).toBeGreaterThan(1_000);
  const { source } = await scanSourcePage(database.context("web", person("auditor")), id);
  expect(source).toMatchObject({ location: mirror.address, parent: null, mirror: { access: "sealed", givenBy: "operator test", bytes: Number(mirror.bytes) } });
  expect(await again(id)).toMatchObject({ status: "succeeded", extent: "unchanged", texts: 0n });

  const second = repository.commit({ "b.ts": `const two = "${made.github("two")}";\n` });
  await renewed(id);
  expect(await again(id)).toMatchObject({ status: "succeeded", extent: "since", commits: 1, exposures: 1 });
  expect(await places(id)).toEqual([`a.ts in ${short(first)}`, `b.ts in ${short(second)}`]);

  rmSync(mirrorFolder(home, id), { recursive: true });
  repository.commit({ "c.ts": "nothing\n" });
  await renewed(id);
  expect(await again(id)).toMatchObject({ status: "succeeded", extent: "since", commits: 1 });
  repository.git("reset", "-q", "--hard", first);
  repository.commit({ "d.ts": "nothing either\n" });
  await renewed(id);
  expect(await again(id)).toMatchObject({ status: "succeeded", extent: "since", commits: 1 });
  expect(await places(id)).toEqual([`a.ts in ${short(first)}`, `b.ts in ${short(second)} gone`]);
  // one without a commit is none that can't be read
  expect(await add(null, { address: server.empty("acme/empty.git"), name: "empty" })).not.toBe(id);
  server.signIn = null;
  await work();
  expect(await owner().scanRun.findFirstOrThrow({ where: { source: { name: "empty" } } })).toMatchObject({ status: "succeeded", commits: 0 });
});

test("what can't be fetched fails with the reason, is tried again soon where that may help, and takes nothing back of what is known", async () => {
  const first = repository.commit({ "a.ts": `const one = "${made.github("kept")}";\n` });
  const id = await add();
  await work();
  const before = await owner().scanSource.findUniqueOrThrow({ where: { id } });
  server.signIn = { user, password: "another" };
  const refused = await again(id);
  expect(refused).toMatchObject({ status: "failed", extent: "fetch", error: expect.stringContaining("the credential was refused") });
  server.signIn = signedIn;
  for (const [status, said] of [
    [404, "may not see it"],
    [503, "503"],
  ] as const) {
    server.instead = (_, response) => {
      response.writeHead(status).end();
      return true;
    };
    expect(await again(id)).toMatchObject({ status: "failed", error: expect.stringContaining(said) });
  }
  const after = await owner().scanSource.findUniqueOrThrow({ where: { id } });
  expect(after).toMatchObject({ heads: before.heads, state: before.state });
  expect(after.nextRunAt).toEqual(new Date(database.clock.now().getTime() + 3_600_000));
  // the answer breaks off in the middle of it
  repository.commit({ "b.bin": Buffer.alloc(200_000, "x") });
  await renewed(id);
  server.instead = (request) => {
    if (request.method === "POST") request.socket.destroy();
    return request.method === "POST";
  };
  expect(await again(id)).toMatchObject({ status: "failed" });
  expect(await places(id)).toEqual([`a.ts in ${short(first)}`]);
  server.instead = () => false;
  expect(await again(id, { limits: { bytes: 1_000 } })).toMatchObject({ status: "failed", error: expect.stringContaining("larger than") });
  expect(await again(id)).toMatchObject({ status: "succeeded", extent: "since", commits: 1 });
});

test("while it is fetched the run says so, and ends when somebody cancels it", async () => {
  const { id, working } = await fetching();
  await expect.poll(() => last(id), { timeout: 5_000 }).toMatchObject({ status: "running", extent: "fetch" });
  await expect.poll(async () => Number((await last(id)).received), { timeout: 5_000 }).toBeGreaterThan(0);
  await cancelRun(manager(), { runId: (await last(id)).id });
  await working;
  expect(await last(id)).toMatchObject({ status: "cancelled", error: null });
  expect((await owner().scanMirror.findUniqueOrThrow({ where: { sourceId: id } })).fetchedAt).toBeNull();
});

test("what can't be looked through in its time fails and says what to do, and is left at once when somebody cancels it; git ends with both", async () => {
  repository.commit({ "a.ts": "nothing\n" });
  repository.bomb();
  const id = await add();
  await work({ longest: 300 });
  expect(await last(id)).toMatchObject({ status: "failed", error: expect.stringMatching(/not looked through within .*scan add PATH/) });
  expect(await owner().scanSource.findUnique({ where: { id } })).toMatchObject({ state: null, heads: [] });
  const working = again(id);
  await expect.poll(() => last(id), { timeout: 20_000 }).toMatchObject({ status: "running", extent: "whole" });
  await cancelRun(manager(), { runId: (await last(id)).id });
  expect(await working).toMatchObject({ status: "cancelled", error: null });
  await expect.poll(() => startedWith(mirrorFolder(home, id))).toEqual([]);
}, 120_000);

test("taken off the list while it is fetched, it stops at the next sign of life", async () => {
  const { id, working } = await fetching();
  await removeSource(operator(), (await owner().scanSource.findUniqueOrThrow({ where: { id } })).name);
  await working;
  expect(await last(id)).toMatchObject({ status: "cancelled", cancelledBy: "operator:test", error: null });
});

test("the credential goes where it was sealed for and nowhere else, and stands nowhere but in its envelope", async () => {
  repository.commit({ "a.ts": "nothing\n" });
  const id = await add();
  await work();
  const was = await owner().scanMirror.findUniqueOrThrow({ where: { sourceId: id } });
  const other = await owner().scanMirror.findUniqueOrThrow({ where: { sourceId: await add() } });
  for (const data of [
    { address: elsewhere.publish(repository, "acme/shop.git") },
    { address: other.address },
    { ca: "-----BEGIN CERTIFICATE-----" },
    { sealed: other.sealed },
  ]) {
    server.asked.splice(0);
    await owner().scanMirror.update({ where: { sourceId: id }, data });
    expect(await again(id)).toMatchObject({ status: "failed", error: expect.stringMatching(/was sealed for another .*, so it was not used/) });
    await owner().scanMirror.update({ where: { sourceId: id }, data: { address: was.address, ca: was.ca, sealed: was.sealed } });
    expect(server.asked.filter(({ path: asked }) => asked.includes(new URL(was.address).pathname))).toEqual([]);
  }
  expect(elsewhere.asked).toEqual([]);
  expect(await again(id)).toMatchObject({ status: "succeeded" });
  const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const kept = [
    ...files.map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "latin1")),
    JSON.stringify(await owner().auditEntry.findMany({ select: { detail: true } })),
    JSON.stringify(await owner().scanRun.findMany({ select: { error: true } })),
    ...lines,
  ];
  const sent = Buffer.from(`${user}:${secret}`).toString("base64");
  for (const text of kept) for (const part of [secret, sent]) expect(text).not.toContain(part);
});

test("web can neither name a repository nor read or change what it is fetched with", async () => {
  const web = database.as("web");
  const input = { name: "by web", address: elsewhere.origin, ca: null, allowPrivate: true, channel: "code" as const, every: 60 };
  await expect(nameMirror(manager(), input, null)).rejects.toMatchObject({ code: "Forbidden" });
  await expect(nameMirror(manager(), input, { connection: "any" })).rejects.toMatchObject({ code: "Forbidden" });
  const denied = { message: expect.stringMatching(/permission denied|42501/) };
  for (const column of ["sealed", "address", "ca"]) await expect(web.$queryRawUnsafe(`select ${column} from scan_mirror`)).rejects.toMatchObject(denied);
  await expect(web.$executeRaw`update scan_mirror set address = ${elsewhere.origin}`).rejects.toMatchObject(denied);
  await expect(
    web.$executeRaw`insert into scan_source (id, form, name, channel, parent_id, created_by, created_at) values (gen_random_uuid(), 'git', 'x', 'code', null, 'x', now())`,
  ).rejects.toMatchObject(denied);
  expect(await web.$queryRaw`select access, given_by from scan_mirror`).not.toEqual([]);
});

test("taken off the list, its credential is forgotten and its mirror deleted, once no run works on it; others stay", async () => {
  repository.commit({ "a.ts": `const one = "${made.github("stays")}";\n` });
  const [id, other] = [await add(), await add()];
  await work();
  const at = mirrorFolder(home, id);
  expect(existsSync(at)).toBe(true);
  const { name } = await owner().scanSource.findUniqueOrThrow({ where: { id } });
  await removeSource(operator(), name);
  expect(await owner().scanMirror.count({ where: { sourceId: id } })).toBe(0);
  const { id: runId } = await last(id);
  await owner().scanRun.update({ where: { id: runId }, data: { status: "running", heartbeatAt: database.clock.now() } });
  await sweepMirrors(collector(), home);
  expect(existsSync(at)).toBe(true);
  await owner().scanRun.update({ where: { id: runId }, data: { status: "succeeded" } });
  await sweepMirrors(collector(), home);
  expect([existsSync(at), existsSync(mirrorFolder(home, other))]).toEqual([false, true]);
  expect(await places(id)).toHaveLength(1);
  await expect(runNow(manager(), { sourceId: id })).rejects.toMatchObject({ code: "Conflict" });
});

test("a mirror whose source is named again while others are deleted stays; what a sweep that broke off had set aside goes", async () => {
  repository.commit({ "a.ts": "nothing\n" });
  const ids = [await add(), await add()];
  await work();
  const mirrors = await owner().scanMirror.findMany({ where: { sourceId: { in: ids } } });
  for (const id of ids) await removeSource(operator(), (await owner().scanSource.findUniqueOrThrow({ where: { id } })).name);
  const left = `${mirrorFolder(home, ids[0] as string)}.gone`;
  mkdirSync(path.join(left, "objects"), { recursive: true });
  const ctx = collector();
  // named again right after it was first asked which are needed
  const db = {
    async $queryRaw(...query: Parameters<typeof ctx.db.$queryRaw>) {
      const rows = await ctx.db.$queryRaw(...query);
      await owner().scanMirror.createMany({ data: mirrors.filter(({ sourceId }) => sourceId === ids[1]), skipDuplicates: true });
      return rows;
    },
  } as unknown as Context["db"];
  expect(await sweepMirrors({ db }, home)).toBe(1);
  expect([...ids.map((id) => existsSync(mirrorFolder(home, id))), existsSync(left)]).toEqual([false, true, false]);
});

/** A connection to GitHub's app at the git server's own origin, which gives it a token of an hour. */
async function connected(changes: { signed?: boolean; origin?: string } = {}) {
  const origin = changes.origin ?? server.origin;
  const make = facts(owner(), () => database.clock.now());
  const settings = { organization: "acme", basePath: "" };
  const connection = await make.connection({ connector: "github", origin, ca: testAuthority, allowPrivate: true, settings });
  if (changes.signed !== false) await signConnection(owner(), connection.id, database.clock.now());
  const { id: deployment } = await owner().deployment.findFirstOrThrow();
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const credential = { appId: "1", installationId: "2", privateKey };
  const bound = { deployment, connection: connection.id, vendor: "github", origin, ca: testAuthority };
  const sealed = await sealEnvelope(recipient, { version: 1, ...bound, credential });
  await owner().readCredential.create({
    data: { id: randomUUID(), connectionId: connection.id, sealed, createdBy: "person:test", createdAt: database.clock.now() },
  });
  return connection;
}

test("a signed connection at the same origin lends GitHub's token of an hour; nothing else does, and no longer once it is removed", async () => {
  repository.commit({ "a.ts": `const one = "${made.github("lent")}";\n` });
  server.signIn = { user: "x-access-token", password: "ghs_of_an_hour" };
  server.instead = (request, response) => {
    if (request.url !== "/app/installations/2/access_tokens") return false;
    response.writeHead(201, { "content-type": "application/json" }).end(JSON.stringify({ token: "ghs_of_an_hour", expires_at: "2026-12-01T00:00:00Z" }));
    return true;
  };
  const connection = await connected();
  const id = await add({ connection: connection.id });
  await work();
  expect(await last(id)).toMatchObject({ status: "succeeded", exposures: 1, error: null });
  expect(await again(id)).toMatchObject({ status: "succeeded" });
  expect(server.asked.filter(({ path: asked }) => asked.startsWith("POST /app/"))).toHaveLength(2);
  for (const [refused, why] of [
    [await connected({ signed: false }), "is not signed"],
    [await connected({ origin: elsewhere.origin }), "is not the same"],
  ] as const) {
    await expect(add({ connection: refused.id })).rejects.toMatchObject({ code: "Conflict", message: expect.stringContaining(why) });
    await owner().scanMirror.update({ where: { sourceId: id }, data: { connectionId: refused.id } });
    server.asked.splice(0);
    expect(await again(id)).toMatchObject({ status: "failed", error: expect.stringContaining(why) });
    expect([...server.asked, ...elsewhere.asked]).toEqual([]);
  }
  await owner().scanMirror.update({ where: { sourceId: id }, data: { connectionId: connection.id } });
  await owner().connectionRemoval.create({
    data: { connectionId: connection.id, removedBy: "person:test", removedAt: database.clock.now(), reason: "no longer" },
  });
  expect(await again(id)).toMatchObject({ status: "failed", error: expect.stringContaining("was removed") });
  expect(lines.join("")).not.toContain("ghs_of_an_hour");
});

test("a found secret is read again in the mirror; without the mirror the page says that the source is gone", async () => {
  const leaked = made.github("tried again in a mirror");
  const connection = await connected();
  await owner().checkPermission.create({
    data: { connectionId: connection.id, class: "personal_access_token", allowedBy: "person:test", allowedAt: database.clock.now() },
  });
  await owner().exposure.updateMany({ data: { status: "closed_proven" } });
  repository.commit({ "a.ts": `const one = "${leaked}";\n` });
  const id = await add();
  await work();
  const tasks: string[] = [];
  const recheck = (at?: string) =>
    recheckValidity({
      ctx: collector(),
      pepper,
      ...(at === undefined ? {} : { home: at }),
      open: async () => ({
        pid: 0,
        close() {},
        check: async (task) => {
          tasks.push(task.secret);
          return { validity: "valid", status: 200, evidence: "let in" };
        },
      }),
    });
  expect(await recheck(home)).toBe(1);
  expect(tasks).toEqual([leaked]);
  const exposure = () => owner().exposure.findFirstOrThrow({ where: { occurrences: { some: { sourceId: id } } } });
  expect(await exposure()).toMatchObject({ tried: "answered", validity: "valid" });
  for (const at of [undefined, tmpdir()]) {
    database.clock.advance(86_400_001);
    await recheck(at);
    expect(await exposure()).toMatchObject({ tried: "source_gone", validity: "valid" });
  }
});
