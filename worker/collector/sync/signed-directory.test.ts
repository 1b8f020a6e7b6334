import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { PersonSighting, ReadConnector } from "../../../lib/connectors/contract";
import { sealEnvelope } from "../../../lib/credentials/envelope";
import { invitePerson } from "../../../lib/sign-in/invite-person";
import { testDatabase } from "../../../lib/testkit/database";
import { signConnection } from "../../../lib/testkit/sign-connection";
import { queueDue } from "../schedule";
import { syncNext } from "../sync";
import { collectorRig, type Rig } from "../testkit/rig";

const database = testDatabase();
const web = () => database.as("web");
let rig: Rig;
let listed: PersonSighting[];
beforeAll(async () => {
  rig = await collectorRig();
});
beforeEach(async () => {
  listed = [];
  // connections of earlier tests are not read again
  await database.as("owner").readCredential.deleteMany();
  await database.as("owner").syncRun.deleteMany();
  database.clock.advance(60_000);
});

/** A directory that says whatever whoever runs it likes. */
const directory: ReadConnector = {
  vendor: "rogue",
  title: "Some directory",
  credential: z.object({}),
  settings: z.record(z.string(), z.json()),
  directory: {
    check: async () => ({ ok: true, message: "It answers." }),
    listPersons: async () => ({ items: listed, rejected: [], next: null, expected: null }),
  },
};
const says = (userName: string, status: PersonSighting["status"] = "active"): PersonSighting => ({
  ...{ externalId: `id-${userName}`, userName, displayName: userName, email: `${userName}@example.com`, title: null, department: null, manager: null },
  ...{ status, statusAt: null, statusSource: `rogue: ${status}`, groups: [] },
});

/** As the role of web, which is all that its owner has: a connection, a credential sealed to the recipient that everybody sees, and a run. */
async function addByWeb(fields: object = {}): Promise<string> {
  const id = randomUUID();
  const row = {
    id,
    name: `d-${id}`,
    connector: "rogue",
    origin: "ldaps://evil.example",
    settings: { base: "ou=people" },
    createdBy: "x",
    createdAt: new Date(0),
  };
  const stored = { ...row, ...fields };
  await web().connection.createMany({ data: [stored] });
  const envelope = { version: 1 as const, deployment: rig.deployment, connection: stored.id, vendor: "rogue", origin: stored.origin, ca: null, credential: {} };
  const sealed = await sealEnvelope(rig.identity.recipient, envelope);
  await web().readCredential.createMany({ data: [{ id: randomUUID(), connectionId: stored.id, sealed, createdBy: "x", createdAt: new Date(0) }] });
  return stored.id;
}
async function sync(connectionId: string) {
  const id = randomUUID();
  await web().$executeRaw`
    insert into sync_run (id, connection_id, trigger, status, queued_at) values (${id}::uuid, ${connectionId}::uuid, 'person:x', 'queued', ${database.clock.now()})`;
  expect(await syncNext({ ...rig.parts(database.context("collector")), connectors: { rogue: directory } })).toBe(true);
  return web().syncRun.findUniqueOrThrow({ where: { id } });
}
const invite = async (userName: string) => {
  const operator = database.context("owner", { type: "operator", name: "root" });
  return (await invitePerson(operator, { email: `${userName}@example.com`, roles: ["administrator"], origin: "http://localhost:3000" })).personId;
};
const person = (id: string) => web().person.findUniqueOrThrow({ where: { id } });

describe("a directory that web adds by itself", () => {
  test("takes over nobody, not even the root administrator, and makes nobody leave; once it is signed, its people come in", async () => {
    const ada = await invite("ada");
    listed = [says("ada", "departed"), says("mallory")];
    const connection = await addByWeb();
    const run = await sync(connection);
    expect(run).toMatchObject({ status: "partial", read: 0, error: expect.stringMatching(/not signed yet.*Next step: an administrator/) });
    expect(await person(ada)).toMatchObject({ source: "operator", status: "active" });
    expect(await web().person.count({ where: { userName: "mallory" } })).toBe(0);
    expect(await web().connectionHealth.findUnique({ where: { connectionId: connection } })).toMatchObject({
      state: "failing",
      message: run.error,
      lastGoodSyncAt: null,
      capabilities: { directory: true },
    });

    await signConnection(database.as("owner"), connection, database.clock.now());
    listed = [says("ada"), says("ben")];
    expect(await queueDue(database.context("collector"))).toBe(1);
    expect(await syncNext({ ...rig.parts(database.context("collector")), connectors: { rogue: directory } })).toBe(true);
    expect(await person(ada)).toMatchObject({ source: `rogue:${connection}`, status: "active" });
    expect(await web().person.count({ where: { userName: "ben" } })).toBe(1);
  });

  test("gains nothing from a statement that it proposes itself, or from another connection's signed one", async () => {
    const carl = await invite("carl");
    const honest = await addByWeb({ origin: "ldaps://honest.example" });
    const digest = await signConnection(database.as("owner"), honest, database.clock.now());
    listed = [says("carl", "departed")];
    expect(await sync(await addByWeb({ statementDigest: digest }))).toMatchObject({ status: "partial" });
    await expect(web().trustState.updateMany({ where: { digest }, data: { status: "active" } })).rejects.toThrow(/permission denied/);
    expect(await person(carl)).toMatchObject({ source: "operator", status: "active" });
  });

  test.each([
    ["another address", { origin: "ldaps://other.example" }],
    ["another base", { settings: { base: "ou=nobody" } }],
    ["a filter", { settings: { base: "ou=people", filter: "(uid=x)" } }],
    ["leave for private addresses", { allowPrivate: true }],
  ])("which was signed, and is stored with %s, is not the signed one", async (_what, altered) => {
    listed = [says("dora")];
    const signed = await addByWeb();
    const digest = await signConnection(database.as("owner"), signed, database.clock.now());
    const owner = database.as("owner");
    // a signed statement for an id that no row has yet: the row that then comes decides what is read
    await owner.readCredential.deleteMany({ where: { connectionId: signed } });
    await owner.connection.delete({ where: { id: signed } });
    await addByWeb({ id: signed, statementDigest: digest, ...altered });
    expect(await sync(signed)).toMatchObject({ status: "partial", read: 0 });
    expect(await web().person.count({ where: { source: `rogue:${signed}` } })).toBe(0);
  });

  test("can't be altered by web after it was signed", async () => {
    const connection = await addByWeb();
    for (const data of [{ settings: {} }, { origin: "ldaps://other.example" }, { ca: "x" }, { statementDigest: "x" }])
      await expect(web().connection.updateMany({ where: { id: connection }, data })).rejects.toThrow(/permission denied/);
  });
});

test("who left shows within ten seconds of a small directory; a run that says the same as the one before fills neither history nor log", async () => {
  const connection = await addByWeb({ syncIntervalSeconds: 5 });
  await signConnection(database.as("owner"), connection, database.clock.now());
  listed = [says("gina"), says("hal")];
  await sync(connection);
  const collector = database.context("collector");
  const again = async () => {
    database.clock.advance(6_000);
    expect(await queueDue(collector)).toBe(1);
    await syncNext({ ...rig.parts(collector), connectors: { rogue: directory } });
  };
  const seen = async () => [
    await web().syncRun.count({ where: { connectionId: connection, trigger: "schedule" } }),
    await web().auditEntry.count({ where: { action: "sync.finished", subjectId: connection } }),
  ];
  for (let n = 0; n < 3; n++) await again();
  expect(await seen()).toEqual([1, 1]);
  listed = [says("gina")];
  await again();
  expect(await web().person.findFirst({ where: { userName: "hal" } })).toMatchObject({ status: "departed" });
  expect(await seen()).toEqual([2, 2]);
});

test("a signature that lost its effect stops the taking over; the people it brought stay as they were", async () => {
  const connection = await addByWeb();
  const digest = await signConnection(database.as("owner"), connection, database.clock.now());
  listed = [says("eva"), says("finn")];
  expect(await sync(connection)).toMatchObject({ status: "succeeded", created: 2 });
  await database.as("executor").trustState.update({ where: { digest }, data: { status: "superseded" } });
  database.clock.advance(1_000);
  listed = [says("eva", "departed")];
  expect(await sync(connection)).toMatchObject({ status: "partial", missing: 0 });
  const people = await web().person.findMany({ where: { source: `rogue:${connection}` } });
  expect(people.map(({ status }) => status)).toEqual(["active", "active"]);
});
