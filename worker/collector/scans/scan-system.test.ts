import { createSecretKey, generateKeyPairSync, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseYamlAs } from "../../../lib/connectors/declarative/parse-declaration";
import { Declaration } from "../../../lib/connectors/declarative/schema/declaration";
import { described } from "../../../lib/connectors/github/testkit/described";
import { collaboratorRow, repositoryRow } from "../../../lib/connectors/github/testkit/rows";
import { createVendorHttp } from "../../../lib/connectors/http";
import { keptLog } from "../../../lib/connectors/testkit/open";
import type { Actor, Context } from "../../../lib/core/context";
import { type EnvelopeBinding, sealEnvelope } from "../../../lib/credentials/envelope";
import { exposedByDeparture } from "../../../lib/exposure/exposed-by-departure";
import { scanOf } from "../../../lib/exposure/scan-runs";
import { cancelRun } from "../../../lib/exposure/scanning/cancel-run";
import { removeSource } from "../../../lib/exposure/scanning/name-source";
import { nameSystem } from "../../../lib/exposure/scanning/name-system";
import { pauseSource } from "../../../lib/exposure/scanning/pause-source";
import { runNow } from "../../../lib/exposure/scanning/run-now";
import { scanSourcePage } from "../../../lib/exposure/scans";
import { made } from "../../../lib/exposure/testkit/made-secrets";
import { zipOf } from "../../../lib/exposure/testkit/zip-of";
import type { Pepper } from "../../../lib/fingerprints/pepper";
import { testDatabase } from "../../../lib/testkit/database";
import { facts } from "../../../lib/testkit/facts";
import { signConnection } from "../../../lib/testkit/sign-connection";
import { claimNext, queueDueScans } from "./claim-run";
import { recheckValidity } from "./recheck-validity";
import { scanSystem } from "./scan-system";
import { type Answer, toldSystem } from "./testkit/told-system";

const database = testDatabase();
const owner = () => database.as("owner");
const operator = () => database.context("collector", { type: "operator", name: "test" });
const person = (role: "security_manager" | "auditor"): Actor => ({ type: "person", id: randomUUID(), displayName: "P", roles: [role], sessionId: "s" });
const manager = () => database.context("web", person("security_manager"));
const pepper: Pepper = { current: 1, keys: new Map([[1, createSecretKey(Buffer.alloc(32, 7))]]) };
const { log, lines } = keptLog();
const collector = (): Context => ({ ...database.context("collector"), log });
const secret = "read-only-token-of-this-test";
let identity: string;
let recipient: string;
let system: Awaited<ReturnType<typeof toldSystem>>;
let elsewhere: Awaited<ReturnType<typeof toldSystem>>;

beforeAll(async () => {
  identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
  await owner().deployment.create({ data: { id: randomUUID(), name: "test", createdAt: database.clock.now() } });
  [system, elsewhere] = await Promise.all([toldSystem(tracker), toldSystem(() => ({ status: 200, body: [] }))]);
});
afterAll(() => {
  system?.stop();
  elsewhere?.stop();
});
beforeEach(async () => {
  system.tell(tracker);
  system.heard();
  rows.clear();
  // a source of a test that is over is none of the next one's
  await owner().scanSource.updateMany({ data: { pausedAt: database.clock.now(), pausedBy: "operator:test" } });
  await owner().scanRun.updateMany({ where: { status: "queued" }, data: { status: "cancelled" } });
  database.clock.advance(60_000);
});

const description = `
format: countersign/source/1
system: Tracker
channel: ticket
authentication: { kind: bearer }
lists:
  - what: project
    request: GET /projects
    rows: $
    paging: { kind: none }
    id: id
    title: id
    values: { project: id }
    each:
      - what: issue
        request: GET /projects/{{project}}/issues
        changed: { request: "GET /projects/{{project}}/issues?since={{since}}" }
        one: GET /projects/{{project}}/issues/{{row}}
        rows: $
        paging: { kind: none }
        id: id
        texts: [body]
        author: author
        at: changed
        url: { path: id, under: /browse/ }
`;
interface Row {
  id: string;
  body: string;
  author: string;
  changed: string;
}
/** What the tracker holds, by project; a test puts it there. */
const rows = new Map<string, Row[]>();
function write(project: string, id: string, body: string): void {
  const others = (rows.get(project) ?? []).filter((row) => row.id !== id);
  rows.set(project, [...others, { id, body, author: "ada", changed: database.clock.now().toISOString() }]);
}
function tracker(url: URL): Answer {
  const [, , project, , one] = url.pathname.split("/");
  if (!project) return { body: [...rows.keys()].map((id) => ({ id })) };
  const since = url.searchParams.get("since");
  const all = rows.get(project) ?? [];
  if (one) return all.some(({ id }) => id === one) ? { body: all.find(({ id }) => id === one) } : { status: 404, body: {} };
  return { body: all.filter(({ changed }) => since === null || Date.parse(changed) >= Date.parse(since)) };
}

const http = (options: Parameters<typeof createVendorHttp>[0] | object) =>
  createVendorHttp({
    ...(options as Parameters<typeof createVendorHttp>[0]),
    log,
    limits: { retries: 0, totalMilliseconds: 500, connectMilliseconds: 500 },
  });
let named = 0;
const input = () => ({ name: `tracker ${named++}`, origin: system.origin, ca: null, allowPrivate: true, description, channel: "ticket" as const, every: 60 });
const seal = (binding: EnvelopeBinding) => sealEnvelope(recipient, { version: 1, ...binding, credential: { secret } });
async function add(changes: Partial<Parameters<typeof nameSystem>[1]> = {}): Promise<string> {
  return (await nameSystem(operator(), { ...input(), ...changes }, { seal })).id;
}
/** Everything that is due or asked for, as the collector does it. */
async function work(): Promise<void> {
  database.clock.advance(1_000);
  await queueDueScans(collector());
  for (let run = await claimNext(collector(), "systems"); run; run = await claimNext(collector(), "systems")) {
    database.clock.advance(1_000);
    await scanSystem({ ctx: collector(), pepper, systems: { identity, pepper, http } }, run).catch(() => {});
  }
}
const last = (sourceId: string) => owner().scanRun.findFirstOrThrow({ where: { sourceId }, orderBy: [{ queuedAt: "desc" }, { id: "desc" }] });
const again = async (sourceId: string) => {
  database.clock.advance(3_600_000);
  await runNow(manager(), { sourceId });
  await work();
  return last(sourceId);
};
const places = async (sourceId: string) =>
  (await owner().occurrence.findMany({ where: { sourceId }, orderBy: [{ path: "asc" }, { reference: "asc" }] })).map(
    ({ path, reference, goneAt }) => `${path} ${reference}${goneAt ? " gone" : ""}`,
  );

test("all of it is read once, then what changed since the run's own beginning; what was taken out of a changed text is gone", async () => {
  write("shop", "1", `key ${made.github("one")}`);
  write("shop", "2", "nothing here");
  write("blog", "3", `key ${made.github("three")}`);
  database.clock.advance(3_600_000);
  const id = await add();
  await work();
  expect(await last(id)).toMatchObject({ trigger: "schedule", status: "succeeded", extent: "whole", exposures: 2, occurrences: 2, unreadable: {} });
  expect(system.heard()).toEqual(["/projects", "/projects/shop/issues", "/projects/blog/issues"]);
  const place = await owner().occurrence.findFirstOrThrow({ where: { sourceId: id, reference: "1" } });
  expect(place).toMatchObject({ path: "shop issue", author: "ada", url: `${system.origin}/browse/1`, again: "GET /projects/shop/issues/1" });

  const began = (await last(id)).startedAt as Date;
  const since = new Date(began.getTime() - 600_000).toISOString().replace(".000Z", "Z");
  database.clock.advance(3_600_000);
  write("shop", "1", "the key was taken out");
  write("shop", "4", `key ${made.github("four")}`);
  expect(await again(id)).toMatchObject({ status: "succeeded", extent: "since", texts: 1n, exposures: 1 });
  expect(system.heard()).toEqual(["/projects", `/projects/shop/issues?since=${since}`, `/projects/blog/issues?since=${since}`]);
  expect(await places(id)).toEqual(["blog issue 3", "shop issue 1 gone", "shop issue 4"]);

  // one that was not there before is read whole
  write("new", "5", "old text of a project that we may see now");
  await again(id);
  expect(system.heard().at(-1)).toBe("/projects/new/issues");
});

test("a file that hangs on a row has a place of its own, in an archive too; what was taken out of it is gone, and it is read again alone", async () => {
  const described = description.replace(
    "        texts: [body]",
    "        texts: [body]\n        files: { rows: files, id: id, name: name, at: at, request: 'GET /projects/{{project}}/files/{{file}}' }",
  );
  let packed = zipOf({ "a.env": `key ${made.github("packed")}`, "b.env": `key ${made.github("taken out")}` });
  const attached = (at: Date) => ({
    id: "1",
    body: "see the file",
    author: "ada",
    changed: at.toISOString(),
    files: [{ id: "f1", name: "all.zip", at: at.toISOString() }],
  });
  let row = attached(database.clock.now());
  system.tell((url) => {
    if (url.pathname === "/projects") return { body: [{ id: "shop" }] };
    return url.pathname === "/projects/shop/files/f1" ? { bytes: packed } : { body: url.pathname === "/projects/shop/issues" ? [row] : row };
  });
  const id = await add({ description: described });
  await work();
  expect(await last(id)).toMatchObject({ status: "succeeded", exposures: 2, occurrences: 2, unreadable: {} });
  const both = { again: "GET /projects/shop/files/f1", url: `${system.origin}/browse/1`, reference: "f1", channel: "ticket" };
  expect(await owner().occurrence.findMany({ where: { sourceId: id }, orderBy: { path: "asc" } })).toMatchObject([
    { ...both, path: "shop attachment all.zip!/a.env", line: 1 },
    { ...both, path: "shop attachment all.zip!/b.env", line: 1 },
  ]);
  // the row changed, the file did not
  await again(id);
  system.heard();
  database.clock.advance(3_600_000);
  await again(id);
  expect(system.heard()).not.toContain("/projects/shop/files/f1");
  expect(await places(id)).toEqual(["shop attachment all.zip!/a.env f1", "shop attachment all.zip!/b.env f1"]);
  row = attached(database.clock.now());
  packed = zipOf({ "a.env": `key ${made.github("packed")}` });
  await again(id);
  expect(await places(id)).toEqual(["shop attachment all.zip!/a.env f1", "shop attachment all.zip!/b.env f1 gone"]);
  // what does not come is not gone
  row = attached(database.clock.now());
  system.tell((url) =>
    url.pathname === "/projects" ? { body: [{ id: "shop" }] } : url.pathname.includes("/files/") ? { status: 403, body: {} } : { body: [row] },
  );
  expect(await again(id)).toMatchObject({ status: "succeeded", unreadable: { not_allowed: 1 } });
  expect(await places(id)).toEqual(["shop attachment all.zip!/a.env f1", "shop attachment all.zip!/b.env f1 gone"]);
});

test("once a week all of it is read again, and what two readings missed is gone; what one missed is not, nor anything below what can't be read", async () => {
  write("shop", "1", `key ${made.github("deleted")}`);
  write("shop", "4", `key ${made.github("moved to an earlier page")}`);
  write("shop", "2", "x");
  write("blog", "3", `key ${made.github("hidden")}`);
  const id = await add();
  await work();
  const all = rows.get("shop") ?? [];
  rows.set("shop", all.slice(2));
  await again(id);
  database.clock.advance(7 * 86_400_000);
  expect(await again(id)).toMatchObject({ status: "succeeded", extent: "whole" });
  expect(await places(id)).toEqual(["blog issue 3", "shop issue 1", "shop issue 4"]);
  rows.set("shop", all.slice(1));
  database.clock.advance(7 * 86_400_000);
  system.tell((url) => (url.pathname.includes("/blog/") ? { status: 403, body: { message: "no" } } : tracker(url)));
  expect(await again(id)).toMatchObject({ status: "succeeded", extent: "whole", unreadable: { not_allowed: 1 } });
  expect(await places(id)).toEqual(["blog issue 3", "shop issue 1 gone", "shop issue 4"]);
  expect((await scanOf(manager(), (await last(id)).id)).unread).toMatchObject([
    { path: "blog issue", reason: "not_allowed", detail: expect.stringContaining("403") },
  ]);
  // what could not be read is read whole once it can be: nothing that came meanwhile is missed
  system.tell(tracker);
  system.heard();
  await again(id);
  expect(system.heard().map((path) => path.replace(/since=.*/, "since"))).toEqual(["/projects", "/projects/shop/issues?since", "/projects/blog/issues"]);
});

test("a run that fails keeps the marks of the lists that it read; the next one goes on there, and the others keep the mark of the last complete one", async () => {
  for (const project of ["a", "b", "c"]) write(project, project, `key ${made.github(`resumed ${project}`)}`);
  const id = await add();
  system.tell((url) => (url.pathname.includes("/c/") ? { status: 401, body: {} } : tracker(url)));
  await work();
  expect(await last(id)).toMatchObject({ status: "failed", error: expect.stringContaining("the credential was not accepted (401)"), exposures: 2 });
  const first = (await last(id)).startedAt as Date;
  system.tell(tracker);
  system.heard();
  expect(await again(id)).toMatchObject({ status: "succeeded", extent: "whole", exposures: 1 });
  expect(system.heard().map((path) => path.replace(/since=.*/, "since"))).toEqual([
    "/projects",
    "/projects/a/issues?since",
    "/projects/b/issues?since",
    "/projects/c/issues",
  ]);
  expect(await places(id)).toEqual(["a issue a", "b issue b", "c issue c"]);
  expect((await owner().scanSystem.findUniqueOrThrow({ where: { sourceId: id } })).wholeAt).toEqual(first);

  const complete = (await last(id)).startedAt as Date;
  system.tell((url) => (url.pathname === "/projects" ? { status: 500, body: {} } : tracker(url)));
  expect(await again(id)).toMatchObject({ status: "failed", error: expect.stringContaining("500") });
  const marks = await owner().scanMark.findMany({ where: { sourceId: id } });
  expect(marks.map(({ readAt }) => readAt.getTime())).toEqual([complete, complete, complete].map((at) => at.getTime()));
  // what passes by itself is tried again within the hour, however seldom it is read else
  const { nextRunAt } = await owner().scanSource.findUniqueOrThrow({ where: { id } });
  expect(nextRunAt).toEqual(new Date(database.clock.now().getTime() + 3_600_000));
});

test("429 with Retry-After is waited for; one that asks for longer than an hour is left alone until then", async () => {
  write("shop", "1", `key ${made.github("patient")}`);
  const id = await add({ every: 10_080 });
  let times = 0;
  system.tell((url) => (url.pathname === "/projects/shop/issues" && times++ === 0 ? { status: 429, headers: { "retry-after": "1" }, body: {} } : tracker(url)));
  const began = performance.now();
  await work();
  expect(performance.now() - began).toBeGreaterThan(900);
  expect(await last(id)).toMatchObject({ status: "succeeded", exposures: 1 });
  system.tell(() => ({ status: 429, headers: { "retry-after": "7200" }, body: {} }));
  expect(await again(id)).toMatchObject({ status: "failed", error: expect.stringContaining("429") });
  expect((await owner().scanSource.findUniqueOrThrow({ where: { id } })).nextRunAt).toEqual(new Date(database.clock.now().getTime() + 7_200_000));
});

test("one that failed and may be asked again in a second is left alone for five minutes all the same", async () => {
  const id = await add({ every: 10_080 });
  system.tell(() => ({ status: 503, headers: { "retry-after": "1" }, body: {} }));
  await work();
  expect(await last(id)).toMatchObject({ status: "failed", error: expect.stringContaining("503") });
  expect((await owner().scanSource.findUniqueOrThrow({ where: { id } })).nextRunAt).toEqual(new Date(database.clock.now().getTime() + 300_000));
});

test("what one row's list does not give is told by its reason and the rest is read; a system that fails altogether ends the run", async () => {
  for (const project of ["gone", "slow", "broken", "moved", "fine"]) write(project, project, `key ${made.github(`reasons ${project}`)}`);
  const id = await add();
  system.tell((url) => {
    if (url.pathname.includes("/gone/")) return { status: 404, body: {} };
    if (url.pathname.includes("/slow/")) return { ...tracker(url), afterMilliseconds: 700 };
    if (url.pathname.includes("/moved/")) return { status: 302, headers: { location: `${elsewhere.origin}/x` } };
    return url.pathname.includes("/broken/") ? { body: { not: "a list" } } : tracker(url);
  });
  await work();
  const run = await last(id);
  expect(run).toMatchObject({ status: "succeeded", exposures: 1, unreadable: { vanished: 1, timed_out: 1, faulty: 1, elsewhere: 1 } });
  expect(elsewhere.asked).toEqual([]);
  system.tell((url) => (url.pathname === "/projects" ? tracker(url) : { status: 500, body: {} }));
  expect(await again(id)).toMatchObject({ status: "failed", error: expect.stringContaining("500"), unreadable: { faulty: 2 } });
});

test("a run is cancelled while the system is waited for, and what was found stays", async () => {
  write("a", "a", `key ${made.github("before the pause")}`);
  write("b", "b", "x");
  const id = await add();
  system.tell((url) => (url.pathname === "/projects/b/issues" ? { status: 429, headers: { "retry-after": "3000" }, body: {} } : tracker(url)));
  const working = work();
  await expect.poll(() => system.asked.some(({ path }) => path === "/projects/b/issues"), { timeout: 10_000 }).toBe(true);
  const run = await last(id);
  await expect(cancelRun(database.context("web", person("auditor")), { runId: run.id })).rejects.toMatchObject({ code: "Forbidden" });
  await cancelRun(manager(), { runId: run.id });
  await working;
  expect(await last(id)).toMatchObject({ id: run.id, status: "cancelled", error: null, exposures: 1 });
  expect(await owner().scanMark.count({ where: { sourceId: id } })).toBe(1);
});

describe("walls", () => {
  test("the credential goes to the origin that it was sealed for, and to no other: not by a changed row, a redirect or a next page", async () => {
    write("shop", "1", "x");
    const id = await add();
    await work();
    expect(system.asked.every(({ credential }) => credential === `Bearer ${secret}`)).toBe(true);
    const was = await owner().scanSystem.findUniqueOrThrow({ where: { sourceId: id } });
    const other = await owner().scanSystem.findUniqueOrThrow({ where: { sourceId: await add() } });
    const changes = [
      [{ origin: elsewhere.origin }, "another origin"],
      [{ description: description.replace("GET /projects\n", "GET /admin\n") }, "another description"],
      [{ ca: "-----BEGIN CERTIFICATE-----" }, "another certificate authority"],
      [{ sealed: other.sealed }, "another source"],
      [
        { sealed: (await seal({ deployment: randomUUID(), connection: id, vendor: "x", origin: elsewhere.origin, ca: null })).slice(0, -200) },
        "can't be opened",
      ],
    ] as const;
    system.heard();
    for (const [data, said] of changes) {
      await owner().scanSystem.update({ where: { sourceId: id }, data });
      expect(await again(id), said).toMatchObject({ status: "failed", error: expect.stringContaining(said) });
      await owner().scanSystem.update({ where: { sourceId: id }, data: { origin: was.origin, description: was.description, ca: null, sealed: was.sealed } });
    }
    system.tell(() => ({ status: 301, headers: { location: `${elsewhere.origin}/projects` } }));
    expect(await again(id)).toMatchObject({ status: "failed", error: expect.stringContaining("redirect, which is not followed") });
    expect(elsewhere.asked).toEqual([]);
    system.tell(tracker);
    expect(await again(id)).toMatchObject({ status: "succeeded" });
  });

  test("web can neither name a system nor read, change or forge what it is read with; what it makes up is never read", async () => {
    write("shop", "1", "x");
    const id = await add();
    const web = database.as("web");
    await expect(nameSystem(manager(), input(), { seal })).rejects.toMatchObject({ code: "Forbidden" });
    const denied = { message: expect.stringMatching(/permission denied|42501/) };
    await expect(web.$queryRaw`select sealed from scan_system`).rejects.toMatchObject(denied);
    await expect(web.$queryRaw`select description from scan_system`).rejects.toMatchObject(denied);
    await expect(web.$executeRaw`update scan_system set origin = ${elsewhere.origin}`).rejects.toMatchObject(denied);
    await expect(web.$executeRaw`update scan_source set location = ${elsewhere.origin} where id = ${id}::uuid`).rejects.toMatchObject(denied);
    await expect(web.$executeRaw`update occurrence set again = 'GET /admin'`).rejects.toMatchObject(denied);
    const forged = randomUUID();
    await expect(
      web.$executeRaw`insert into scan_system (source_id, origin, allow_private, description, sealed, given_by, given_at) values (${id}::uuid, ${elsewhere.origin}, true, 'x', 'x', 'x', now())`,
    ).rejects.toMatchObject(denied);
    await web.$executeRaw`insert into scan_source (id, form, name, channel, created_by, created_at) values (${forged}::uuid, 'rest', 'made up', 'ticket', 'x', now())`;
    await web.$executeRaw`insert into scan_run (id, source_id, trigger, status, queued_at) values (gen_random_uuid(), ${forged}::uuid, 'x', 'queued', now())`;
    await work();
    expect(await last(forged)).toMatchObject({ status: "queued", startedAt: null });
    expect(await last(id)).toMatchObject({ status: "succeeded" });
  });

  test("whoever triages has it looked through, lets it rest and sees where it is; nobody else asks for it, and nothing shows the credential", async () => {
    write("shop", "1", "x");
    const id = await add();
    await work();
    for (const act of [
      () => runNow(database.context("web", person("auditor")), { sourceId: id }),
      () => pauseSource(database.context("web", person("auditor")), { sourceId: id, paused: true }),
    ])
      await expect(act()).rejects.toMatchObject({ code: "Forbidden" });
    await pauseSource(manager(), { sourceId: id, paused: true });
    database.clock.advance(86_400_000);
    await work();
    expect(await owner().scanRun.count({ where: { sourceId: id } })).toBe(1);
    expect(await again(id)).toMatchObject({ status: "succeeded", trigger: expect.stringMatching(/^person:/) });
    const page = await scanSourcePage(database.context("web", person("auditor")), id);
    expect(page.source).toMatchObject({ form: "rest", location: system.origin, every: 60 });
    const { sealed } = await owner().scanSystem.findUniqueOrThrow({ where: { sourceId: id } });
    const audit = JSON.stringify(await owner().auditEntry.findMany({ where: { subjectId: id } }), (_, value) =>
      typeof value === "bigint" ? String(value) : value,
    );
    for (const told of [JSON.stringify(page), audit, lines.join("")]) {
      expect(told).not.toContain(secret);
      expect(told).not.toContain(sealed as string);
    }
  });

  test("named anew with another description all of it is read again; removed, its credential is gone", async () => {
    write("shop", "1", `key ${made.github("renamed")}`);
    const given = input();
    const id = await add(given);
    await work();
    await expect(nameSystem(operator(), { ...given, description: `${description}# changed\n` }, { asBefore: true })).rejects.toMatchObject({
      code: "InvalidInput",
    });
    await nameSystem(operator(), { ...given, every: 120 }, { asBefore: true });
    await work();
    expect(await last(id)).toMatchObject({ status: "succeeded", extent: "since" });
    await nameSystem(operator(), { ...given, description: `${description}# changed\n` }, { seal });
    await work();
    expect(await last(id)).toMatchObject({ status: "succeeded", extent: "whole" });
    expect(await places(id)).toEqual(["shop issue 1"]);
    await expect(nameSystem(operator(), { ...given, origin: elsewhere.origin }, { seal })).rejects.toMatchObject({ code: "Conflict" });
    await removeSource(operator(), given.name);
    expect(await owner().scanSystem.count({ where: { sourceId: id } })).toBe(0);
    await expect(runNow(manager(), { sourceId: id })).rejects.toMatchObject({ code: "Conflict" });
  });
});

describe("tried again", () => {
  const tracked = async () => {
    const [exposure] = await owner().exposure.findMany({ where: { tried: { not: null } }, orderBy: { triedAt: "desc" }, take: 1 });
    return exposure;
  };
  /** Nobody is asked whether it works: what matters is that exactly the place is read again. */
  const recheck = (tasks: string[]) =>
    recheckValidity({
      ctx: collector(),
      pepper,
      systems: { identity, pepper, http },
      open: async () => ({
        pid: 0,
        close() {},
        check: async (task) => {
          tasks.push(task.secret);
          return { validity: "valid", status: 200, evidence: "let in" };
        },
      }),
    });

  test("a found secret is read again at its own place with the kept credential; where that can't be, the page says unknown", async () => {
    const leaked = made.github("tried again");
    const connection = await facts(owner(), () => database.clock.now()).connection({
      connector: "github",
      origin: elsewhere.origin,
      allowPrivate: true,
      settings: { organization: "acme", basePath: "" },
    });
    await signConnection(owner(), connection.id, database.clock.now());
    await owner().checkPermission.create({
      data: { connectionId: connection.id, class: "personal_access_token", allowedBy: "person:test", allowedAt: database.clock.now() },
    });
    await owner().exposure.updateMany({ data: { status: "closed_proven" } });
    write("shop", "77", `key ${leaked}`);
    const id = await add();
    await work();
    system.heard();
    const tasks: string[] = [];
    expect(await recheck(tasks)).toBe(1);
    expect(tasks).toEqual([leaked]);
    expect(system.heard()).toEqual(["/projects/shop/issues/77"]);
    expect(await tracked()).toMatchObject({ tried: "answered", validity: "valid" });

    const nextDay = () => database.clock.advance(86_400_001);
    const refused: [(url: URL) => Answer, string][] = [
      [() => ({ status: 404, body: {} }), "source_gone"],
      [() => ({ status: 401, body: {} }), "source_closed"],
      [() => ({ status: 302, headers: { location: elsewhere.origin } }), "source_closed"],
      [() => ({ status: 429, headers: { "retry-after": "3000" }, body: {} }), "source_closed"],
      [tracker, "answered"],
    ];
    for (const [answer, tried] of refused) {
      nextDay();
      system.tell(answer);
      await recheck([]);
      expect(await tracked(), tried).toMatchObject({ tried, validity: "valid" });
    }
    // a request that the description does not have is not sent, whoever wrote it there
    system.heard();
    nextDay();
    await owner().occurrence.updateMany({ where: { sourceId: id }, data: { again: "GET /projects/shop/issues/77/../../../admin" } });
    await recheck([]);
    expect(system.heard()).toEqual([]);
    expect(elsewhere.asked).toEqual([]);
    expect(await tracked()).toMatchObject({ tried: "source_gone" });
  });
});

describe("who could read it", () => {
  const github = readFileSync("lib/exposure/sources/rest/examples/github.yaml", "utf8");
  const user = { login: "ada", id: 1, html_url: "https://github.com/ada", url: "https://api.github.com/users/ada" };
  /** What GitHub says: by repository its visibility, what an issue holds, and who can read it; a number is the status of a refusal. */
  type Told = Record<string, { public?: true; body: string; readers: number | string[] }>;
  const faults: unknown[] = [];
  const tell = (told: Told) =>
    system.tell((url): Answer => {
      try {
        const request = described("GET", url, undefined);
        const repository = told[request.named.repo ?? ""];
        if (request.operation.endsWith("/collaborators") && typeof repository?.readers === "number")
          return { status: repository.readers, body: { message: "Must have push access to view repository collaborators." } };
        const all = answerTo(request.operation, repository, told, request.named.repo);
        const [size, page] = [Number(url.searchParams.get("per_page")), Number(url.searchParams.get("page") ?? 1)];
        const body = all.slice((page - 1) * size, page * size).map((row, n) => (typeof row === "string" ? collaboratorRow(row, n) : row));
        request.answer(200)?.parse(body);
        const next = `${system.origin}${url.pathname}?affiliation=all&per_page=${size}&page=${page + 1}`;
        return { body, headers: page * size < all.length ? { link: `<${next}>; rel="next"` } : {} };
      } catch (error) {
        faults.push(error);
        return { status: 418, body: {} };
      }
    });
  function answerTo(operation: string, repository: Told[string] | undefined, told: Told, name = ""): unknown[] {
    if (operation === "GET /orgs/{org}/repos")
      return Object.entries(told).map(([each, { public: open }], n) => ({ ...repositoryRow(n + 1, `acme/${each}`), private: !open }));
    if (operation.endsWith("/collaborators") && Array.isArray(repository?.readers)) return repository.readers;
    if (!operation.endsWith("/issues")) return [];
    const at = { created_at: "2026-10-01T10:00:00Z", updated_at: database.clock.now().toISOString(), url: "https://api.github.com/x" };
    const where = { number: 1, html_url: `https://github.com/acme/${name}/issues/1`, title: "t", state: "open" };
    return [{ ...at, ...where, id: 1, body: repository?.body, user }];
  }
  const asked = () => system.heard().filter((path) => path.includes("/collaborators"));
  const known = async (sourceId: string) =>
    (await owner().audience.findMany({ where: { sourceId }, include: { members: { orderBy: { name: "asc" } } }, orderBy: { path: "asc" } })).map(
      ({ path, publicAt, members }) => [path.split("/")[3], publicAt ? "public" : members.map(({ name }) => name)],
    );
  const refused = async (sourceId: string) =>
    (await owner().audienceRefusal.findMany({ where: { sourceId }, orderBy: { path: "asc" } })).map(({ path, reason }) => [path.split("/")[3], reason]);
  /** Somebody who left, known at GitHub by an account there and by nothing else. */
  async function left(login: string) {
    const make = facts(owner(), () => database.clock.now());
    const gone = await make.person({ status: "departed", statusAt: database.clock.now(), email: null });
    const connection = await make.connection({ connector: "github", origin: system.origin, allowPrivate: true });
    await make.account(connection.id, gone.id, { userName: login, externalId: login, email: null });
    return gone;
  }
  const page = async (personId: string, sourceId: string) => {
    const seen = await exposedByDeparture(manager(), { person: personId });
    return {
      places: seen?.exposures.flatMap(({ places: all }) => all.filter(({ source }) => source.id === sourceId).map(({ path, basis }) => `${path} ${basis}`)),
      silent: seen?.silent.some(({ id }) => id === sourceId),
    };
  };
  const issueOf = (name: string) => `https://github.com/acme/${name}/issues/1 body`;

  test("a repository's readers are kept where a secret stands; a refusal leaves them unknown and the scan whole, until they are told", async () => {
    const readers = [...Array.from({ length: 119 }, (_, n) => `reader-${n}`), "Nora-W"];
    const told: Told = {
      shop: { body: `key ${made.github("in the shop")}`, readers },
      vault: { body: `key ${made.github("in the vault")}`, readers: 403 },
      site: { public: true, body: `key ${made.github("on the site")}`, readers: 403 },
      quiet: { body: "nothing", readers: ["nora-w"] },
    };
    tell(told);
    const id = await add({ description: github, channel: "ticket" });
    const nora = await left("nora-w");
    const stranger = await left("somebody-else");
    await work();
    expect(faults).toEqual([]);
    expect(await last(id)).toMatchObject({ status: "succeeded", exposures: 3, unreadable: {}, error: null });
    // two pages of one, a refusal of another; neither the public one nor the one without a secret is asked for
    expect(asked().map((path) => path.replace(/\?.*page=(\d+)$/, " $1"))).toEqual([
      "/repos/acme/shop/collaborators 100",
      "/repos/acme/shop/collaborators 2",
      "/repos/acme/vault/collaborators 100",
    ]);
    const everybody = readers.map((name) => name.toLowerCase()).toSorted();
    expect(await known(id)).toEqual([
      ["shop", everybody],
      ["site", "public"],
    ]);
    const [shop, site, vault] = ["shop", "site", "vault"].map(issueOf);
    const twice = await page(nora.id, id);
    expect(twice.places?.toSorted()).toEqual([`${shop} member`, `${site} public`]);
    expect(twice.silent).toBe(true);
    expect(await page(stranger.id, id)).toEqual({ places: [`${site} public`], silent: true });
    // why not is kept, and shown beside it
    expect(await refused(id)).toEqual([["vault", "not_allowed"]]);
    expect((await exposedByDeparture(manager(), { person: nora.id }))?.silent.find((source) => source.id === id)?.refusals).toMatchObject([
      { reason: "not_allowed", places: 1, detail: expect.stringContaining("403") },
    ]);

    // nothing changed there: what is unknown alone is asked for again
    tell({ ...told, vault: { ...(told.vault as Told[string]), readers: ["nora-w"] } });
    expect(await again(id)).toMatchObject({ status: "succeeded", unreadable: {} });
    expect((await known(id)).map(([name]) => name)).toEqual(["shop", "site", "vault"]);
    const all = await page(nora.id, id);
    expect(all.places?.toSorted()).toEqual([`${shop} member`, `${site} public`, `${vault} member`]);
    expect(all.silent).toBe(false);
    expect(await refused(id)).toEqual([]);
    expect(lines.join("")).not.toContain(secret);
  });

  test("more people than are listed are asked for once a week, not in each run", async () => {
    const told = (count: number): Told => ({
      shop: { body: `key ${made.github("for many")}`, readers: Array.from({ length: count }, (_, n) => `reader-${n}`) },
    });
    tell(told(10_001));
    const id = await add({ description: github, channel: "ticket" });
    await work();
    expect(await last(id)).toMatchObject({ status: "succeeded", exposures: 1 });
    expect([await known(id), await refused(id)]).toEqual([[], [["shop", "too_many"]]]);
    expect(asked()).toHaveLength(101);
    expect(await again(id)).toMatchObject({ status: "succeeded" });
    expect(asked()).toEqual([]);
    // it was told at the end of a run that took a day: all of it is read again less than a week later, and asks all the same
    await owner().audienceRefusal.updateMany({ where: { sourceId: id }, data: { at: new Date(database.clock.now().getTime() + 86_400_000) } });
    database.clock.advance(7 * 86_400_000);
    expect(await again(id)).toMatchObject({ status: "succeeded", extent: "whole" });
    expect([asked().length, await refused(id)]).toEqual([101, [["shop", "too_many"]]]);
    // whether anybody can read it costs nothing to see
    tell({ shop: { ...told(10_001).shop, public: true } as Told[string] });
    expect(await again(id)).toMatchObject({ status: "succeeded" });
    expect([asked(), await known(id), await refused(id)]).toEqual([[], [["shop", "public"]], []]);
    expect(faults).toEqual([]);
  });

  test("a run that broke off before it asked leaves that to the next; who is no longer named stays", async () => {
    tell({ shop: { body: `key ${made.github("broken off")}`, readers: 401 } });
    const id = await add({ description: github, channel: "ticket" });
    await work();
    expect(await last(id)).toMatchObject({ status: "failed", exposures: 1 });
    expect(await known(id)).toEqual([]);
    tell({ shop: { body: `key ${made.github("broken off")}`, readers: ["ada", "nora"] } });
    expect(await again(id)).toMatchObject({ status: "succeeded" });
    expect(await known(id)).toEqual([["shop", ["ada", "nora"]]]);
    tell({ shop: { body: `key ${made.github("broken off")}`, readers: ["ada", "bo"] } });
    database.clock.advance(7 * 86_400_000);
    expect(await again(id)).toMatchObject({ status: "succeeded", extent: "whole" });
    expect(await known(id)).toEqual([["shop", ["ada", "bo", "nora"]]]);
  });
});

describe("with a connection's credential", () => {
  const make = () => facts(owner(), () => database.clock.now());
  const settings = { declaration: parseYamlAs(readFileSync("lib/connectors/declarative/examples/unleash.yaml", "utf8"), Declaration) };
  const declaration = { ...("value" in settings.declaration ? settings.declaration.value : null), authentication: { kind: "bearer" } };
  async function connected(connector: string, of: Record<string, unknown>, credential: object, changes: { signed?: boolean; origin?: string } = {}) {
    const origin = changes.origin ?? system.origin;
    const connection = await make().connection({ connector, origin, allowPrivate: true, settings: of as never });
    if (changes.signed !== false) await signConnection(owner(), connection.id, database.clock.now());
    const { id: deployment } = await owner().deployment.findFirstOrThrow();
    const sealed = await sealEnvelope(recipient, {
      version: 1,
      deployment,
      connection: connection.id,
      vendor: connector,
      origin,
      ca: null,
      credential: credential as never,
    });
    await owner().readCredential.create({
      data: { id: randomUUID(), connectionId: connection.id, sealed, createdBy: "person:test", createdAt: database.clock.now() },
    });
    return connection;
  }
  const lend = async (connection: { id: string }, changes: Partial<Parameters<typeof nameSystem>[1]> = {}) =>
    (await nameSystem(operator(), { ...input(), ...changes }, { connection: connection.id })).id;

  test("a signed connection at the same origin lends its own; nothing else does, and no longer once it is removed", async () => {
    write("shop", "1", `key ${made.github("lent")}`);
    const connection = await connected("declarative", { declaration }, { secret: "the-connections-own" });
    const id = await lend(connection);
    await work();
    expect(await last(id)).toMatchObject({ status: "succeeded", exposures: 1 });
    expect(new Set(system.asked.map(({ credential }) => credential))).toEqual(new Set(["Bearer the-connections-own"]));
    expect((await scanSourcePage(manager(), id)).source.system).toMatchObject({ connection: { id: connection.id } });

    const unsigned = await connected("declarative", { declaration }, { secret: "of-an-unsigned-one" }, { signed: false });
    const apart = await connected("declarative", { declaration }, { secret: "of-another-origin" }, { origin: elsewhere.origin });
    const otherwise = await connected(
      "declarative",
      { declaration: { ...declaration, authentication: { kind: "basic" } } },
      { username: "a", secret: "of-another-way" },
    );
    for (const [refused, why] of [
      [unsigned, "is not signed"],
      [apart, "is not the same"],
      [otherwise, "does not sign in"],
    ] as const) {
      await expect(lend(refused), why).rejects.toMatchObject({ code: "Conflict", message: expect.stringContaining(why) });
      // a row that says so all the same is looked at again before anything is sent
      await owner().scanSystem.update({ where: { sourceId: id }, data: { connectionId: refused.id } });
      system.heard();
      expect(await again(id)).toMatchObject({ status: "failed", error: expect.stringContaining(why) });
      expect([...system.heard(), ...elsewhere.asked]).toEqual([]);
    }
    await owner().scanSystem.update({ where: { sourceId: id }, data: { connectionId: connection.id } });
    await owner().connectionRemoval.create({
      data: { connectionId: connection.id, removedBy: "person:test", removedAt: database.clock.now(), reason: "no longer" },
    });
    expect(await again(id)).toMatchObject({ status: "failed", error: expect.stringContaining("was removed") });
    await expect(nameSystem(manager(), input(), { connection: connection.id })).rejects.toMatchObject({ code: "Forbidden" });
  });

  test("of GitHub's app the token of an hour is used, and the app's key stays here", async () => {
    write("shop", "1", `key ${made.github("lent by an app")}`);
    const { privateKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
      publicKeyEncoding: { type: "spki", format: "pem" },
    });
    const connection = await connected("github", { organization: "acme", basePath: "" }, { appId: "1", installationId: "2", privateKey });
    system.tell((url) =>
      url.pathname === "/app/installations/2/access_tokens"
        ? { status: 201, body: { token: "ghs_of_an_hour", expires_at: "2026-12-01T00:00:00Z" } }
        : tracker(url),
    );
    const id = await lend(connection);
    system.asked.splice(0);
    await work();
    expect(await last(id)).toMatchObject({ status: "succeeded", exposures: 1 });
    const [signIn, ...reads] = system.asked;
    expect(signIn).toMatchObject({ path: "/app/installations/2/access_tokens", credential: expect.stringMatching(/^Bearer ey/) });
    expect(reads.length).toBeGreaterThan(1);
    expect(reads.every(({ credential }) => credential === "Bearer ghs_of_an_hour")).toBe(true);
    expect(lines.join("")).not.toContain("ghs_of_an_hour");
  });
});
