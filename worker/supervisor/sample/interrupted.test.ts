import { randomUUID } from "node:crypto";
import { generateIdentity, identityToRecipient } from "age-encryption";
import { beforeAll, expect, test } from "vitest";
import { addConnection } from "../../../lib/connections/add-connection";
import { createFileKeyPair } from "../../../lib/signatures/file-key";
import { testDatabase } from "../../../lib/testkit/database";
import { facts } from "../../../lib/testkit/facts";
import { proposeStatement } from "../../../lib/trust/propose-statement";
import { connectUnleash } from "./connect-unleash";
import { foundTrust } from "./found-trust";
import type { HostContexts } from "./host-contexts";
import type { CastMember, World } from "./messages";

// What the supervisor does to set the sample up, beginning where an interruption left it.

const database = testDatabase();
const deployment = randomUUID();
const contexts: HostContexts = {
  as: (role, actor = { type: "operator", name: "sample" }) => database.context(role, actor),
  close: async () => undefined,
};
const member: CastMember = { key: "approver", userName: "aiko.sato", displayName: "Aiko Sato", title: "Platform lead", roles: ["approver"], group: "platform" };
const world: World = { origin: "http://127.0.0.1:4242", read: "read", revoke: "revoke", control: "control", cast: [member], tokens: [], workloads: [] };
const key = createFileKeyPair();

beforeAll(async () => {
  const { db, clock } = database.context("owner");
  await db.deployment.create({ data: { id: deployment, name: "Sample", sample: true, createdAt: clock.now() } });
  await facts(db, () => clock.now()).person({ userName: member.userName, displayName: member.displayName });
  for (const process of ["collector", "executor"] as const) {
    const recipient = await identityToRecipient(await generateIdentity());
    const now = clock.now();
    await database
      .as(process)
      .processStatus.create({ data: { process, instance: "main", startedAt: now, heartbeatAt: now, walls: "database_only", recipient } });
  }
});

test("a connection left without credentials gets them, and none twice", async () => {
  const web = contexts.as("web");
  const { id, statementDigest } = await addConnection(web, { name: "Unleash", vendor: "unleash", origin: world.origin, allowPrivate: true });
  const count = async () => [
    await web.db.readCredential.count({ where: { connectionId: id } }),
    await web.db.revokeCredential.count({ where: { connectionId: id } }),
  ];
  expect(await count()).toEqual([0, 0]);
  for (let times = 0; times < 2; times++) {
    expect(await connectUnleash(web, deployment, world)).toBe(statementDigest);
    expect(await count()).toEqual([1, 1]);
  }
});

test("statements that were proposed and not signed are signed, each once; another's is left alone", async () => {
  const web = contexts.as("web");
  const own = await proposeStatement(web, {
    propose: "policy",
    standard: { people: 1, groups: 1 },
    critical: { people: 2, groups: 2 },
    holdSeconds: 0,
    wideningDelaySeconds: 0,
  });
  const { id } = await database.as("owner").person.findFirstOrThrow({ where: { userName: member.userName }, select: { id: true } });
  const others = await proposeStatement(contexts.as("web", { type: "operator", name: "somebody" }), { propose: "group", group: "platform", members: [id] });
  const person = randomUUID();
  for (let times = 0; times < 2; times++) await foundTrust(contexts, { deployment, person, key }, world.cast, null);
  const statements = await web.db.trustStatement.findMany({ where: { kind: { not: "connection" } }, include: { signatures: true } });
  expect(statements.map(({ kind, signatures }) => [kind, signatures.length]).sort()).toEqual([
    ["approval_policy", 1],
    ["approver_group", 0],
    ["approver_group", 1],
  ]);
  expect(statements.find(({ digest }) => digest === own.digest)?.signatures).toHaveLength(1);
  expect(statements.find(({ digest }) => digest === others.digest)?.signatures).toHaveLength(0);
});
