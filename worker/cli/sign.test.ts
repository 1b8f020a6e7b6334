import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { insertRequest, targetOf } from "../../lib/approvals/testkit/insert-request";
import { keyFingerprint } from "../../lib/signatures/key-fingerprint";
import { testDatabase } from "../../lib/testkit/database";
import { facts } from "../../lib/testkit/facts";
import { evaluateTrust } from "../../lib/trust/chain";
import { defaultPolicy } from "../../lib/trust/default-policy";
import { TrustRoot } from "../../lib/trust/root";
import { buildTrustStatement } from "../../lib/trust/statements";
import { pretendHost } from "./testkit/pretend-host";

const database = testDatabase();
const deployment = crypto.randomUUID();
let host: Awaited<ReturnType<typeof pretendHost>>;
let connection: { id: string; digest: string };
let requester: { id: string };

beforeAll(async () => {
  const owner = database.as("owner");
  // The command line runs on the system's clock.
  database.clock.set(new Date());
  const make = facts(owner, () => database.clock.now());
  await owner.deployment.create({ data: { id: deployment, name: "test", createdAt: database.clock.now() } });
  const admin = await make.person({ displayName: "Ada Admin", email: "ada@example.com" });
  await make.person({ displayName: "Aiko Sato", email: "aiko@example.com" });
  requester = await make.person({ displayName: "Mira Koh", email: "mira@example.com" });
  await owner.roleGrant.create({ data: { personId: admin.id, role: "administrator", grantedBy: "operator:test", grantedAt: database.clock.now() } });
  const row = await make.connection({ name: "unleash-prod" });
  const input = {
    type: "countersign/connection" as const,
    connection: row.id,
    name: row.name,
    vendor: "unleash",
    origin: row.origin,
    ca: null,
    allowPrivate: false,
    settings: {},
  };
  const { statement: _, ...built } = buildTrustStatement(database.context("web"), deployment, input);
  await database.as("web").trustStatement.create({ data: { ...built, proposedBy: "operator:test", createdAt: database.clock.now() } });
  connection = { id: row.id, digest: built.digest };
  host = await pretendHost(database, deployment);
});

async function file(tokens = 2) {
  const make = facts(database.as("owner"), () => database.clock.now());
  const targets = [];
  for (let n = 0; n < tokens; n++) targets.push(targetOf(await make.token(connection.id, { name: `billing-sync-${n + 1}` })));
  return insertRequest(database, { deployment, requester: requester.id, connection, approvalPolicy: defaultPolicy(deployment).digest, targets });
}

/** Enough people had signed: the machine waits out the hold. */
async function inHold({ id, statement, targets }: Awaited<ReturnType<typeof file>>) {
  const now = database.clock.now();
  await database.as("executor").requestOutcome.create({ data: { requestId: id, status: "approved", at: now } });
  const [target] = statement.targets;
  await database.as("executor").execution.create({
    data: {
      ...{ id: crypto.randomUUID(), requestId: id, tokenId: target?.token ?? "", targetDigest: targets[0] ?? "" },
      ...{ effect: "dead", status: "queued", queuedAt: now, notBefore: new Date(now.getTime() + 600_000) },
    },
  });
}

describe("the ceremony on a terminal", { timeout: 120_000 }, () => {
  let fingerprint: string;

  test("a file key is made readable by its owner alone, never over another file, and opens with its passphrase only", async () => {
    await writeFile(host.file("passphrase"), "correct horse battery\n", { mode: 0o600 });
    const made = await host.countersign("key", "create", host.file("ada.key"), "--passphrase-file", host.file("passphrase"), "--json");
    fingerprint = JSON.parse(made.out).fingerprint;
    expect((await stat(host.file("ada.key"))).mode & 0o777).toBe(0o600);
    expect(await readFile(host.file("ada.key"), "utf8")).not.toContain("privateKey");
    const again = await host.countersign("key", "create", host.file("ada.key"));
    expect(again).toMatchObject({ code: 1 });
    expect(again.err).toContain("exists already and was left as it is");
    await writeFile(host.file("wrong"), "something else", { mode: 0o600 });
    const wrong = await host.countersign("key", "enrol", host.file("ada.key"), "--person", "ada@example.com", "--passphrase-file", host.file("wrong"));
    expect(wrong.err).toContain("The passphrase does not open this key");
  });

  test("nothing can be pinned before an administrator's key is enrolled", async () => {
    expect((await host.countersign("trust", "pin", "--yes", "--fingerprint", "00")).err).toContain("administrator's key with that fingerprint was not found");
    expect((await host.countersign("trust", "pin")).err).toContain("No administrator has registered a key yet");
    expect((await host.countersign("trust", "show")).out).toContain("No trust root is pinned");
  });

  test("an administrator's key becomes the root once compared; without a terminal only with its fingerprint", async () => {
    const enrolled = await host.countersign("key", "enrol", host.file("ada.key"), "--person", "ada@example.com", "--passphrase-file", host.file("passphrase"));
    expect(enrolled.out).toContain(fingerprint);
    expect((await host.countersign("trust", "pin")).err).toContain("There is no terminal to ask on");
    expect((await host.countersign("trust", "pin", "--yes")).err).toContain("--yes needs --fingerprint");
    expect((await host.countersign("trust", "pin", "--yes", "--fingerprint", "00".repeat(32))).code).not.toBe(0);
    const pinned = await host.countersign("trust", "pin", "--yes", "--fingerprint", fingerprint.replaceAll(" ", ""));
    expect(pinned).toMatchObject({ code: 0 });
    expect(pinned.err).toContain("http://localhost:3001");
    const root = TrustRoot.parse(JSON.parse(await readFile(path.join(host.folder, "executor/trust-root.json"), "utf8")));
    expect(keyFingerprint(root.key.publicKey)).toBe(fingerprint);
    expect((await stat(path.join(host.folder, "executor/trust-root.json"))).mode & 0o777).toBe(0o600);
    const second = await host.countersign("trust", "pin", "--yes", "--fingerprint", fingerprint);
    expect(second.err).toContain("must be signed anew");
    expect(second.err).toContain("--replace");
  });

  test("an approver's key, a group and the connection are signed, and then chain to the root", async () => {
    await host.countersign("key", "create", host.file("aiko.key"), "--name", "Aiko's file");
    const enrolled = JSON.parse((await host.countersign("key", "enrol", host.file("aiko.key"), "--person", "aiko@example.com", "--json")).out);
    const group = JSON.parse((await host.countersign("trust", "propose", "group", "platform", "--member", "aiko@example.com", "--json")).out);
    for (const digest of [connection.digest, group.statement, enrolled.statement]) {
      const signed = await host.countersign("sign", digest.slice(0, 16), "--key", host.file("ada.key"), "--passphrase-file", host.file("passphrase"), "--yes");
      expect(signed).toMatchObject({ code: 0 });
    }
    const db = database.as("executor");
    const root = TrustRoot.parse(JSON.parse(await readFile(path.join(host.folder, "executor/trust-root.json"), "utf8")));
    const firstSeen = new Map((await db.trustStatement.findMany()).map(({ digest, createdAt }) => [digest, createdAt]));
    const view = await evaluateTrust({
      root,
      statements: await db.trustStatement.findMany(),
      signatures: await db.trustSignature.findMany(),
      firstSeen,
      now: new Date(),
    });
    expect(view.groups.get("platform")?.size).toBe(1);
    expect(view.keys.has(enrolled.key)).toBe(true);
  });
});

describe("a request on a terminal", { timeout: 120_000 }, () => {
  test("is shown in words, and not signed without being asked", async () => {
    const request = await file();
    const asked = await host.countersign("sign", `R-${request.number}`, "--key", host.file("aiko.key"));
    expect(asked.err).toContain("Revoke 2 tokens on unleash-prod");
    expect(asked.err).toContain(request.digest);
    expect(asked.err).toContain("There is no terminal to ask on");
    expect(await database.as("executor").approval.count({ where: { requestId: request.id } })).toBe(0);
  });

  test("is signed for some of its tokens", async () => {
    const request = await file();
    const done = await host.countersign("sign", `R-${request.number}`, "--key", host.file("aiko.key"), "--only", "billing-sync-2", "--yes");
    expect(done).toMatchObject({ code: 0 });
    const [approval] = await database.as("executor").approval.findMany({ where: { requestId: request.id } });
    expect(JSON.parse(approval?.answer ?? "")).toMatchObject({ answer: "approve", targets: [request.targets[1]] });
    expect((await host.countersign("sign", `R-${request.number}`, "--key", host.file("aiko.key"), "--only", "nothing", "--yes")).err).toContain(
      "is no token of this request",
    );
  });

  test("is denied with a reason, and by no key that is not enrolled", async () => {
    const request = await file(1);
    await host.countersign("key", "create", host.file("stranger.key"));
    expect((await host.countersign("sign", `R-${request.number}`, "--key", host.file("stranger.key"), "--yes")).err).toContain("not enrolled here");
    expect((await host.countersign("sign", `R-${request.number}`, "--key", host.file("aiko.key"), "--deny", "--yes")).err).toContain("Say why");
    expect((await host.countersign("sign", `R-${request.number}`, "--key", host.file("aiko.key"), "--deny", "--reason", "In use.", "--yes")).code).toBe(0);
    expect((await host.countersign("sign", `R-${request.number}`, "--key", host.file("aiko.key"), "--yes")).err).toContain("was denied by Aiko Sato");
  });

  test("in the hold is denied, once a reason is given, and takes no signature any more", async () => {
    const request = await file(1);
    await inHold(request);
    const words = ["sign", `R-${request.number}`, "--key", host.file("aiko.key"), "--yes"];
    expect((await host.countersign(...words)).err).toContain("Enough people have signed");
    expect(await host.countersign(...words, "--deny", "--reason", "In use.")).toMatchObject({ code: 0, err: expect.stringContaining(request.digest) });
    expect(await database.as("executor").denial.findMany({ where: { requestId: request.id } })).toMatchObject([
      { reason: "In use.", keyId: expect.any(String) },
    ]);
    expect(await database.as("executor").approval.count({ where: { requestId: request.id } })).toBe(0);
  });

  test("a denial is of the whole request, and says so", async () => {
    const request = await file();
    const words = ["sign", `R-${request.number}`, "--key", host.file("aiko.key"), "--yes", "--deny", "--reason", "In use."];
    expect(await host.countersign(...words, "--only", "billing-sync-1")).toMatchObject({ code: 2, err: expect.stringContaining("whole request") });
    expect(await database.as("executor").denial.count({ where: { requestId: request.id } })).toBe(0);
  });

  test("is shown and stopped without web, once", async () => {
    const request = await file(1);
    expect((await host.countersign("request", "show", `R-${request.number}`)).out).toContain("Signed so far: nobody");
    expect((await host.countersign("request", "stop", `R-${request.number}`, "--reason", "Something is wrong.")).out).toContain("stopped for good");
    expect((await host.countersign("request", "stop", `R-${request.number}`, "--reason", "Again.")).err).toContain("is stopped already");
    expect((await host.countersign("request", "stop", "R-99999", "--reason", "x")).err).toContain("R-99999 was not found");
    expect(await database.as("executor").stop.findMany({ where: { requestId: request.id } })).toHaveLength(1);
  });

  test("a name cannot redraw the terminal", async () => {
    const make = facts(database.as("owner"), () => database.clock.now());
    const target = targetOf(await make.token(connection.id, { name: "x" }), { name: "safe\u001b[2K\rother\u202e" });
    const request = await insertRequest(database, {
      deployment,
      requester: requester.id,
      connection,
      approvalPolicy: defaultPolicy(deployment).digest,
      targets: [target],
    });
    const { out } = await host.countersign("request", "show", `R-${request.number}`);
    for (const character of ["\u001b", "\r", "\u202e"]) expect(out).not.toContain(character);
    expect(out).toContain("safe\\u001b[2K\\u000dother\\u202e");
  });
});
