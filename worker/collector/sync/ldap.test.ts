import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ldapReadConnector } from "../../../lib/connectors/ldap/read";
import { people, reader, type Slapd, startSlapd } from "../../../lib/connectors/ldap/testkit/slapd";
import { testAuthority } from "../../../lib/connectors/testkit/tls-fixture";
import { sealEnvelope } from "../../../lib/credentials/envelope";
import { testDatabase } from "../../../lib/testkit/database";
import { facts } from "../../../lib/testkit/facts";
import { signConnection } from "../../../lib/testkit/sign-connection";
import { syncNext } from "../sync";
import { collectorRig, type Rig } from "../testkit/rig";

const database = testDatabase();
const make = facts(database.as("owner"), () => database.clock.now());
let slapd: Slapd;
let rig: Rig;
beforeAll(async () => {
  [slapd, rig] = await Promise.all([startSlapd(), collectorRig()]);
});
afterAll(() => slapd.stop());

async function connect(password = reader.password): Promise<string> {
  const { id } = await make.connection({
    connector: "ldap",
    origin: slapd.tls,
    ca: testAuthority,
    allowPrivate: true,
    settings: { base: people, pageSize: 2 },
  });
  const envelope = {
    version: 1,
    deployment: rig.deployment,
    connection: id,
    vendor: "ldap",
    origin: slapd.tls,
    ca: testAuthority,
    credential: { ...reader, password },
  } as const;
  const sealed = await sealEnvelope(rig.identity.recipient, envelope);
  await database
    .as("owner")
    .readCredential.create({ data: { id: randomUUID(), connectionId: id, sealed, createdBy: "operator:test", createdAt: database.clock.now() } });
  await signConnection(database.as("owner"), id, database.clock.now());
  return id;
}
async function sync(connectionId: string) {
  database.clock.advance(1000);
  const id = randomUUID();
  await database.as("web").$executeRaw`
    insert into sync_run (id, connection_id, trigger, status, queued_at) values (${id}::uuid, ${connectionId}::uuid, 'person:test', 'queued', ${database.clock.now()})`;
  const parts = { ...rig.parts(database.context("collector")), connectors: { ldap: ldapReadConnector } };
  expect(await syncNext(parts)).toBe(true);
  return database.as("web").syncRun.findUniqueOrThrow({ where: { id } });
}
const person = (connectionId: string, userName: string) => database.as("web").person.findFirst({ where: { source: `ldap:${connectionId}`, userName } });

test("a directory is read from its sealed credential: who is deleted has left after the next complete sync, with their living token in Residue; back again, it closes", async () => {
  const dn = await slapd.addPerson("leaver", { mail: "leaver@example.org" });
  for (const uid of ["stays1", "stays2", "stays3", "stays4"]) await slapd.addPerson(uid);
  const connectionId = await connect();
  expect(await sync(connectionId)).toMatchObject({ status: "succeeded", read: 5, created: 5, rejected: 0, error: null });
  const vendor = await make.connection();
  await signConnection(database.as("owner"), vendor.id, database.clock.now());
  await make.health(vendor.id);
  const leaver = await person(connectionId, "leaver");
  const account = await make.account(vendor.id, leaver?.id ?? "");
  const token = await make.token(vendor.id, { creatorAccountId: account.id });
  const finding = () => database.as("web").finding.findFirst({ where: { tokenId: token.id, rule: "departed-still-alive" } });

  await slapd.admin.del(dn);
  const failing = await connect("a wrong password");
  expect(await sync(failing)).toMatchObject({ status: "failed", error: expect.stringContaining("refused the sign-in") });
  expect(await person(connectionId, "leaver")).toMatchObject({ status: "active" });

  expect(await sync(connectionId)).toMatchObject({ status: "succeeded", missing: 1, unchanged: 4 });
  expect(await person(connectionId, "leaver")).toMatchObject({ status: "departed", statusSource: "ldap: gone from a complete listing" });
  expect(await finding()).toMatchObject({ status: "open", personId: leaver?.id });

  await slapd.addPerson("leaver", { mail: "leaver@example.org" });
  expect(await sync(connectionId)).toMatchObject({ status: "succeeded", missing: 0 });
  expect(await person(connectionId, "leaver")).toMatchObject({ id: leaver?.id, status: "active" });
  expect(await finding()).toMatchObject({ status: "closed_proven" });
});

test("an entry that can't be used is counted and shown, and then nobody is marked", async () => {
  const connectionId = await connect();
  const gone = await slapd.addPerson("gone");
  expect(await sync(connectionId)).toMatchObject({ status: "succeeded" });
  await slapd.admin.del(gone);
  await slapd.admin.add(`cn=Nameless,${people}`, { objectClass: "inetOrgPerson", cn: "Nameless", sn: "Nameless" });
  const run = await sync(connectionId);
  expect(run).toMatchObject({ status: "partial", rejected: 1, missing: 0 });
  expect(await database.as("web").syncReject.findFirst({ where: { syncRunId: run.id } })).toMatchObject({ reference: `cn=Nameless,${people}`, field: "uid" });
  expect(await person(connectionId, "gone")).toMatchObject({ status: "active" });
});
