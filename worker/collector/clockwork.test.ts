import { randomUUID } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { decideLink } from "../../lib/accounts/decide-link";
import { evaluateRules } from "../../lib/detection/evaluate";
import { testDatabase } from "../../lib/testkit/database";
import { asPerson, facts } from "../../lib/testkit/facts";
import { reevaluate, reevaluateAll } from "./reevaluate";
import { queueDue } from "./schedule";
import { collectorServer } from "./server";
import { pruneRuns, pruneSelections, sweepRules, trimTouches } from "./sweep";

const database = testDatabase();
const is = () => facts(database.as("owner"), () => database.clock.now());
const web = () => database.as("web");
const collector = () => database.context("collector");
let connection: string;
beforeEach(async () => {
  connection = (await is().connection()).id;
});
const open = (tokenId: string, rule: string) => web().finding.findFirst({ where: { tokenId, rule } });

describe("what people decided", () => {
  test("an undone link closes the leaver's findings, and the next look changes nothing", async () => {
    const leaver = await is().person({ status: "departed", statusAt: new Date("2026-11-01") });
    const account = await is().account(connection, leaver.id);
    const token = await is().token(connection, { creatorAccountId: account.id });
    await collector().db.$transaction((tx) => evaluateRules(tx, collector(), { persons: [leaver.id] }));
    expect(await open(token.id, "departed-still-alive")).toMatchObject({ status: "open" });
    const manager = database.context("web", asPerson(await is().person(), "security_manager"));
    await decideLink(manager, { accountId: account.id, personId: leaver.id, decision: "rejected", reason: "a bot of the team" });
    await reevaluateAll(collector());
    expect(await open(token.id, "departed-still-alive")).toMatchObject({ status: "closed_proven" });
    expect(await reevaluate(collector())).toBe(0);
  });

  test("an owner confirmed by web closes no-owner, and one withdrawn brings it back", async () => {
    const token = await is().token(connection);
    const owner = await is().person();
    await collector().db.$transaction((tx) => evaluateRules(tx, collector(), { tokens: [token.id] }));
    await web().ownership.create({ data: { tokenId: token.id, personId: owner.id, state: "confirmed", setBy: "test", setAt: database.clock.now() } });
    await reevaluateAll(collector());
    expect(await open(token.id, "no-owner")).toMatchObject({ status: "closed_proven" });
    await web().ownership.update({ where: { tokenId: token.id }, data: { state: "suggested" } });
    await reevaluateAll(collector());
    expect(await open(token.id, "no-owner")).toMatchObject({ status: "regressed" });
  });

  test("a person who appears as departed is matched to the account that waited for them", async () => {
    const account = await is().account(connection, null, { email: "late@example.com" });
    const token = await is().token(connection, { creatorAccountId: account.id });
    await is().person({ email: "late@example.com", status: "departed", statusAt: new Date("2026-11-01") });
    await reevaluateAll(collector());
    expect(await open(token.id, "departed-still-alive")).toMatchObject({ status: "open" });
  });

  test("an entry that failed stays for the next time", async () => {
    const token = await is().token(connection);
    await reevaluateAll(collector());
    await database.as("owner").reevaluation.create({ data: { tokenId: token.id } });
    const broken = {
      ...collector(),
      clock: {
        now: (): Date => {
          throw new Error("no time");
        },
      },
    };
    await expect(reevaluate(broken)).rejects.toThrow("no time");
    expect(await collector().db.reevaluation.count()).toBe(1);
    expect(await reevaluate(collector())).toBe(1);
  });
});

describe("the clock", () => {
  const runs = () => web().syncRun.findMany({ where: { connectionId: connection } });
  const seal = () =>
    database
      .as("owner")
      .readCredential.create({ data: { id: randomUUID(), connectionId: connection, sealed: "x", createdBy: "test", createdAt: database.clock.now() } });

  test("queues a connection with a credential once, and again when its time has come", async () => {
    await queueDue(collector());
    expect(await runs()).toEqual([]);
    await seal();
    await queueDue(collector());
    await queueDue(collector());
    expect(await runs()).toEqual([expect.objectContaining({ status: "queued", trigger: "schedule" })]);
    const owner = database.as("owner");
    await owner.syncRun.updateMany({ where: { connectionId: connection }, data: { status: "succeeded", finishedAt: database.clock.now() } });
    await is().health(connection, { nextSyncAt: new Date(database.clock.now().getTime() + 60_000) });
    await queueDue(collector());
    expect(await runs()).toHaveLength(1);
    database.clock.advance(61_000);
    await queueDue(collector());
    expect(await runs()).toHaveLength(2);
  });

  test("leaves a removed connection alone", async () => {
    await seal();
    await database
      .as("owner")
      .connectionRemoval.create({ data: { connectionId: connection, removedBy: "test", removedAt: database.clock.now(), reason: "gone" } });
    await queueDue(collector());
    expect(await runs()).toEqual([]);
  });

  test("sweeps everything, and prunes old runs but the newest", async () => {
    const token = await is().token(connection);
    await sweepRules(collector(), new AbortController().signal);
    expect(await open(token.id, "no-owner")).toMatchObject({ status: "open" });
    const old = (days: number) => new Date(database.clock.now().getTime() - days * 86_400_000);
    for (const days of [90, 60, 31])
      await database.as("owner").syncRun.create({
        data: { id: randomUUID(), connectionId: connection, trigger: "schedule", status: "succeeded", queuedAt: old(days), finishedAt: old(days) },
      });
    await pruneRuns(collector());
    expect((await runs()).map((run) => run.finishedAt)).toEqual([old(31)]);
  });

  test("what lists follow is kept for an hour after every transaction up to it had ended", async () => {
    const touches = () => database.as("owner").tokenTouch.count();
    await is().token(connection);
    expect(await touches()).toBeGreaterThan(0);
    await trimTouches(collector());
    const kept = await touches();
    expect(kept).toBeGreaterThan(0);
    await database.as("owner").$executeRaw`update token_touch set at = at - interval '2 hours'`;
    await is().token(connection);
    await database.as("owner").$executeRaw`update token_touch set at = at - interval '2 hours'`;
    await trimTouches(collector());
    expect(await touches()).toBeLessThan(kept + 2);
    expect(await touches()).toBeGreaterThan(0);
  });

  test("what somebody reviewed a week ago goes", async () => {
    const person = await is().person();
    const week = new Date(database.clock.now().getTime() - 8 * 86_400_000);
    const selection = (createdAt: Date) =>
      database.as("owner").tokenSelection.create({ data: { id: randomUUID(), personId: person.id, digest: "x", count: 0, filters: {}, items: [], createdAt } });
    const [, young] = [await selection(week), await selection(database.clock.now())];
    await pruneSelections(collector());
    expect(await database.as("owner").tokenSelection.findMany({ select: { id: true } })).toEqual([{ id: young.id }]);
  });
});

test("the port answers health, SCIM, and nothing else", async () => {
  const home = await mkdtemp(path.join(tmpdir(), "countersign-collector-"));
  const server = collectorServer({ ctx: collector(), home, origin: "http://localhost:3002" });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const health = await fetch(`${origin}/health`);
  expect([health.status, await health.json()]).toEqual([200, { process: "collector", ok: true, database: "ok" }]);
  expect((await fetch(`${origin}/scim/v2/Users`)).status).toBe(401);
  expect((await fetch(`${origin}/`)).status).toBe(404);
  expect((await fetch(`${origin}/health`, { method: "POST" })).status).toBe(405);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
