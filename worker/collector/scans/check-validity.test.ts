import { createSecretKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { type RealUnleash, startRealUnleash } from "../../../lib/connectors/testkit/real-unleash";
import { made } from "../../../lib/exposure/testkit/made-secrets";
import { openStream } from "../../../lib/exposure/testkit/open-stream";
import { fingerprint, type Pepper } from "../../../lib/fingerprints/pepper";
import { testDatabase } from "../../../lib/testkit/database";
import { facts } from "../../../lib/testkit/facts";
import { signConnection } from "../../../lib/testkit/sign-connection";
import { type OpenChecker, openChecker } from "./checker";
import { runScan } from "./run-scan";

const database = testDatabase();
const owner = () => database.as("owner");
const pepper: Pepper = { current: 1, keys: new Map([[1, createSecretKey(Buffer.alloc(32, 7))]]) };
let unleash: RealUnleash;
let checker: OpenChecker;
let connectionId: string;
/** made by Unleash itself */
let live: string;

beforeAll(async () => {
  [unleash, checker] = await Promise.all([startRealUnleash(inject("adminUrl")), openChecker()]);
  connectionId = (
    await facts(owner(), () => database.clock.now()).connection({
      connector: "unleash",
      origin: unleash.origin,
      allowPrivate: true,
      settings: { basePath: "" },
    })
  ).id;
  const answer = await fetch(`${unleash.origin}/api/admin/api-tokens`, {
    method: "POST",
    headers: { authorization: unleash.rootToken, "content-type": "application/json" },
    body: JSON.stringify({ tokenName: "leaked", type: "client", environment: "development", projects: ["default"] }),
  });
  live = ((await answer.json()) as { secret: string }).secret;
}, 360_000);
afterAll(async () => {
  checker?.close();
  await unleash?.stop();
});

const at = (secret: string, origin = unleash.origin) =>
  checker.check({ vendor: "unleash", origin, ca: null, allowPrivate: true, settings: { basePath: "" }, secret, handle: null });
/** A token of the connection that answers to the secret, and a chat in which it stands. */
async function known(secret: string): Promise<void> {
  const token = await facts(owner(), () => database.clock.now()).token(connectionId);
  await owner().tokenFingerprint.create({ data: { tokenId: token.id, kind: "hmac_sha256", value: fingerprint(pepper, secret).value, pepperVersion: 1 } });
}
async function paste(name: string, secret: string) {
  async function* bytes() {
    yield Buffer.from(`here: ${secret}`);
  }
  await runScan(
    { ctx: database.context("collector"), pepper, checker: async () => checker },
    { form: "stream", name, location: null, channel: "chat", source: openStream(bytes(), name, "chat") },
  );
  return owner().exposure.findFirstOrThrow({ where: { fingerprints: { some: { value: fingerprint(pepper, secret).value } } } });
}

test("a live token is valid, of whichever type; one that Unleash does not know is invalid; where nobody answers nothing is known", async () => {
  expect(await at(live)).toMatchObject({ validity: "valid", status: 200 });
  expect(await at(unleash.rootToken)).toMatchObject({ validity: "valid" });
  expect(await at(made.unleash("nobody's"))).toMatchObject({ validity: "invalid", status: 401 });
  expect(await at(live, "http://127.0.0.1:9")).toMatchObject({ validity: "unknown", status: null });
  expect((await at(live)).evidence).not.toContain(live.slice(-12));
});

test("the checker knows no database and no credential, and what it can't open it does not try", async () => {
  const environments = readFileSync(`/proc/${checker.pid}/environ`, "utf8").split("\0").filter(Boolean);
  expect(environments.map((entry) => entry.split("=")[0]).sort()).toEqual(["NODE_ENV", "PATH"]);
  expect(await checker.check({ vendor: "nobody", origin: unleash.origin, ca: null, allowPrivate: true, settings: {}, secret: "x", handle: null })).toEqual({
    validity: "unknown",
    status: null,
    evidence: "Nothing is known to try at nobody.",
  });
});

test("nothing is tried before a person allowed it for its class and the connection is signed; then it is, and said so", async () => {
  await known(live);
  expect(await paste("unasked", live)).toMatchObject({ validity: "unknown", validityAt: null, severity: "high" });
  await owner().checkPermission.create({ data: { connectionId, class: "personal_access_token", allowedBy: "person:test", allowedAt: database.clock.now() } });
  expect(await paste("another class", live)).toMatchObject({ validity: "unknown", triedAt: null });
  await owner().checkPermission.create({ data: { connectionId, class: "api_key", allowedBy: "person:test", allowedAt: database.clock.now() } });
  expect(await paste("not signed", live)).toMatchObject({ validity: "unknown", validityAt: null });
  await signConnection(owner(), connectionId, database.clock.now());
  const name = (await owner().connection.findUniqueOrThrow({ where: { id: connectionId } })).name;
  expect(await paste("allowed", live)).toMatchObject({
    validity: "valid",
    validityFrom: `tried at ${name}`,
    validityBy: "process:collector",
    tried: "answered",
    retryAt: new Date(database.clock.now().getTime() + 86_400_000),
    severity: "critical",
    validityAt: database.clock.now(),
  });
  const entry = await owner().auditEntry.findFirstOrThrow({ where: { action: "exposure.checked" } });
  expect(entry.detail).toMatchObject({ connection: connectionId, validity: "valid", answered: 200 });
});

test("a vendor that can't be reached takes nothing back of what is known", async () => {
  await owner().connection.update({ where: { id: connectionId }, data: { origin: "http://127.0.0.1:9" } });
  await owner().trustState.deleteMany({});
  await signConnection(owner(), connectionId, database.clock.now());
  expect(await paste("while it is down", live)).toMatchObject({ validity: "valid", severity: "critical" });
  expect(await owner().auditEntry.findFirstOrThrow({ where: { action: "exposure.checked" }, orderBy: { id: "desc" } })).toMatchObject({
    detail: { validity: "unknown" },
  });
  await owner().connection.update({ where: { id: connectionId }, data: { origin: unleash.origin } });
  await owner().trustState.deleteMany({});
  await signConnection(owner(), connectionId, database.clock.now());
});

test("what was closed and opens again has regressed; what is dead stays closed wherever it is pasted", async () => {
  const { id: exposureId } = await paste("before", live);
  await owner().exposure.update({ where: { id: exposureId }, data: { status: "closed_proven", closedAt: database.clock.now() } });
  expect(await paste("a day later", live)).toMatchObject({ status: "regressed", closedAt: null, validity: "valid" });
  const dead = made.unleash("long gone");
  await known(dead);
  const { id } = await paste("old", dead);
  expect(await owner().exposure.findUnique({ where: { id } })).toMatchObject({ validity: "invalid", severity: "info" });
  await owner().exposure.update({ where: { id }, data: { status: "closed_proven" } });
  expect(await paste("old again", dead)).toMatchObject({ status: "closed_proven" });
});
