import { createSecretKey } from "node:crypto";
import { beforeAll, beforeEach, expect, test } from "vitest";
import type { RoleName } from "../../../lib/domain/roles";
import type { Severity } from "../../../lib/domain/severity";
import { openStream } from "../../../lib/exposure/sources/open-source";
import { decideSuppression } from "../../../lib/exposure/suppressions/decide-suppression";
import { listSuppressions } from "../../../lib/exposure/suppressions/list-suppressions";
import { suppressExposure } from "../../../lib/exposure/suppressions/suppress-exposure";
import { made } from "../../../lib/exposure/testkit/made-secrets";
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

test("one that turns out to work comes back, unless two people agreed on it", async () => {
  const connection = await facts(owner(), () => database.clock.now()).connection({ connector: "unleash" });
  await owner().checkPermission.create({ data: { connectionId: connection.id, class: "api_key", allowedBy: "person:test", allowedAt: database.clock.now() } });
  await signConnection(owner(), connection.id, database.clock.now());
  const known = async (name: string, severity: Severity) => {
    const secret = made.unleash(name);
    const token = await facts(owner(), () => database.clock.now()).token(connection.id);
    await owner().tokenFingerprint.create({ data: { tokenId: token.id, kind: "hmac_sha256", value: fingerprint(pepper, secret).value, pepperVersion: 1 } });
    const { id } = await paste(name, secret);
    await owner().exposure.update({ where: { id }, data: { severity } });
    return { id, secret };
  };
  const [alone, agreed] = [await known("alone", "high"), await known("agreed", "critical")];
  await suppress(alone.id);
  await decideSuppression(as(ben), { suppressionId: await suppress(agreed.id), agree: true });
  // the vendor lets in whatever is tried
  const letsIn: OpenChecker = { pid: 0, close: () => {}, check: async () => ({ validity: "valid", status: 200, evidence: "let in" }) };
  expect(await paste("again", alone.secret, letsIn)).toMatchObject({ status: "regressed", validity: "valid" });
  expect(await paste("again too", agreed.secret, letsIn)).toMatchObject({ status: "closed_false_positive", validity: "valid" });
});
