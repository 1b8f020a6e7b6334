import { createSecretKey, randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { ScanSource } from "../../../lib/api/shapes/scan";
import { described } from "../../../lib/connectors/github/testkit/described";
import { repositoryRow } from "../../../lib/connectors/github/testkit/rows";
import { createVendorHttp } from "../../../lib/connectors/http";
import { keptLog } from "../../../lib/connectors/testkit/open";
import { testAuthority } from "../../../lib/connectors/testkit/tls-fixture";
import type { Actor, Context } from "../../../lib/core/context";
import { type EnvelopeBinding, sealEnvelope } from "../../../lib/credentials/envelope";
import { mirrorFolder } from "../../../lib/exposure/mirrors/mirror-folder";
import { removeSource } from "../../../lib/exposure/scanning/name-source";
import { nameSystem } from "../../../lib/exposure/scanning/name-system";
import { pauseSource } from "../../../lib/exposure/scanning/pause-source";
import { runNow } from "../../../lib/exposure/scanning/run-now";
import { listScanSources, scanSourcePage } from "../../../lib/exposure/scans";
import { parseRestSource } from "../../../lib/exposure/sources/rest/parse-source";
import { GitServer } from "../../../lib/exposure/testkit/git-server";
import { made } from "../../../lib/exposure/testkit/made-secrets";
import { Repository } from "../../../lib/exposure/testkit/repository";
import type { Pepper } from "../../../lib/fingerprints/pepper";
import { testDatabase } from "../../../lib/testkit/database";
import { facts } from "../../../lib/testkit/facts";
import { signConnection } from "../../../lib/testkit/sign-connection";
import { claimNext, queueDueScans } from "./claim-run";
import { scanMirror } from "./scan-mirror";
import { scanSystem } from "./scan-system";
import { sweepMirrors } from "./sweep-mirrors";
import { toldSystem } from "./testkit/told-system";

const database = testDatabase();
const owner = () => database.as("owner");
const operator = () => database.context("collector", { type: "operator", name: "test" });
const manager = (): Context =>
  database.context("web", { type: "person", id: randomUUID(), displayName: "P", roles: ["security_manager"], sessionId: "s" } satisfies Actor);
const pepper: Pepper = { current: 1, keys: new Map([[1, createSecretKey(Buffer.alloc(32, 7))]]) };
const { log } = keptLog();
const collector = (): Context => ({ ...database.context("collector"), log });
const home = mkdtempSync(path.join(tmpdir(), "countersign-collector-"));
const secret = "token-of-the-system";
let identity: string;
let recipient: string;
/** code and API at one origin */
let server: GitServer;
let repository: Repository;

beforeAll(async () => {
  identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
  await owner().deployment.create({ data: { id: randomUUID(), name: "test", createdAt: database.clock.now() } });
  server = await GitServer.start();
});
beforeEach(async () => {
  await owner().scanSource.updateMany({ data: { pausedAt: database.clock.now(), pausedBy: "operator:test" } });
  await owner().scanRun.updateMany({ where: { status: "queued" }, data: { status: "cancelled" } });
  server.signIn = { user: "oauth2", password: secret };
  server.instead = api;
  rows = [];
  repository?.remove();
  repository = new Repository();
  database.clock.advance(60_000);
});
afterAll(() => {
  server?.stop();
  repository?.remove();
  rmSync(home, { recursive: true, force: true });
});

const description = `
format: countersign/source/1
system: Forge
channel: code
authentication: { kind: bearer }
lists:
  - what: repository
    request: GET /api/projects
    rows: $
    paging: { kind: none }
    id: id
    title: path
    repository: { address: http, name: path, user: oauth2, only: { body: { mine: true } } }
`;
interface Row {
  id: number;
  path: string;
  http?: string;
  mine?: boolean;
}
let rows: Row[] | number;
function api(request: IncomingMessage, response: ServerResponse): boolean {
  if (request.url !== "/api/projects") return false;
  if (typeof rows === "number") response.writeHead(rows).end();
  else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(rows.map((row) => ({ mine: true, ...row }))));
  return true;
}
const systems = () => ({
  identity,
  pepper,
  http: (options: object) =>
    createVendorHttp({ ...(options as Parameters<typeof createVendorHttp>[0]), log, limits: { retries: 0, totalMilliseconds: 2_000 } }),
});
const seal = (binding: EnvelopeBinding) => sealEnvelope(recipient, { version: 1, ...binding, credential: { secret } });
let named = 0;
const input = () => ({
  name: `forge ${named++}`,
  origin: server.origin,
  ca: testAuthority,
  allowPrivate: true,
  description,
  channel: "code" as const,
  every: 360,
});
const add = async (changes: object = {}) => (await nameSystem(operator(), { ...input(), ...changes }, { seal })).id;
/** Everything that is due or asked for, systems first, as the collector does it. Returns the names of what was fetched. */
async function work(): Promise<string[]> {
  const fetched: string[] = [];
  for (const lane of ["systems", "mirrors"] as const) {
    database.clock.advance(1_000);
    await queueDueScans(collector());
    for (let run = await claimNext(collector(), lane); run; run = await claimNext(collector(), lane)) {
      database.clock.advance(1_000);
      const parts = { ctx: collector(), pepper, home, systems: systems() };
      await (lane === "systems" ? scanSystem(parts, run) : scanMirror(parts, run)).catch(() => {});
      if (lane === "mirrors") fetched.push((await owner().scanSource.findUniqueOrThrow({ where: { id: run.sourceId } })).name);
    }
  }
  return fetched.toSorted();
}
const again = async (sourceId: string) => {
  database.clock.advance(60_000);
  await runNow(manager(), { sourceId });
  return work();
};
const last = (sourceId: string) => owner().scanRun.findFirstOrThrow({ where: { sourceId }, orderBy: [{ queuedAt: "desc" }, { id: "desc" }] });
const below = (parentId: string) => owner().scanSource.findMany({ where: { parentId }, orderBy: { name: "asc" }, include: { mirror: true } });
const child = async (parentId: string, name: string) => (await below(parentId)).find((one) => one.name.startsWith(name)) ?? expect.fail(name);
/** A repository of the forge, with a secret where it has any. */
function forged(id: number, where: string, leaked?: string): Row {
  if (leaked === undefined) return { id, path: where, http: server.empty(`${where}.git`) };
  repository.commit({ [`${id}.ts`]: `const key = "${made.github(leaked)}";\n` });
  return { id, path: where, http: server.publish(repository, `${where}.git`) };
}

test("each repository that a system lists becomes a source of its own, fetched with the system's credential at its rhythm; one that two whole readings miss is looked through no more", async () => {
  rows = [forged(1, "acme/a", "first"), forged(2, "acme/empty"), { ...forged(3, "acme/left-out"), mine: false }];
  const id = await add();
  expect(await work()).toEqual(["acme/a", "acme/empty"]);
  expect(await last(id)).toMatchObject({ status: "succeeded", unreadable: {} });
  const [a, empty] = await below(id);
  expect(a).toMatchObject({
    form: "git",
    location: (rows[0] as Row).http,
    channel: "code",
    every: 360,
    createdBy: "process:collector",
    mirror: { access: "system", sealed: null },
  });
  expect(await last((a as { id: string }).id)).toMatchObject({ status: "succeeded", exposures: 1, commits: 1 });
  expect(await last((empty as { id: string }).id)).toMatchObject({ status: "succeeded", commits: 0, error: null });
  expect(await owner().auditEntry.count({ where: { action: "scan.named", subjectId: (a as { id: string }).id } })).toBe(1);

  // whoever may read sees what is listed, where it is and as whom it is fetched; nobody sees more
  const told = z.array(ScanSource).parse((await listScanSources(manager(), { system: id })).sources);
  const { name: forge } = await owner().scanSource.findUniqueOrThrow({ where: { id } });
  expect(told.toSorted((x, y) => x.name.localeCompare(y.name))).toMatchObject([
    {
      name: "acme/a",
      location: (rows[0] as Row).http,
      parent: { id, name: forge, paused: null },
      mirror: { access: "system", givenBy: "process collector", connection: null },
    },
    { name: "acme/empty", mirror: { fetched: expect.any(String), bytes: expect.any(Number) } },
  ]);
  const page = await scanSourcePage(manager(), id);
  expect(page.source).toMatchObject({ repositories: 2, mirror: null, parent: null });
  expect(JSON.stringify([told, page])).not.toContain(secret);
  await expect(listScanSources(manager(), { system: randomUUID() })).rejects.toMatchObject({ code: "NotFound" });
  await expect(listScanSources(database.context("web", { type: "process", name: "collector" }), { system: id })).rejects.toMatchObject({ code: "Forbidden" });

  // nothing new: what is known goes on at its own rhythm, of which the system's word stands
  expect(await again(id)).toEqual([]);
  await owner().scanSource.update({ where: { id }, data: { every: 60 } });
  const kept = rows;
  rows = [...kept, { id: 4, path: "acme/a", http: `${server.origin}/other/a.git` }];
  expect(await again(id)).toEqual([expect.stringMatching(/^acme\/a \(forge \d+\)$/)]);
  expect((await below(id)).map(({ every }) => every)).toEqual([60, 60, 60]);

  // a list that can't be read, or a row that can't be told, says nothing of what is gone
  for (const answer of [
    500,
    [{ id: 9, path: "acme/strange", http: "ssh://git@forge/x.git" }],
    [{ id: 9, path: "acme/away", http: "https://elsewhere.example/x.git" }],
  ]) {
    rows = answer;
    await again(id);
    expect((await below(id)).every(({ removedAt }) => removedAt === null)).toBe(true);
  }
  expect(await last(id)).toMatchObject({ status: "succeeded", unreadable: { not_fetched: 1 } });

  // the second whole reading in a row that misses it
  rows = kept.slice(1);
  await again(id);
  const gone = await child(id, "acme/a");
  expect(gone).toMatchObject({ every: null, nextRunAt: null, mirror: null });
  expect(gone.removedAt).not.toBeNull();
  expect((await listScanSources(manager(), { system: id })).sources.map(({ name }) => name)).not.toContain("acme/a");
  await sweepMirrors(collector(), home);
  expect(existsSync(mirrorFolder(home, gone.id))).toBe(false);
  expect(await owner().occurrence.count({ where: { sourceId: gone.id, goneAt: null } })).toBe(1);
  expect(await owner().auditEntry.count({ where: { action: "scan.removed", subjectId: gone.id } })).toBe(1);
  // and again, once it is listed again
  rows = kept;
  expect(await again(id)).toContain("acme/a");
  expect(await child(id, "acme/a")).toMatchObject({ removedAt: null, every: 60, mirror: { access: "system", missedAt: null } });
}, 30_000);

/** What the system lists is read, and none of it fetched. */
async function readLists(sourceId: string, more: { mostRepositories?: number } = {}): Promise<void> {
  database.clock.advance(60_000);
  await runNow(manager(), { sourceId });
  const run = (await claimNext(collector(), "systems")) ?? expect.fail("no run");
  await scanSystem({ ctx: collector(), pepper, systems: systems(), ...more }, run).catch(() => {});
}
const listed = (id: number, where: string): Row => ({ id, path: where, http: `${server.origin}/${where}.git` });

test("a list that can't be read, or a row that can't be told, misses nothing; one reading that misses a row can be wrong, two in a row are not", async () => {
  const [one, two] = [listed(1, "miss/one"), listed(2, "miss/two")];
  rows = [one, two];
  const id = await add();
  await readLists(id);
  const stands = async () => (await below(id)).map(({ removedAt, mirror }) => (removedAt !== null ? "gone" : mirror?.missedAt ? "missed" : "there"));
  const strange = { id: 9, path: "miss/strange", http: "ssh://git@forge/x.git" };
  const away = { id: 9, path: "miss/away", http: "https://elsewhere.example/x.git" };
  const readings: [Row[] | number, string[]][] = [
    [500, ["there", "there"]],
    [
      [two, strange],
      ["there", "there"],
    ],
    [
      [two, away],
      ["missed", "there"],
    ],
    [[strange], ["missed", "there"]],
    [
      [one, two],
      ["there", "there"],
    ],
    [[two], ["missed", "there"]],
    [[two], ["gone", "there"]],
  ];
  for (const [answer, expected] of readings) {
    rows = answer;
    await readLists(id);
    expect(await stands()).toEqual(expected);
  }
  const [gone, there] = await below(id);
  const ended = (sourceId: string | undefined) => owner().scanRun.count({ where: { sourceId: sourceId as string, status: "queued" } });
  await queueDueScans(collector());
  expect([await ended(gone?.id), await ended(there?.id)]).toEqual([0, 1]);
  rows = [one];
  await readLists(id);
  await readLists(id);
  // what waited for it is over with it
  expect([await stands(), await ended(there?.id), await ended(gone?.id)]).toEqual([["there", "gone"], 0, 0]);
  expect(await owner().auditEntry.count({ where: { action: "scan.removed", subjectId: there?.id as string } })).toBe(1);
}, 30_000);

test("so many repositories a system may list in all, those that are gone counted; others are told and not fetched, and what is known goes on", async () => {
  const some = { mostRepositories: 2 };
  const [one, two, three] = [listed(1, "most/one"), listed(2, "most/two"), listed(3, "most/three")];
  rows = [one, two, three];
  const id = await add();
  await readLists(id, some);
  const names = async () => (await below(id)).flatMap(({ name, removedAt }) => (removedAt === null ? [name] : []));
  expect(await names()).toEqual(["most/one", "most/two"]);
  const { id: runId, ...run } = await last(id);
  expect(run).toMatchObject({ status: "succeeded", unreadable: { not_fetched: 1 } });
  expect(await owner().unreadable.findMany({ where: { runId }, select: { path: true, detail: true } })).toEqual([
    { path: "most/three repository", detail: expect.stringContaining("listed 2 others by now") },
  ]);
  rows = [two, three];
  for (const _ of [1, 2]) await readLists(id, some);
  expect(await names()).toEqual(["most/two"]);
  rows = [one, two, three];
  await readLists(id, some);
  expect(await names()).toEqual(["most/one", "most/two"]);
  await readLists(id);
  expect(await names()).toEqual(["most/one", "most/three", "most/two"]);
}, 30_000);

test("what a system lists rests with it, and goes with it; by itself it can rest, and not be taken off the list", async () => {
  rows = [forged(1, "acme/rests", "rests"), forged(2, "acme/other", "other")];
  const id = await add();
  await work();
  const one = await child(id, "acme/rests");
  await expect(removeSource(operator(), "acme/rests")).rejects.toMatchObject({ code: "Conflict", message: expect.stringContaining("is listed by") });
  database.clock.advance(7 * 3_600_000);
  await pauseSource(manager(), { sourceId: id, paused: true });
  expect(await work()).toEqual([]);
  expect((await scanSourcePage(manager(), one.id)).source).toMatchObject({ next: null, paused: null, parent: { id, paused: expect.any(String) } });
  await pauseSource(manager(), { sourceId: id, paused: false });
  await pauseSource(manager(), { sourceId: one.id, paused: true });
  expect(await work()).toEqual(["acme/other"]);
  expect((await child(id, "acme/rests")).pausedAt).not.toBeNull();

  const { name } = await owner().scanSource.findUniqueOrThrow({ where: { id } });
  await removeSource(operator(), name);
  expect((await below(id)).map(({ removedAt, mirror }) => [removedAt === null, mirror])).toEqual([
    [false, null],
    [false, null],
  ]);
  await expect(runNow(manager(), { sourceId: one.id })).rejects.toMatchObject({ code: "Conflict" });
});

test("the system's credential goes to the origin that its sealed description has for code, and to no other, whatever a row says", async () => {
  const elsewhere = await GitServer.start();
  rows = [forged(1, "acme/held", "held")];
  const id = await add();
  await work();
  const one = await child(id, "acme/held");
  const to = (address: string) => owner().scanMirror.update({ where: { sourceId: one.id }, data: { address } });
  await to(elsewhere.publish(repository, "acme/held.git"));
  await again(one.id);
  expect(await last(one.id)).toMatchObject({ status: "failed", error: expect.stringContaining("names no repositories at") });
  expect(elsewhere.asked).toEqual([]);
  // nor where the description was changed to say so
  await owner().scanSystem.update({
    where: { sourceId: id },
    data: { description: description.replace("user: oauth2", `user: oauth2, origin: "${elsewhere.origin}"`) },
  });
  await again(one.id);
  expect(await last(one.id)).toMatchObject({ status: "failed", error: expect.stringContaining("sealed for another description") });
  expect(elsewhere.asked).toEqual([]);
  await owner().scanSystem.update({ where: { sourceId: id }, data: { description } });
  await to(one.location as string);
  await again(one.id);
  expect(await last(one.id)).toMatchObject({ status: "succeeded" });
  elsewhere.stop();
});

test("GitHub's repositories are listed as its own description has them, and fetched at github.com; a connection elsewhere lends nothing there", async () => {
  const github = readFileSync("lib/exposure/sources/rest/examples/github.yaml", "utf8");
  const told = await toldSystem((url) => {
    const request = described("GET", url, undefined);
    const body = request.operation === "GET /orgs/{org}/repos" ? [repositoryRow(1, "acme/payments"), { ...repositoryRow(2, "acme/old"), archived: true }] : [];
    request.answer(200)?.parse(body);
    return { body };
  });
  const id = await add({ description: github, origin: told.origin, ca: null, channel: "ticket" });
  await queueDueScans(collector());
  const run = (await claimNext(collector(), "systems")) ?? expect.fail("no run");
  await scanSystem({ ctx: collector(), pepper, systems: systems() }, run);
  expect(await last(id)).toMatchObject({ status: "succeeded", unreadable: {} });
  expect((await below(id)).map(({ name, location }) => [name, location])).toEqual([
    ["acme/old", "https://github.com/acme/old.git"],
    ["acme/payments", "https://github.com/acme/payments.git"],
  ]);
  await removeSource(operator(), (await owner().scanSource.findUniqueOrThrow({ where: { id } })).name);
  told.stop();

  const make = facts(owner(), () => database.clock.now());
  const lend = async (origin: string) => {
    const connection = await make.connection({ connector: "github", origin, settings: { organization: "acme", basePath: "" } });
    await signConnection(owner(), connection.id, database.clock.now());
    return nameSystem(operator(), { ...input(), origin, ca: null, allowPrivate: false, description: github, channel: "ticket" }, { connection: connection.id });
  };
  await expect(lend("https://github.example.com")).rejects.toMatchObject({
    code: "Conflict",
    message: expect.stringContaining("goes to https://github.example.com alone"),
  });
  expect(await lend("https://api.github.com")).toMatchObject({ id: expect.any(String) });
});

test("a description that could not be followed is refused: repositories below a row, what changed alone, a sign-in that git does not know", () => {
  const refused = (text: string) => {
    try {
      parseRestSource(text, "forge.yaml");
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(refused(description)).toBe("");
  expect(refused(description.replace("    id: id", '    changed: { request: "GET /api/projects?since={{since}}" }\n    id: id'))).toContain(
    "leave out `changed`",
  );
  expect(refused(description.replace("user: oauth2", "user: oauth2, origin: http://forge.example.com"))).toContain("must be like https://github.com");
  const token = "authentication: { kind: client_credentials, token: { path: /oauth/token, style: header } }";
  expect(refused(description.replace("authentication: { kind: bearer }", token))).not.toBe("");
});
