import { chmod, mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { removeConnection } from "../../lib/connections/remove-connection";
import { openEnvelope } from "../../lib/credentials/envelope";
import { loadOrCreateIdentity, type SealingIdentity } from "../../lib/credentials/identity";
import { testDatabase } from "../../lib/testkit/database";
import { facts } from "../../lib/testkit/facts";
import { pretendHost, type Said } from "./testkit/pretend-host";

const database = testDatabase();
const deployment = crypto.randomUUID();
const origin = "https://unleash.example.com";
const secrets = { apiToken: "user:canary-5d1c", control: "default:development.canary-77aa" };
let host: Awaited<ReturnType<typeof pretendHost>>;
let collector: SealingIdentity;
let executor: SealingIdentity;
let connection: string;

beforeAll(async () => {
  database.clock.set(new Date());
  const owner = database.as("owner");
  await owner.deployment.create({ data: { id: deployment, name: "test", createdAt: database.clock.now() } });
  connection = (await facts(owner, () => database.clock.now()).connection({ name: "unleash-prod", ca: "PEM\n" })).id;
  host = await pretendHost(database, deployment);
  [collector, executor] = [await loadOrCreateIdentity(path.join(host.folder, "collector")), await loadOrCreateIdentity(path.join(host.folder, "executor"))];
  // What the database says of the executor is somebody else's key.
  const stranger = await loadOrCreateIdentity(await mkdtemp(path.join(tmpdir(), "countersign-stranger-")));
  const now = database.clock.now();
  await database.as("executor").processStatus.create({
    data: { process: "executor", instance: "1", startedAt: now, heartbeatAt: now, recipient: stranger.recipient },
  });
});

const sealed = (use: "read" | "revoke") =>
  use === "read"
    ? database.as("collector").readCredential.findMany({ where: { connectionId: connection }, orderBy: { createdAt: "desc" } })
    : database.as("executor").revokeCredential.findMany({ where: { connectionId: connection }, orderBy: { createdAt: "desc" } });
const seal = (use: string, ...more: string[]) => ["credential", "seal", "unleash-prod", "--for", use, ...more];
const saysNothing = ({ out, err }: Said) => {
  for (const canary of Object.values(secrets)) expect(`${out}${err}`).not.toContain(canary);
};

test("on a terminal it shows where the credential goes, asks without showing what is typed, and seals to the key in the executor's own folder", async () => {
  const said = await host.typed([secrets.apiToken, secrets.control], ...seal("revoke"));
  expect(said).toMatchObject({ code: 0, out: "Sealed. The executor uses it from the next revocation on.\n" });
  for (const shown of ["unleash-prod (unleash)", origin, executor.recipient, "Control token: "]) expect(said.err).toContain(shown);
  saysNothing(said);
  const [row] = await sealed("revoke");
  const binding = { deployment, connection, vendor: "unleash", origin, ca: "PEM\n" };
  expect(await openEnvelope(executor.identity, row?.sealed ?? "")).toEqual({ version: 1, ...binding, credential: secrets });
  expect(row?.createdBy).toMatch(/^operator:/);
  const [entry] = await database.as("web").auditEntry.findMany({ where: { action: "credential.stored" }, orderBy: { id: "desc" }, take: 1 });
  expect(entry).toMatchObject({ dbRole: "web", actor: row?.createdBy, subjectId: connection, detail: { use: "revoke", connection: "unleash-prod" } });
});

test("a script gives it as JSON, sealed to the collector, and the connection is read at once", async () => {
  const said = await host.piped(JSON.stringify({ apiToken: ` ${secrets.apiToken}\n` }), ...seal("read", "--origin", origin, "--json"));
  saysNothing(said);
  const answer = JSON.parse(said.out);
  expect(answer).toMatchObject({ connection, use: "read", recipient: collector.recipient });
  const [row] = await sealed("read");
  expect(row?.id).toBe(answer.credential);
  expect(await openEnvelope(collector.identity, row?.sealed ?? "")).toMatchObject({ connection, credential: { apiToken: secrets.apiToken } });
  expect(await database.as("web").syncRun.findUnique({ where: { id: answer.syncRun } })).toMatchObject({ connectionId: connection, status: "queued" });
});

describe("nothing is sealed, and nothing that was given is repeated,", () => {
  test.each([
    ["a field missing", JSON.stringify({ apiToken: secrets.apiToken })],
    ["a field too many", JSON.stringify({ ...secrets, [secrets.apiToken]: "x" })],
    ["a field empty", JSON.stringify({ ...secrets, control: " " })],
    ["no JSON at all", secrets.apiToken],
    ["a number", JSON.stringify({ ...secrets, control: 5 })],
  ])("with %s", async (_, input) => {
    const before = await sealed("revoke");
    const said = await host.piped(input, ...seal("revoke", "--origin", origin));
    expect(said).toMatchObject({ code: 2, err: expect.stringContaining("must have these fields, as text: apiToken, control") });
    saysNothing(said);
    expect(await sealed("revoke")).toEqual(before);
  });

  test("without anybody having looked at the address, or for another one", async () => {
    const before = await sealed("revoke");
    const input = JSON.stringify(secrets);
    expect(await host.piped(input, ...seal("revoke"))).toMatchObject({ code: 2, err: expect.stringContaining("Say with --origin") });
    const elsewhere = await host.piped(input, ...seal("revoke", "--origin", "https://unleash.example.org"));
    expect(elsewhere).toMatchObject({ code: 1, err: expect.stringContaining(`is at ${origin}, not at`) });
    expect(await sealed("revoke")).toEqual(before);
  });

  test("for a connection that is unknown, was removed, or whose connector revokes nothing", async () => {
    const make = facts(database.as("owner"), () => database.clock.now());
    const [removed, ldap] = [await make.connection({ name: "old" }), await make.connection({ name: "people", connector: "ldap", origin: "ldaps://l.example" })];
    await removeConnection(database.context("web", { type: "operator", name: "test" }), { connectionId: removed.id, reason: "gone" });
    for (const [name, sentence] of [
      ["nobody", "was not found"],
      ["old", "was removed"],
      ["people", "takes no credential for revoking"],
    ] as const)
      expect((await host.piped("{}", "credential", "seal", name, "--for", "revoke", "--origin", origin)).err).toContain(sentence);
    expect(await database.as("executor").revokeCredential.count({ where: { connectionId: { in: [removed.id, ldap.id] } } })).toBe(0);
    expect((await host.piped(JSON.stringify(secrets), ...seal("revoke", "--origin", origin))).code).toBe(0);
  });

  test("to a key that others could read, or that is not there", async () => {
    const file = path.join(host.folder, "executor/age-identity.txt");
    const before = await sealed("revoke");
    await chmod(file, 0o644);
    expect((await host.piped(JSON.stringify(secrets), ...seal("revoke", "--origin", origin))).err).toContain("can be read by others");
    await chmod(file, 0o600);
    const other = await pretendHost(database, deployment);
    await mkdir(path.join(other.folder, "executor"), { recursive: true });
    expect(await other.countersign("credential", "recipient")).toMatchObject({ code: 3, err: expect.stringContaining("has never run on this host") });
    expect(await sealed("revoke")).toEqual(before);
  });
});

test("the recipients are those in the processes' own folders, whatever the database says", async () => {
  expect(JSON.parse((await host.countersign("credential", "recipient", "--json")).out)).toEqual({ read: collector.recipient, revoke: executor.recipient });
});
