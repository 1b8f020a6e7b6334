import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { testAuthority } from "../../lib/connectors/testkit/tls-fixture";
import { openEnvelope } from "../../lib/credentials/envelope";
import { loadOrCreateIdentity } from "../../lib/credentials/identity";
import { bindingOfMirror } from "../../lib/exposure/scanning/mirror-binding";
import { GitServer } from "../../lib/exposure/testkit/git-server";
import { Repository } from "../../lib/exposure/testkit/repository";
import { testDatabase } from "../../lib/testkit/database";
import { facts } from "../../lib/testkit/facts";
import { signConnection } from "../../lib/testkit/sign-connection";
import { pretendHost } from "./testkit/pretend-host";

const database = testDatabase();
const owner = () => database.as("owner");
const deployment = randomUUID();
const secret = "given-on-the-host";
let host: Awaited<ReturnType<typeof pretendHost>>;
let server: GitServer;
let repository: Repository;
let identity: string;
let address: string;
let caFile: string;
let tokenFile: string;

beforeAll(async () => {
  host = await pretendHost(database, deployment);
  await owner().deployment.create({ data: { id: deployment, name: "test", createdAt: database.clock.now() } });
  identity = (await loadOrCreateIdentity(path.join(host.folder, "collector"))).identity;
  server = await GitServer.start();
  repository = new Repository();
  repository.commit({ "a.txt": "one\n" });
  address = server.publish(repository, "acme/payments.git");
  [caFile, tokenFile] = [host.file("ca.pem"), host.file("token")];
  writeFileSync(caFile, testAuthority);
  writeFileSync(tokenFile, `ada:${secret}\n`);
});
beforeEach(() => {
  server.signIn = { user: "ada", password: secret };
});
afterAll(() => {
  server?.stop();
  repository?.remove();
});
const words = (...more: string[]) => ["scan", "add", address, "--ca", caFile, "--allow-private", ...more];
const row = (name: string) => owner().scanMirror.findFirstOrThrow({ where: { source: { name } }, include: { source: true } });

test("a repository is tried once and kept with its credential sealed to the collector, bound to where it may go; later its rhythm alone is said anew", async () => {
  const added = await host.countersign(...words("--token-file", tokenFile, "--every", "6h", "--json"));
  const name = `127.0.0.1:${server.port}/acme/payments`;
  expect([added.code, JSON.parse(added.out)]).toMatchObject([0, { name, location: address, form: "git", channel: "code", every: 360, credential: "sealed" }]);
  const kept = await row(name);
  expect(kept).toMatchObject({ address, access: "sealed", ca: testAuthority, allowPrivate: true, source: { location: address, form: "git" } });
  expect(await openEnvelope(identity, kept.sealed as string)).toEqual({
    version: 1,
    ...bindingOfMirror(deployment, kept),
    credential: { username: "ada", secret },
  });
  const told = JSON.stringify(await owner().auditEntry.findMany({ select: { action: true, detail: true } }));
  expect(told).toContain("scan.named");
  for (const text of [added.out, added.err, told, JSON.stringify(kept)]) expect(text).not.toContain(secret);

  expect(await host.countersign(...words("--every", "1w"))).toMatchObject({ code: 0 });
  expect((await row(name)).sealed).toBe(kept.sealed);
  // for another way there the credential was not given
  expect(await host.countersign("scan", "add", address, "--allow-private")).toMatchObject({ code: 2, err: expect.stringContaining("A credential is needed") });
  expect((await host.countersign("scan", "list")).out).toContain(`${name}  git, every 7 d`);
  expect((await host.countersign("scan", "remove", address)).out).toContain("is no longer looked through");
  expect(await owner().scanMirror.count()).toBe(0);
});

test("a public repository needs no credential; a token alone is one too, from standard input", async () => {
  server.signIn = null;
  expect(await host.countersign(...words("--name", "public"))).toMatchObject({ code: 0, out: expect.stringContaining("as anybody") });
  expect(await row("public")).toMatchObject({ access: "none", sealed: null });
  server.signIn = { user: "x-access-token", password: secret };
  expect(await host.piped(`${secret}\n`, ...words("--token-file", "-", "--name", "by token", "--as", "git"))).toMatchObject({ code: 0 });
  expect((await openEnvelope(identity, (await row("by token")).sealed as string)).credential).toEqual({ username: "x-access-token", secret });
});

test("nothing is kept of what can't be read, is no https address, holds a credential, or has another's name", async () => {
  const before = await owner().scanSource.count();
  expect(await host.countersign(...words("--name", "without"))).toMatchObject({ code: 2, err: expect.stringContaining("none was given") });
  writeFileSync(host.file("wrong"), "ada:wrong\n");
  expect(await host.countersign(...words("--name", "wrong", "--token-file", host.file("wrong")))).toMatchObject({
    code: 2,
    err: expect.stringContaining("the credential was refused"),
  });
  expect(await host.countersign("scan", "add", address, "--ca", caFile, "--token-file", tokenFile)).toMatchObject({
    code: 2,
    err: expect.stringContaining("private address"),
  });
  for (const where of [
    `https://ada:${secret}@git.example.com/a.git`,
    "http://git.example.com/a.git",
    "ssh://git@git.example.com/a.git",
    "git@git.example.com:a.git",
  ]) {
    const said = await host.countersign("scan", "add", where);
    expect(said).toMatchObject({ code: 2, err: expect.stringContaining("must be like https://") });
    expect(said.err).not.toContain(secret);
  }
  expect(await host.countersign(...words("--name", "public", "--as", "directory"))).toMatchObject({ code: 2 });
  expect(await host.countersign("scan", address, "--no-store")).toMatchObject({ code: 2, err: expect.stringContaining("scan add https://") });
  await host.countersign("scan", "add", host.file("."), "--name", "a folder");
  expect(await host.countersign(...words("--name", "a folder", "--token-file", tokenFile))).toMatchObject({ code: 1, err: expect.stringContaining("--name") });
  expect(await owner().scanSource.count()).toBe(before + 1);
});

test("a signed connection at the same origin lends its credential, an unsigned one or one elsewhere does not; GitHub's lends it to its own code alone", async () => {
  const make = facts(owner(), () => database.clock.now());
  const settings = { organization: "acme", basePath: "" };
  const connection = await make.connection({ connector: "github", origin: server.origin, ca: testAuthority, allowPrivate: true, settings });
  const lent = (name: string, called: string) => host.countersign(...words("--connection", called, "--name", name));
  expect(await lent("lent", connection.name)).toMatchObject({ code: 1, err: expect.stringContaining("is not signed") });
  await signConnection(owner(), connection.id, database.clock.now());
  expect(await lent("lent", connection.name)).toMatchObject({ code: 0 });
  expect(await row("lent")).toMatchObject({ access: "connection", connectionId: connection.id, sealed: null });

  const github = await make.connection({ connector: "github", origin: "https://api.github.com", settings });
  await signConnection(owner(), github.id, database.clock.now());
  const at = (where: string) => host.countersign("scan", "add", where, "--connection", github.name, "--name", where);
  expect(await at("https://github.com/acme/payments.git")).toMatchObject({ code: 0 });
  for (const where of ["https://github.example.com/acme/payments.git", "https://github.com:8443/acme/payments.git"])
    expect(await at(where)).toMatchObject({ code: 1, err: expect.stringContaining("is not the same") });
  const other = await make.connection({ connector: "github", origin: "https://github.example.com", settings: { ...settings, basePath: "/api/v3" } });
  await signConnection(owner(), other.id, database.clock.now());
  expect(await host.countersign("scan", "add", "https://github.com/acme/x.git", "--connection", other.name)).toMatchObject({ code: 1 });
});
