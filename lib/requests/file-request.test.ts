import { beforeAll, expect, test } from "vitest";
import { digestOf, sha256 } from "../core/canonical";
import { RevocationStatement } from "../domain/statement";
import { testDatabase } from "../testkit/database";
import { asPerson } from "../testkit/facts";
import { defaultPolicy } from "../trust/default-policy";
import { fileRequest } from "./file-request";
import { previewRequest } from "./preview-request";
import { type RequestWorld, requestWorld } from "./testkit/world";

const database = testDatabase({ at: new Date() });
let world: RequestWorld;
const manager = () => database.context("web", asPerson(world.manager, "security_manager"));
beforeAll(async () => {
  world = await requestWorld(database.as("owner"), () => database.clock.now());
});
const token = (fields = {}) => world.make.token(world.connection.id, fields);
const file = (tokens: { id: string; name: string }[], acknowledgement = tokens[0]?.name ?? "") =>
  fileRequest(manager(), { tokens: tokens.map(({ id }) => id), reason: "Its maker left.", acknowledgement });

test("the statement is built from the database, stored as it is signed, and audited in the same transaction", async () => {
  const creator = await world.make.account(world.connection.id, null, { externalId: "dana@example.com" });
  const target = await token({
    name: "billing-sync",
    environment: "production",
    creatorAccountId: creator.id,
    issuedAt: new Date("2026-01-02T03:04:05Z"),
    scopes: ["b", "a"],
  });
  await database.as("owner").tokenFingerprint.create({ data: { tokenId: target.id, kind: "hmac_sha256", value: "ab".repeat(32), pepperVersion: 1 } });
  const filed = await file([target]);
  const row = await database.as("web").request.findUniqueOrThrow({ where: { id: filed.id }, include: { targets: true } });
  const statement = RevocationStatement.parse(JSON.parse(row.statement));
  expect(row.digest).toBe(sha256(row.statement));
  expect(statement).toMatchObject({
    deployment: world.deployment,
    request: filed.id,
    connection: world.connectionDigest,
    effect: "dead",
    approvalPolicy: defaultPolicy(world.deployment).digest,
    quorum: [{ people: 2, groups: 2 }],
    requester: world.manager.id,
  });
  expect(statement.targets[0]).toMatchObject({
    token: target.id,
    name: "billing-sync",
    creator: "dana@example.com",
    created: "2026-01-02T03:04:05.000Z",
    scopes: ["a", "b"],
    fingerprint: { kind: "hmac_sha256", value: "ab".repeat(32) },
  });
  expect(row.targets).toMatchObject([{ tokenId: target.id, digest: digestOf(statement.targets[0]) }]);
  const entry = await database.as("web").auditEntry.findFirstOrThrow({ where: { action: "request.filed", subjectId: filed.id } });
  expect(entry).toMatchObject({ actor: `person:${world.manager.id}`, dbRole: "web", detail: { number: filed.number, digest: filed.digest } });
});

test("a harmless environment and a limited reach need one approver", async () => {
  const target = await token({ environment: "development", reach: { level: "limited", summary: "reads flags" } });
  const [shown] = await previewRequest(manager(), { tokens: [target.id] });
  expect(shown).toMatchObject({ quorum: { people: 1, groups: 1 }, targets: [{ critical: false, because: [] }], approvers: { enough: true, groups: 2 } });
});

test("the acknowledgement must be the token's name; for several, their number", async () => {
  const [one, two] = [await token({ name: "one" }), await token({ name: "two" })];
  await expect(file([one], "two")).rejects.toMatchObject({ name: "InvalidInput", detail: { fields: { acknowledgement: expect.any(String) } } });
  await expect(file([one, two], "one")).rejects.toMatchObject({ name: "InvalidInput" });
  expect((await file([one, two], "revoke 2 tokens")).number).toBeGreaterThan(0);
});

test("a token that can't be requested is refused in a sentence with the next step", async () => {
  const imported = await token({ name: "old", imported: true });
  await expect(file([imported])).rejects.toMatchObject({ name: "Conflict", message: expect.stringMatching(/import alone.*Connect its system/) });

  const waiting = await token({ name: "waiting" });
  const first = await file([waiting]);
  await expect(file([waiting])).rejects.toMatchObject({ name: "Conflict", message: expect.stringContaining(`R-${first.number} already asks`) });

  const elsewhere = await world.make.connection({ name: "unsigned" });
  const untrusted = await world.make.token(elsewhere.id, { name: "far" });
  await expect(file([untrusted])).rejects.toMatchObject({ name: "Conflict", message: expect.stringMatching(/not signed into trust yet.*administrator/) });
  await expect(file([waiting, untrusted], "revoke 2 tokens")).rejects.toMatchObject({ name: "InvalidInput" });
});

test("a token that has just died is refused, one that was refused before can be asked for again", async () => {
  const dying = await token({ name: "dying" });
  const { id } = await file([dying]);
  const owner = database.as("owner");
  const { digest } = await owner.requestTarget.findFirstOrThrow({ where: { requestId: id } });
  await owner.requestOutcome.create({ data: { requestId: id, status: "approved", at: database.clock.now() } });
  const execution = await owner.execution.create({
    data: {
      id: crypto.randomUUID(),
      requestId: id,
      tokenId: dying.id,
      targetDigest: digest,
      effect: "dead",
      status: "acting",
      queuedAt: database.clock.now(),
      notBefore: database.clock.now(),
    },
  });
  await expect(file([dying])).rejects.toMatchObject({ message: expect.stringContaining("already revoking") });
  await owner.execution.update({ where: { id: execution.id }, data: { status: "proving" } });
  await owner.execution.update({ where: { id: execution.id }, data: { status: "proven" } });
  await expect(file([dying])).rejects.toMatchObject({ name: "Conflict", message: expect.stringMatching(/has just died.*nothing is left to revoke/) });
});

test("two requests for one token at the same moment: one is filed, the other told so", async () => {
  const target = await token({ name: "raced" });
  const results = await Promise.allSettled([file([target]), file([target])]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("an auditor can't file, a token owner only for what they own or made; a security manager can", async () => {
  const target = await token({ name: "owned" });
  const input = { tokens: [target.id], reason: "No longer needed.", acknowledgement: "owned" };
  const owner = await world.make.person({ displayName: "Tom Owner" });
  await expect(fileRequest(database.context("web", asPerson(owner, "auditor")), input)).rejects.toMatchObject({ name: "Forbidden" });
  const asOwner = database.context("web", asPerson(owner, "token_owner"));
  await expect(fileRequest(asOwner, input)).rejects.toMatchObject({ name: "Forbidden", message: expect.stringContaining("Ask its owner") });
  await database
    .as("owner")
    .ownership.create({ data: { tokenId: target.id, personId: owner.id, state: "confirmed", setBy: "test", setAt: database.clock.now() } });
  expect(await fileRequest(asOwner, input)).toMatchObject({ number: expect.any(Number) });
  const other = await token({ name: "other" });
  expect(await file([other])).toMatchObject({ number: expect.any(Number) });
});

test("what can't be known is said before it is asked: owner, last use, approvers without the requester", async () => {
  const target = await token({ name: "quiet" });
  const asApprover = database.context("web", asPerson(world.approvers[1], "security_manager"));
  const [shown] = await previewRequest(asApprover, { tokens: [target.id] });
  expect(shown?.targets[0]).toMatchObject({
    critical: true,
    because: ["its environment is unknown", "its reach is unknown"],
    row: { owner: null, lastUsed: null },
  });
  // Ben alone stands for billing: without him the two others can only stand for one group.
  expect(shown?.approvers).toMatchObject({ enough: false, groups: 1 });
  expect(shown?.revokeCredential).toBe(false);
});

test("what can be switched off at its system may be asked for as that; where it can't, the sentence says why, and revoking goes on", async () => {
  const token = await world.make.token(world.connection.id, { name: "static-token", class: "personal_access_token" });
  const disable = (ability: unknown) =>
    database.as("owner").connectionHealth.updateMany({
      where: { connectionId: world.connection.id },
      data: { capabilities: { classes: { personal_access_token: { revoke: "can", disable: ability } }, blindSpots: [], directory: false } as never },
    });
  const input = { tokens: [token.id], reason: "On leave.", acknowledgement: "static-token", effect: "disabled" };
  await disable({ cannot: "There is no such switch." });
  expect(await previewRequest(manager(), { tokens: [token.id] })).toMatchObject([{ disableAcknowledgement: null, ready: [token.id] }]);
  await expect(fileRequest(manager(), input)).rejects.toMatchObject({ code: "Conflict", message: expect.stringContaining("There is no such switch.") });
  await disable("can");
  expect(await previewRequest(manager(), { tokens: [token.id] })).toMatchObject([{ disableAcknowledgement: "static-token" }]);
  const { id } = await fileRequest(manager(), input);
  const row = await database.as("web").request.findUniqueOrThrow({ where: { id } });
  expect(row.effect).toBe("disabled");
  expect(RevocationStatement.parse(JSON.parse(row.statement)).effect).toBe("disabled");
});
