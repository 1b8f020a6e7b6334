import { afterEach, beforeAll, expect, test } from "vitest";
import { createFileKeyPair } from "../signatures/file-key";
import { signingPage } from "../signatures/signing-page";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { evaluateTrust } from "./chain";
import { endorseSampleKeys } from "./endorse-sample";
import { enrolKey } from "./enrol-key";
import { pinCandidates, pinRoot } from "./pin-root";
import { proposeStatement } from "./propose-statement";
import type { TrustRoot } from "./root";
import { trustSetup } from "./setup";
import { publishTrust, saveTrustWorld } from "./testkit/save-world";
import { createTrustWorld } from "./testkit/world";

const database = testDatabase();
const make = () => facts(database.as("owner"), () => database.clock.now());
let admin: { id: string; displayName: string };
let approver: { id: string; displayName: string };
const world = createTrustWorld({ clock: database.clock });

beforeAll(async () => {
  const owner = database.as("owner");
  admin = await make().person({ displayName: "Ada Admin" });
  approver = await make().person({ displayName: "Aiko Sato" });
  const grant = (personId: string, role: "administrator" | "approver") => ({ personId, role, grantedBy: "operator:test", grantedAt: database.clock.now() });
  await owner.roleGrant.createMany({ data: [grant(admin.id, "administrator"), grant(approver.id, "approver")] });
  await owner.deployment.create({ data: { id: world.root.deployment, name: "test", createdAt: database.clock.now() } });
});
afterEach(() => database.clock.advance(1000));

const pair = () => {
  const { id, publicKey } = createFileKeyPair();
  return { id, publicKey, kind: "ed25519" as const };
};
const setup = () => trustSetup(database.context("web", asPerson(admin, "administrator")));

test("everybody enrols their own key; an operator may for anybody; nobody without a role does", async () => {
  const key = pair();
  const asAdmin = database.context("signer", asPerson(admin, "administrator"));
  await expect(enrolKey(asAdmin, { person: approver.id, key, name: "x" })).rejects.toMatchObject({ name: "Forbidden" });
  await expect(enrolKey(database.context("signer", asPerson(admin)), { person: admin.id, key, name: "x" })).rejects.toMatchObject({ name: "Forbidden" });
  expect((await setup()).next).toBe("enrol_administrator");
  await enrolKey(asAdmin, { person: admin.id, key, name: "ops" });
  await expect(enrolKey(asAdmin, { person: admin.id, key, name: "again" })).rejects.toMatchObject({ name: "Conflict", message: /enrolled already/ });
  await enrolKey(database.context("signer", { type: "operator", name: "root" }), { person: approver.id, key: pair(), name: "theirs" });
  expect((await setup()).next).toBe("pin_root");
});

test("only an operator pins, only an administrator's key, and it is audited", async () => {
  await expect(pinCandidates(database.context("executor", asPerson(admin, "administrator")))).rejects.toMatchObject({ name: "Forbidden" });
  const operator = database.context("executor", { type: "operator", name: "root" });
  const [candidate, ...others] = await pinCandidates(operator);
  expect(others).toHaveLength(0);
  expect(candidate?.person.id).toBe(admin.id);
  if (!candidate) throw new Error("no candidate");
  const written: TrustRoot[] = [];
  await pinRoot(operator, candidate, signingPage("https://sign.example.com"), async (root) => void written.push(root), null);
  expect(written).toMatchObject([{ person: admin.id, rpId: "sign.example.com", origin: "https://sign.example.com", sample: false }]);
  expect(await database.as("web").auditEntry.count({ where: { action: "trust.pinned" } })).toBe(1);
});

test("an administrator proposes groups and policies; others do not; nonsense is refused", async () => {
  const asAdmin = database.context("web", asPerson(admin, "administrator"));
  await expect(
    proposeStatement(database.context("web", asPerson(approver, "approver")), { propose: "group", group: "platform", members: [] }),
  ).rejects.toMatchObject({ name: "Forbidden" });
  await expect(proposeStatement(asAdmin, { propose: "group", group: "Platform!", members: [] })).rejects.toMatchObject({ name: "InvalidInput" });
  await expect(proposeStatement(asAdmin, { propose: "group", group: "platform", members: [crypto.randomUUID()] })).rejects.toMatchObject({ name: "NotFound" });
  const weaker = { propose: "policy", standard: { people: 2, groups: 1 }, critical: { people: 1, groups: 1 }, holdSeconds: 0, wideningDelaySeconds: 0 };
  await expect(proposeStatement(asAdmin, weaker)).rejects.toMatchObject({ name: "InvalidInput" });
  const { digest } = await proposeStatement(asAdmin, { propose: "group", group: "platform", members: [approver.id] });
  expect(await database.as("web").trustStatement.findUnique({ where: { digest } })).toMatchObject({ kind: "approver_group", subject: "platform" });
});

test("the checklist leads from the root to the first signature that can count", async () => {
  await publishTrust(database, world);
  const found = await setup();
  expect(found.next).toBe("sign_waiting");
  expect(found.waiting.map(({ kind }) => kind)).toContain("approver_group");
  world.establish({ type: "countersign/approver-group", group: "billing", members: [approver.id] }, world.rootKey);
  database.clock.advance(1);
  world.enrol(approver.id, [world.rootKey]);
  await saveTrustWorld(database, world);
  await publishTrust(database, world);
  const after = await setup();
  expect(after.next).toBe("done");
  expect(after.approvers).toMatchObject([{ id: approver.id, key: "active", groups: ["billing"] }]);
});

test("the sample's root endorses enrolments that the signer wrote, and nothing that web proposed", async () => {
  const key = createFileKeyPair();
  const root = { deployment: world.root.deployment, person: admin.id, key };
  const ctx = database.context("signer");
  const forged = world.propose({ type: "countersign/key", person: admin.id, key: { ...pair(), name: "forged" } });
  const row = world.statements.find(({ digest }) => digest === forged);
  if (row) await database.as("web").trustStatement.create({ data: { ...row, proposedBy: "person:x", createdAt: database.clock.now() } });
  expect(await endorseSampleKeys(ctx, root)).toBeGreaterThan(0);
  expect(await endorseSampleKeys(ctx, root)).toBe(0);
  expect(await database.as("signer").trustSignature.count({ where: { digest: forged } })).toBe(0);
  const db = database.as("executor");
  const [statements, signatures] = [await db.trustStatement.findMany(), await db.trustSignature.findMany()];
  const pinned: TrustRoot = { ...world.root, person: admin.id, key: { id: key.id, kind: "ed25519", publicKey: key.publicKey }, sample: true };
  const view = await evaluateTrust({ root: pinned, statements, signatures, firstSeen: new Map(), now: database.clock.now() });
  expect(view.states.get(forged)?.status).toBe("waiting_signatures");
  expect(view.keys.size).toBeGreaterThan(2);
});
