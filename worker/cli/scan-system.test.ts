import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openEnvelope } from "../../lib/credentials/envelope";
import { loadOrCreateIdentity } from "../../lib/credentials/identity";
import { bindingOfSystem } from "../../lib/exposure/scanning/system-binding";
import { testDatabase } from "../../lib/testkit/database";
import { facts } from "../../lib/testkit/facts";
import { signConnection } from "../../lib/testkit/sign-connection";
import { toldSystem } from "../collector/scans/testkit/told-system";
import { pretendHost } from "./testkit/pretend-host";

const database = testDatabase();
const owner = () => database.as("owner");
const deployment = randomUUID();
const secret = "given-on-the-host";
let host: Awaited<ReturnType<typeof pretendHost>>;
let system: Awaited<ReturnType<typeof toldSystem>>;
let identity: string;
let file: string;
let tokenFile: string;
const description = `
format: countersign/source/1
system: Tracker
channel: ticket
authentication: { kind: bearer }
lists: [{ what: issue, request: GET /issues, rows: $, paging: { kind: none }, id: id, texts: [body] }]
`;

beforeAll(async () => {
  host = await pretendHost(database, deployment);
  await owner().deployment.create({ data: { id: deployment, name: "test", createdAt: database.clock.now() } });
  identity = (await loadOrCreateIdentity(path.join(host.folder, "collector"))).identity;
  system = await toldSystem(() => ({ body: [] }));
  [file, tokenFile] = [host.file("tracker.yaml"), host.file("token")];
  writeFileSync(file, description);
  writeFileSync(tokenFile, `${secret}\n`);
});
beforeEach(() => {
  system.tell(() => ({ body: [] }));
  system.asked.splice(0);
});
afterAll(() => system?.stop());
const words = (...more: string[]) => ["scan", "add", system.origin, "--as", "rest", "--source", file, "--allow-private", ...more];

test("a system is tried once and kept with its credential sealed to the collector, bound to where it may go; later its rhythm alone is said anew", async () => {
  const added = await host.countersign(...words("--token-file", tokenFile, "--every", "6h", "--name", "tracker", "--json"));
  expect([added.code, JSON.parse(added.out)]).toMatchObject([0, { name: "tracker", location: system.origin, form: "rest", channel: "ticket", every: 360 }]);
  expect(system.asked).toEqual([{ path: "/issues", credential: `Bearer ${secret}` }]);
  const row = await owner().scanSystem.findFirstOrThrow({ include: { source: true } });
  expect(row).toMatchObject({ origin: system.origin, allowPrivate: true, description, source: { name: "tracker", location: system.origin } });
  expect(row.givenBy).toMatch(/^operator:/);
  expect(await openEnvelope(identity, row.sealed as string)).toEqual({ version: 1, ...bindingOfSystem(deployment, row), credential: { secret } });
  const told = JSON.stringify(await owner().auditEntry.findMany({ select: { action: true, detail: true } }));
  expect(told).toContain("scan.named");
  for (const text of [added.out, added.err, told, JSON.stringify(row)]) expect(text).not.toContain(secret);

  expect(await host.countersign(...words("--every", "1w", "--name", "tracker"))).toMatchObject({ code: 0 });
  expect((await owner().scanSystem.findFirstOrThrow()).sealed).toBe(row.sealed);
  expect((await host.countersign("scan", "list")).out).toMatch(/^tracker {2}rest, every 7 d/);
  expect((await host.countersign("scan", "remove", system.origin)).out).toContain("tracker is no longer looked through");
  expect(await owner().scanSystem.count()).toBe(0);
});

test("the credential comes from standard input or is asked for without being shown, with the address beside it", async () => {
  expect(await host.piped(`${secret}\n`, ...words("--token-file", "-", "--name", "piped"))).toMatchObject({ code: 0 });
  const typed = await host.typed([secret], ...words("--name", "typed"));
  expect(typed).toMatchObject({ code: 0, err: expect.stringContaining(`Used at    ${system.origin}`) });
  expect(typed.err).not.toContain(secret);
  for (const name of ["piped", "typed"]) {
    const { sealed } = await owner().scanSystem.findFirstOrThrow({ where: { source: { name } } });
    expect((await openEnvelope(identity, sealed as string)).credential).toEqual({ secret });
  }
});

test("nothing is kept of a credential that the system refuses, of none, of one for another description, or of a name that is another's", async () => {
  const before = await owner().scanSystem.count();
  system.tell(() => ({ status: 401, body: {} }));
  expect(await host.countersign(...words("--token-file", tokenFile, "--name", "refused"))).toMatchObject({
    code: 2,
    err: expect.stringContaining("the credential was not accepted (401)"),
  });
  system.tell(() => ({ body: [] }));
  expect(await host.countersign(...words("--name", "without"))).toMatchObject({ code: 2, err: expect.stringContaining("COUNTERSIGN_SOURCE_TOKEN") });
  const other = host.file("other.yaml");
  writeFileSync(other, description.replace("GET /issues", "GET /notes"));
  expect(await host.countersign("scan", "add", system.origin, "--as", "rest", "--source", other, "--allow-private", "--name", "piped")).toMatchObject({
    code: 2,
    err: expect.stringContaining("No credential is there"),
  });
  const folder = host.file(".");
  await host.countersign("scan", "add", folder, "--name", "a folder");
  expect(await host.countersign(...words("--token-file", tokenFile, "--name", "a folder"))).toMatchObject({ code: 1, err: expect.stringContaining("--name") });
  expect(await host.countersign("scan", "add", "file:///etc", "--as", "rest", "--source", file, "--token-file", tokenFile)).toMatchObject({ code: 2 });
  expect(await owner().scanSystem.count()).toBe(before);
});

test("a signed connection at the same address lends its credential, an unsigned one or one elsewhere does not", async () => {
  const make = facts(owner(), () => database.clock.now());
  const settings = { organization: "acme", basePath: "" };
  const connection = await make.connection({ connector: "github", origin: system.origin, allowPrivate: true, settings });
  expect(await host.countersign(...words("--connection", connection.name, "--name", "lent"))).toMatchObject({
    code: 1,
    err: expect.stringContaining("is not signed"),
  });
  await signConnection(owner(), connection.id, database.clock.now());
  expect(await host.countersign(...words("--connection", connection.name, "--name", "lent"))).toMatchObject({ code: 0 });
  expect(await owner().scanSystem.findFirstOrThrow({ where: { source: { name: "lent" } } })).toMatchObject({ connectionId: connection.id, sealed: null });
  const apart = await make.connection({ connector: "github", origin: "https://github.example.test", settings });
  await signConnection(owner(), apart.id, database.clock.now());
  expect(await host.countersign(...words("--connection", apart.name, "--name", "apart"))).toMatchObject({
    code: 1,
    err: expect.stringContaining("is not the same"),
  });
  expect(await host.countersign(...words("--connection", "nowhere", "--name", "apart"))).toMatchObject({ code: 1 });
  // nothing was asked: the collector opens what a connection has
  expect(system.asked).toEqual([]);
});
