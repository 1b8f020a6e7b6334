import { mkdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { altered, declarationOf, exampleText } from "../../lib/connectors/declarative/testkit/example";
import { type RealParseServer, startRealParseServer } from "../../lib/connectors/declarative/testkit/real-parse-server";
import { createVendorHttp } from "../../lib/connectors/http";
import { revokers } from "../../lib/connectors/revokers";
import type { MadeToken } from "../../lib/connectors/testkit/conformance";
import { keptLog } from "../../lib/connectors/testkit/open";
import { testDatabase } from "../../lib/testkit/database";
import { type CheckInput, checkConnector } from "./connector-check/check-connector";
import type { Executor } from "./executor";
import { addDeclared, requestByName, syncAll } from "./testkit/declared";
import { executionsOf, type Filed } from "./testkit/requests";
import { createWorld, type World } from "./testkit/world";

const good = exampleText("parse-server");
/** A file that expects 404 where Parse Server says 400. */
const wrong = altered(good, "{ status: 400, body: { code: 209, error: Invalid session token } }", "{ status: 404, body: { code: 101 } }");

const database = testDatabase();
let world: World;
let parse: RealParseServer;
let user: string;
let control: MadeToken;
let executor: Executor;
beforeAll(async () => {
  [world, parse] = await Promise.all([createWorld(database), startRealParseServer(inject("adminUrl"))]);
  await mkdir(path.join(world.home, "collector"), { mode: 0o700 });
  user = await parse.makeUser("deploy-bot", "ada@example.com");
  control = await parse.makeSession(user, "control");
  executor = await world.executor({ revokers });
}, 360_000);
afterAll(async () => {
  await parse?.stop();
  await world?.close();
});

const credentials = () => ({ read: { secret: parse.readOnlyMasterKey }, revoke: { secret: parse.masterKey, control: control.secret } });

async function ticks(count: number, seconds: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    await executor.tick();
    database.clock.advance(seconds * 1000);
  }
}
/** A session, listed by the collector, requested, and signed for. */
async function requested(connection: string, installation: string): Promise<{ made: MadeToken; request: Filed }> {
  const made = await parse.makeSession(user, installation);
  // sealing the credential has queued a sync
  await syncAll(world);
  // the executor says of the connection's statement that it is active, and without that nothing can be requested
  await executor.tick();
  return { made, request: await requestByName(world, connection, installation) };
}

describe("a declarative file for a third real system", () => {
  test("goes through the whole loop: listed, requested, signed, revoked, and proven dead by its own shape of death", async () => {
    const connection = await addDeclared(world, "parse", parse.origin, good, credentials());
    const { made, request } = await requested(connection, "leaver");
    const token = await database.as("web").token.findFirstOrThrow({ where: { connectionId: connection, name: "leaver" }, include: { creator: true } });
    expect(token).toMatchObject({ class: "personal_access_token", hint: `…${made.secret.slice(-4)}`, creator: { userName: "deploy-bot" } });
    await ticks(2, 5);
    expect(await parse.exists(made.secret)).toBe(false);
    expect(await executionsOf(world, request)).toMatchObject([{ status: "proving", result: "done" }]);
    await ticks(16, 10);
    const [execution] = await executionsOf(world, request);
    expect(execution).toMatchObject({ status: "proven", result: "done", refusal: null, proof: { window: { knownLagSeconds: 120, control: true } } });
    const probes = execution?.attempts.filter(({ phase }) => phase === "probe") ?? [];
    expect(probes.length).toBeGreaterThanOrEqual(12);
    for (const probe of probes) expect(probe).toMatchObject({ outcome: "dead", httpStatus: 400, detail: { control: "accepted" } });
    expect(probes[0]?.detail).toMatchObject({ evidence: '400 {"code":209,"error":"Invalid session token"}' });
    expect(await database.as("executor").probeMaterial.count()).toBe(0);
    expect(await parse.exists(control.secret)).toBe(true);
    const kept = await database.as("owner").$queryRaw<{ text: string }[]>`
      select (select jsonb_agg(to_jsonb(t)) from token t)::text || (select jsonb_agg(to_jsonb(a)) from attempt a)::text || (select jsonb_agg(to_jsonb(l)) from audit_entry l)::text as text`;
    for (const secret of [made.secret, control.secret, parse.masterKey, parse.readOnlyMasterKey]) expect(kept[0]?.text).not.toContain(secret);
  });

  test("with a wrong shape of death acts, and is never believed: unproven, however long", async () => {
    const connection = await addDeclared(world, "parse-wrong", parse.origin, wrong, credentials());
    const { made, request } = await requested(connection, "unprovable");
    await ticks(3, 5);
    expect(await parse.exists(made.secret)).toBe(false);
    await ticks(12, 60);
    const [execution] = await executionsOf(world, request);
    expect(execution).toMatchObject({ status: "proving", result: "done", endedAt: null });
    expect(execution?.unprovenSince).not.toBeNull();
    const outcomes = execution?.attempts.filter(({ phase }) => phase === "probe").map(({ outcome }) => outcome);
    expect(new Set(outcomes)).toEqual(new Set(["unknown"]));
  });

  test("that somebody swapped after it was signed is refused, and nothing is called", async () => {
    const connection = await addDeclared(world, "parse-swapped", parse.origin, good, credentials());
    const { made, request } = await requested(connection, "swapped");
    const settings = { declaration: JSON.parse(JSON.stringify(declarationOf(wrong))) };
    await database.as("owner").connection.update({ where: { id: connection }, data: { settings } });
    await ticks(3, 5);
    expect(await executionsOf(world, request)).toMatchObject([{ status: "refused", refusal: "connection_changed" }]);
    expect(await parse.exists(made.secret)).toBe(true);
  });
});

describe("the check", () => {
  const { log, lines } = keptLog();
  const said: string[] = [];
  let seconds = 0;
  const check = async (text: string, more: Partial<CheckInput> = {}) => {
    const report = await checkConnector({
      ...{ declaration: declarationOf(text), origin: parse.origin, sacrifice: null, ...credentials() },
      http: createVendorHttp({ origin: parse.origin, ca: null, allowPrivate: true, log }),
      now: () => new Date(seconds * 1000),
      wait: async (milliseconds) => {
        seconds += milliseconds / 1000;
      },
      onProgress: (line) => void said.push(line),
      ...more,
    });
    said.push(JSON.stringify(report));
    return { ...report, of: (name: string) => report.steps.find(({ step }) => step === name) };
  };

  test("of a file that fits finds nothing wrong, says what is known of each field, and changes nothing", async () => {
    const kept = await parse.makeSession(user, "kept");
    const report = await check(good);
    expect(report.steps.map(({ step, verdict }) => `${step} ${verdict}`)).toEqual([
      "health good",
      "list good",
      "accounts good",
      "look_up good",
      "control good",
      "made_up good",
      "empty_answers good",
    ]);
    const field = (name: string) => report.coverage.find((each) => each.field === name);
    const tokens = field("name")?.known;
    expect(field("creator")).toMatchObject({ known: tokens, unknown: 0, rejected: 0 });
    expect(field("lastUsed")).toMatchObject({ known: 0, unknown: tokens });
    expect(await parse.exists(kept.secret)).toBe(true);
  });

  test("of a wrong shape of death says so, with what came and what was expected, and sacrifices nothing", async () => {
    const spared = await parse.makeSession(user, "spared");
    const report = await check(wrong, { sacrifice: "spared" });
    expect(report.of("made_up")).toMatchObject({
      verdict: "bad",
      says: 'A made-up credential was not judged dead: got 400 {"code":209,"error":"Invalid session token"}, the file expects 404 with code = 101.',
    });
    expect(report.of("sacrifice")).toMatchObject({ verdict: "not_tried" });
    expect(await parse.exists(spared.secret)).toBe(true);
  });

  test("of a shape of death that fits the living, a field that is not there, a door for nobody, and a dead control, says each", async () => {
    const deadly = altered(good, "- { status: 200, has: [objectId, sessionToken] }", "- { status: 201, has: [objectId] }");
    const fitsAll = altered(deadly, "- { status: 400, body: { code: 209, error: Invalid session token } }", "- { status: 200 }");
    expect((await check(fitsAll)).of("control")).toMatchObject({ verdict: "bad", says: expect.stringContaining("was not judged alive: got 200") });
    expect((await check(altered(good, "created: createdAt", "created: { path: createdAt, format: unix_seconds }"))).of("fields")).toMatchObject({
      verdict: "bad",
    });
    expect((await check(altered(good, "GET /users/me", "GET /users/you"))).of("control")).toMatchObject({ verdict: "bad" });
    const dead = { secret: parse.masterKey, control: "r:0123456789abcdef0123456789abcdef" };
    expect((await check(good, { revoke: dead })).of("control")).toMatchObject({ verdict: "bad" });
  });

  test("of a credential that is not taken, and of a system that is not there, ends at once and says which", async () => {
    const stranger = await check(good, { read: { secret: "wrong-0123456789abcdef" } });
    expect(stranger).toMatchObject({ reached: false, steps: [{ step: "health", verdict: "bad", says: expect.stringContaining("not accepted") }] });
    const nowhere = createVendorHttp({ origin: "http://127.0.0.1:1", ca: null, allowPrivate: true, log, limits: { retries: 0 } });
    expect(await check(good, { http: nowhere, origin: "http://127.0.0.1:1" })).toMatchObject({ reached: false });
  });

  test("ends the one token that was named for it, and shows its death proven over the file's window", async () => {
    const [named, other] = [await parse.makeSession(user, "sacrificed"), await parse.makeSession(user, "bystander")];
    const report = await check(good, { sacrifice: "sacrificed" });
    expect(report.of("sacrifice")).toMatchObject({
      verdict: "good",
      says: expect.stringMatching(/^sacrificed is proven dead: \d+ refusals, the first \d+ s after the act, the last 1[2-9]\d s/),
    });
    expect([await parse.exists(named.secret), await parse.exists(other.secret)]).toEqual([false, true]);
    expect((await check(good, { sacrifice: "nobody" })).of("sacrifice")).toMatchObject({ verdict: "not_tried", says: "No listed token has this id or name." });
  });

  test("no word of it, and no log line, holds a credential", () => {
    expect(lines.length).toBeGreaterThan(20);
    const everything = [...said, ...lines].join("\n");
    for (const secret of [control.secret, parse.masterKey, parse.readOnlyMasterKey]) expect(everything).not.toContain(secret);
    expect(everything).not.toMatch(/r:[0-9a-f]{32}/);
  });
});
