import { randomUUID } from "node:crypto";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { digestOf } from "../core/canonical";
import { sealEnvelope } from "../credentials/envelope";
import type { RoleName } from "../domain/roles";
import { ConnectionStatement } from "../domain/statement";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { waitingStatements } from "../trust/queries";
import { type AddConnectionInput, addConnection } from "./add-connection";
import { cancelSync } from "./cancel-sync";
import { connectionOf, listConnections, rejectsOf, runsOf } from "./queries";
import { removeConnection } from "./remove-connection";
import { requestSync } from "./request-sync";
import { storeCredential } from "./store-credential";

const database = testDatabase();
const deployment = randomUUID();
const is = () => facts(database.as("owner"), () => database.clock.now());
const as = (...roles: RoleName[]) => database.context("web", asPerson({ id: randomUUID(), displayName: "P" }, ...roles));
const administrator = () => as("administrator");
let recipient: string;
beforeAll(async () => {
  await database.as("owner").deployment.create({ data: { id: deployment, name: "test", createdAt: database.clock.now() } });
  recipient = await identityToRecipient(await generateX25519Identity());
});
let n = 0;
beforeEach(() => {
  n += 1;
});
const input = (fields: Partial<AddConnectionInput> = {}): AddConnectionInput => ({
  name: `Unleash ${n}`,
  vendor: "unleash",
  origin: "https://unleash.example.com",
  ...fields,
});
const add = async () => (await addConnection(administrator(), input())).id;
const seal = (connection: string) =>
  sealEnvelope(recipient, {
    version: 1,
    deployment,
    connection,
    vendor: "unleash",
    origin: "https://unleash.example.com",
    ca: null,
    credential: { apiToken: "canary-7f3a" },
  });

describe("addConnection", () => {
  test("writes the connection and its statement together, under one digest", async () => {
    const ctx = administrator();
    const added = await addConnection(ctx, input({ settings: { basePath: "/unleash" }, syncIntervalSeconds: 60 }));
    const row = await database.as("web").connection.findUniqueOrThrow({ where: { id: added.id } });
    expect(row).toMatchObject({ statementDigest: added.statementDigest, settings: { basePath: "/unleash" }, syncIntervalSeconds: 60 });
    const proposed = await database.as("web").trustStatement.findUniqueOrThrow({ where: { digest: added.statementDigest } });
    const statement = ConnectionStatement.parse(JSON.parse(proposed.body));
    expect(digestOf(statement)).toBe(proposed.digest);
    expect(proposed).toMatchObject({ kind: "connection", subject: added.id });
    expect(statement).toMatchObject({
      deployment,
      connection: added.id,
      vendor: "unleash",
      origin: row.origin,
      ca: null,
      settings: row.settings,
      allowPrivate: false,
    });
    const actions = await database.as("web").auditEntry.findMany({ where: { subjectId: { in: [added.id, added.statementDigest] } }, orderBy: { id: "asc" } });
    expect(actions.map((entry) => entry.action)).toEqual(["connection.added", "trust.proposed"]);
  });

  test("reads a directory every 5 seconds where nobody says otherwise, anything else every 5 minutes", async () => {
    const intervalOf = async (fields: Partial<AddConnectionInput>) => {
      const { id } = await addConnection(administrator(), input({ name: `${n} ${fields.vendor}`, ...fields }));
      return (await database.as("web").connection.findUniqueOrThrow({ where: { id } })).syncIntervalSeconds;
    };
    const ldap = { vendor: "ldap", origin: "ldaps://ldap.example.com", settings: { base: "dc=example" } };
    expect([await intervalOf(ldap), await intervalOf({ vendor: "unleash" })]).toEqual([5, 300]);
  });

  const refused: [string, Partial<AddConnectionInput>, string, RegExp][] = [
    ["a path", { origin: "https://unleash.example.com/api" }, "origin", /without path/],
    ["no URL", { origin: "unleash" }, "origin", /must be an origin/],
    ["clear text over the network", { origin: "http://unleash.example.com" }, "origin", /https/],
    ["a metadata address", { origin: "http://169.254.169.254", allowPrivate: true }, "origin", /metadata/],
    ["a private address that is not allowed", { origin: "https://10.0.0.7" }, "origin", /private/],
    ["this machine when it is not allowed", { origin: "http://localhost:4242" }, "origin", /this machine/],
    ["a file", { origin: "file:///etc/passwd" }, "origin", /origin|https/],
    ["no certificate", { ca: "hello" }, "ca", /PEM/],
    ["an unknown system", { vendor: "nonesuch" }, "vendor", /offered/],
    ["settings it does not have", { settings: { basePath: "no slash" } }, "settings.basePath", /slash/],
    ["a name of spaces", { name: "  " }, "name", /name/],
  ];
  test.each(refused)("refuses %s, naming the field", async (_name, fields, field, sentence) => {
    const error = await addConnection(administrator(), input(fields)).then(
      () => null,
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({ code: "InvalidInput", detail: { fields: { [field]: expect.stringMatching(sentence) } } });
    expect(await database.as("web").connection.count({ where: { name: `Unleash ${n}` } })).toBe(0);
  });

  test.each([
    ["http://localhost:4242", true],
    ["http://127.0.0.1:4242", true],
    ["http://10.0.0.7:4242", true],
    ["https://unleash.internal:8443", false],
  ])("takes %s as the administrator allows", async (origin, allowPrivate) => {
    await expect(addConnection(administrator(), input({ origin, allowPrivate }))).resolves.toBeDefined();
  });

  test("a taken name is a conflict, also when two ask at once", async () => {
    const [first, second] = await Promise.allSettled([addConnection(administrator(), input()), addConnection(administrator(), input())]);
    const failed = [first, second].filter((result) => result.status === "rejected");
    expect(failed).toEqual([expect.objectContaining({ reason: expect.objectContaining({ code: "Conflict" }) })]);
    expect(await database.as("web").trustStatement.count({ where: { body: { contains: `Unleash ${n}"` } } })).toBe(1);
  });

  test("is the administrator's; a security manager may not", async () => {
    await expect(addConnection(as("security_manager", "auditor"), input())).rejects.toMatchObject({ code: "Forbidden" });
  });
});

describe("storeCredential", () => {
  test("keeps sealed text that web can't read back, and has it tried at once", async () => {
    const id = await add();
    const stored = await storeCredential(administrator(), { connectionId: id, use: "read", sealed: await seal(id) });
    expect(stored.syncRunId).not.toBeNull();
    expect(await database.as("collector").readCredential.count({ where: { connectionId: id } })).toBe(1);
    await expect(database.as("web").readCredential.findFirst({ where: { connectionId: id } })).rejects.toThrow(/permission|denied/i);
    expect(await storeCredential(administrator(), { connectionId: id, use: "revoke", sealed: await seal(id) })).toMatchObject({ syncRunId: null });
    expect(await connectionOf(as("auditor"), id)).toMatchObject({ readCredentialAt: expect.any(Date), revokeCredentialAt: expect.any(Date) });
  });

  test.each([
    ["plaintext", "user:canary-7f3a"],
    [
      "an armor around plaintext",
      `-----BEGIN AGE ENCRYPTED FILE-----\n${Buffer.from("canary-7f3a".repeat(9)).toString("base64")}\n-----END AGE ENCRYPTED FILE-----`,
    ],
    ["nothing", ""],
    ["text before the armor", "canary-7f3a\n-----BEGIN AGE ENCRYPTED FILE-----"],
  ])("refuses %s without repeating it", async (_name, sealed) => {
    const id = await add();
    const error: unknown = await storeCredential(administrator(), { connectionId: id, use: "read", sealed }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "InvalidInput" });
    expect(JSON.stringify(error) + String(error)).not.toContain("canary");
    expect(await database.as("collector").readCredential.count({ where: { connectionId: id } })).toBe(0);
  });

  test("sealed text with something behind it is refused", async () => {
    const id = await add();
    const sealed = `${await seal(id)}\ncanary-7f3a`;
    await expect(storeCredential(administrator(), { connectionId: id, use: "read", sealed })).rejects.toMatchObject({ code: "InvalidInput" });
  });

  test("is the administrator's", async () => {
    const id = await add();
    await expect(storeCredential(as("security_manager"), { connectionId: id, use: "read", sealed: await seal(id) })).rejects.toMatchObject({
      code: "Forbidden",
    });
  });
});

describe("syncs", () => {
  test("asking twice asks once; an auditor may look but not ask", async () => {
    const connectionId = await add();
    const first = await requestSync(as("security_manager"), { connectionId });
    expect(first.fresh).toBe(true);
    expect(await requestSync(administrator(), { connectionId })).toEqual({ id: first.id, fresh: false });
    await expect(requestSync(as("auditor"), { connectionId })).rejects.toMatchObject({ code: "Forbidden" });
    expect(await runsOf(as("auditor"), connectionId)).toEqual([expect.objectContaining({ status: "queued", trigger: expect.stringMatching(/^person:/) })]);
  });

  test("many asking at once still ask once", async () => {
    const connectionId = await add();
    const answers = await Promise.all(Array.from({ length: 5 }, () => requestSync(administrator(), { connectionId })));
    expect(new Set(answers.map((answer) => answer.id)).size).toBe(1);
  });

  test("a waiting one can be cancelled once, an ended one not at all", async () => {
    const connectionId = await add();
    const { id } = await requestSync(administrator(), { connectionId });
    await expect(cancelSync(as("approver"), { runId: id })).rejects.toMatchObject({ code: "Forbidden" });
    await cancelSync(as("security_manager"), { runId: id });
    await expect(cancelSync(administrator(), { runId: id })).rejects.toMatchObject({ code: "Conflict" });
    await expect(cancelSync(administrator(), { runId: randomUUID() })).rejects.toMatchObject({ code: "NotFound" });
    expect((await connectionOf(as("auditor"), connectionId)).latestRun).toMatchObject({ cancelling: true });
  });

  test("progress shows rate and time left while the vendor says how many there are", async () => {
    const connectionId = await add();
    const { id } = await requestSync(administrator(), { connectionId });
    const startedAt = new Date(database.clock.now().getTime() - 10_000);
    await database.as("owner").syncRun.update({ where: { id }, data: { status: "running", startedAt, read: 500, expected: 1500, rejected: 1 } });
    await database.as("owner").syncReject.create({
      data: { id: randomUUID(), syncRunId: id, kind: "tokens", reference: "row 7", field: "createdAt", reason: "no date", at: startedAt },
    });
    expect((await listConnections(as("auditor"))).find((c) => c.id === connectionId)?.latestRun).toMatchObject({ rate: 50, secondsLeft: 20 });
    expect(await rejectsOf(as("auditor"), id)).toEqual([expect.objectContaining({ reference: "row 7", field: "createdAt", reason: "no date" })]);
  });
});

describe("removeConnection", () => {
  test("stops its syncs and hides it from the list, and keeps its tokens", async () => {
    const connectionId = await add();
    const token = await is().token(connectionId);
    const { id: run } = await requestSync(administrator(), { connectionId });
    await expect(removeConnection(as("security_manager"), { connectionId, reason: "moved" })).rejects.toMatchObject({ code: "Forbidden" });
    const toSign = async () => (await waitingStatements(database.as("web"))).filter(({ subject }) => subject === connectionId).length;
    expect(await toSign()).toBe(1);
    await removeConnection(administrator(), { connectionId, reason: "moved" });
    expect(await toSign()).toBe(0);
    expect((await database.as("web").syncRun.findUnique({ where: { id: run } }))?.cancelledBy).toMatch(/^person:/);
    expect((await listConnections(as("auditor"))).map((c) => c.id)).not.toContain(connectionId);
    expect(await database.as("web").token.findUnique({ where: { id: token.id } })).toMatchObject({ missingSince: null });
    await expect(removeConnection(administrator(), { connectionId, reason: "again" })).rejects.toMatchObject({ code: "Conflict" });
    await expect(requestSync(administrator(), { connectionId })).rejects.toMatchObject({ code: "Conflict" });
    // A mistyped address, taken away: the name is free again, once.
    await expect(addConnection(administrator(), input())).resolves.toMatchObject({ id: expect.not.stringMatching(connectionId) });
    await expect(addConnection(administrator(), input())).rejects.toMatchObject({ code: "Conflict" });
  });
});

test("a connection without a credential says that it was never read, and what to do", async () => {
  const never = await is().connection();
  expect((await connectionOf(as("auditor"), never.id)).health).toMatchObject({ state: "never_synced", message: expect.stringContaining("No read credential") });
});
