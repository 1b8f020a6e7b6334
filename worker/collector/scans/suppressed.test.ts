import { createSecretKey } from "node:crypto";
import { beforeAll, beforeEach, expect, test } from "vitest";
import type { RoleName } from "../../../lib/domain/roles";
import type { Severity } from "../../../lib/domain/severity";
import { closeProvenExposures } from "../../../lib/exposure/close-proven-exposures";
import { decideSuppression } from "../../../lib/exposure/suppressions/decide-suppression";
import { listSuppressions } from "../../../lib/exposure/suppressions/list-suppressions";
import { suppressExposure } from "../../../lib/exposure/suppressions/suppress-exposure";
import { made } from "../../../lib/exposure/testkit/made-secrets";
import { openStream } from "../../../lib/exposure/testkit/open-stream";
import { triageExposure } from "../../../lib/exposure/triage-exposure";
import { fingerprint, type Pepper } from "../../../lib/fingerprints/pepper";
import { testDatabase } from "../../../lib/testkit/database";
import { asPerson, facts } from "../../../lib/testkit/facts";
import { signConnection } from "../../../lib/testkit/sign-connection";
import type { OpenChecker } from "./checker";
import { runScan } from "./run-scan";

// What is suppressed stays so wherever its secret is met again, and that is counted; a fact that one person did not know of ends it.

const database = testDatabase();
const pepper: Pepper = { current: 1, keys: new Map([[1, createSecretKey(Buffer.alloc(32, 7))]]) };
const owner = () => database.as("owner");
let ada: { id: string; displayName: string };
let ben: typeof ada;
const as = (who: typeof ada, role: RoleName = "security_manager") => database.context("web", asPerson(who, role));

beforeAll(async () => {
  database.clock.set(new Date("2026-10-01T08:00:00Z"));
  const manager = async (displayName: string) => {
    const person = await facts(owner(), () => database.clock.now()).person({ displayName });
    await owner().roleGrant.create({ data: { personId: person.id, role: "security_manager", grantedBy: "test", grantedAt: database.clock.now() } });
    return person;
  };
  [ada, ben] = [await manager("Ada"), await manager("Ben")];
});
beforeEach(() => database.clock.advance(60_000));

async function paste(name: string, secret: string, checker?: OpenChecker) {
  async function* bytes() {
    yield Buffer.from(`\n\nhere: ${secret}\n`);
  }
  await runScan(
    { ctx: database.context("collector"), pepper, ...(checker ? { checker: async () => checker } : {}) },
    { form: "stream", name, location: null, channel: "chat", source: openStream(bytes(), name, "chat") },
  );
  return owner().exposure.findFirstOrThrow({ where: { fingerprints: { some: { value: fingerprint(pepper, secret).value } } } });
}
const suppress = async (exposureId: string) => (await suppressExposure(as(ada), { exposureId, reason: "A fixture.", until: "2026-11-01" })).suppression;

test("the same secret in another place stays suppressed, another secret does not; what was hidden is counted", async () => {
  const { id } = await paste("one", made.github("fixture"));
  await suppress(id);
  const unused = async () => (await listSuppressions(as(ada), { view: "unused" })).counts.unused;
  expect(await unused()).toBe(1);
  expect(await paste("two", made.github("fixture"))).toMatchObject({ id, status: "closed_false_positive" });
  expect((await paste("two", made.github("another"))).status).toBe("open");
  expect(await owner().occurrence.count({ where: { exposureId: id } })).toBe(2);
  expect((await listSuppressions(as(ada), {})).rows).toMatchObject([{ hits: 1, lastHit: expect.any(String) }]);
  expect(await unused()).toBe(0);
});

// the vendor lets in whatever is tried, and `meanwhile` happens while it is asked
const lettingIn = (meanwhile: () => Promise<unknown> = async () => null): OpenChecker => ({
  pid: 0,
  close: () => {},
  check: async () => {
    await meanwhile();
    return { validity: "valid", status: 200, evidence: "let in" };
  },
});
let connectionId: string | null = null;
async function known(name: string, severity: Severity) {
  if (!connectionId) {
    connectionId = (await facts(owner(), () => database.clock.now()).connection({ connector: "unleash" })).id;
    await owner().checkPermission.create({ data: { connectionId, class: "api_key", allowedBy: "person:test", allowedAt: database.clock.now() } });
    await signConnection(owner(), connectionId, database.clock.now());
  }
  const secret = made.unleash(name);
  const token = await facts(owner(), () => database.clock.now()).token(connectionId);
  await owner().tokenFingerprint.create({ data: { tokenId: token.id, kind: "hmac_sha256", value: fingerprint(pepper, secret).value, pepperVersion: 1 } });
  const { id } = await paste(name, secret);
  await owner().exposure.update({ where: { id }, data: { severity } });
  return { id, secret, token };
}

test("one that turns out to work comes back, unless two people agreed on it", async () => {
  const [alone, agreed] = [await known("alone", "high"), await known("agreed", "critical")];
  await suppress(alone.id);
  await decideSuppression(as(ben), { suppressionId: await suppress(agreed.id), agree: true });
  expect(await paste("again", alone.secret, lettingIn())).toMatchObject({ status: "regressed", validity: "valid" });
  expect(await paste("again too", agreed.secret, lettingIn())).toMatchObject({ status: "closed_false_positive", validity: "valid" });
});

test("what is decided while its secret is tried counts: one person's word that it is none falls, two people's stands, and so does who looks into it", async () => {
  const [alone, agreed, back] = [await known("meanwhile alone", "high"), await known("meanwhile agreed", "critical"), await known("back", "high")];
  expect(
    await paste(
      "1",
      alone.secret,
      lettingIn(() => suppress(alone.id)),
    ),
  ).toMatchObject({ status: "regressed", validity: "valid" });
  const both = async () => decideSuppression(as(ben), { suppressionId: await suppress(agreed.id), agree: true });
  expect(await paste("2", agreed.secret, lettingIn(both))).toMatchObject({ status: "closed_false_positive", validity: "valid" });
  await suppress(back.id);
  const looksIn = async () => {
    await triageExposure(as(ben), { exposureId: back.id, to: "open" });
    await triageExposure(as(ben), { exposureId: back.id, to: "in_review" });
  };
  expect(await paste("3", back.secret, lettingIn(looksIn))).toMatchObject({ status: "in_review", validity: "valid" });
});

test("what was proven dead while it was tried stays so: the try may have come before", async () => {
  const { id, secret, token } = await known("dying", "high");
  const dies = async () => {
    const executor = database.context("executor");
    const { id: executionId } = await facts(owner(), () => database.clock.now()).execution(token, ada.id, { status: "proven" });
    await executor.db.$transaction((tx) => closeProvenExposures(tx, executor, { tokenId: token.id, executionId }));
  };
  expect(await paste("while it dies", secret, lettingIn(dies))).toMatchObject({ status: "closed_proven", validity: "invalid", validityFrom: "proven dead" });
  expect(await owner().auditEntry.count({ where: { action: "exposure.checked", subjectId: id } })).toBe(1);
});
