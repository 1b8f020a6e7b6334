import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmbeddedServer, startEmbedded } from "../../lib/postgres/embedded";
import { serviceUser } from "../../lib/postgres/service-user";
import { ask } from "../../lib/testkit/ask";
import { freePort } from "../../lib/testkit/free-port";
import { prepareDatabase } from "./database";
import { type DatabaseChoice, type Options, readOptions } from "./options";
import { loadOrCreateSecrets, type Secrets } from "./secrets";

// A server of its own: roles belong to the server, and these tests change them.
let server: EmbeddedServer;
let folder: string;
let secrets: Secrets;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "countersign-own-"));
  await chmod(folder, 0o755);
  const runAs = process.getuid?.() === 0 ? await serviceUser("postgres") : undefined;
  server = await startEmbedded({ dataDir: path.join(folder, "pg"), port: await freePort(), superuserPassword: "p", runAs, settings: { fsync: "off" } });
  secrets = await fresh("one");
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function fresh(name: string): Promise<Secrets> {
  await mkdir(path.join(folder, name, "supervisor"), { recursive: true });
  return loadOrCreateSecrets(path.join(folder, name));
}

const options = (database: DatabaseChoice): Options => ({ ...readOptions("main", { NODE_ENV: "test", COUNTERSIGN_DATA: folder }), database });
const prepare = (database: DatabaseChoice, with_: Secrets = secrets) => prepareDatabase(options(database), with_, {}, () => undefined);
const at = (change: (url: URL) => void): string => {
  const url = new URL(server.url);
  url.pathname = "/own";
  change(url);
  return url.toString();
};

test("one's own server: start makes the database, the roles, the tables and the deployment, and a second time changes nothing", async () => {
  const url = at(() => undefined);
  const { urls, server: own } = await prepare({ kind: "admin", url });
  expect(own).toBeNull();
  expect(await ask(urls.web, "select id, sample from deployment")).toEqual([{ id: secrets.deployment, sample: false }]);
  expect(Object.values(urls).some((one) => one.includes("postgres:p@"))).toBe(false);
  await expect(ask(urls.web, "select sealed from revoke_credential")).rejects.toMatchObject({ code: "42501" });
  expect((await prepare({ kind: "admin", url })).urls).toEqual(urls);
});

test("a migration that was interrupted by the end of its start is done by the next one", async () => {
  const { urls } = await prepare({ kind: "admin", url: at(() => undefined) });
  await ask(server.url, "create database interrupted owner countersign_owner");
  const owner = new URL(urls.owner);
  owner.pathname = "/interrupted";
  const [first] = await ask(urls.owner, "select migration_name from _prisma_migrations order by 1 limit 1");
  await ask(
    owner.toString(),
    `create table _prisma_migrations (id varchar(36) primary key, checksum varchar(64) not null, finished_at timestamptz, migration_name varchar(255) not null,
       logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(), applied_steps_count integer not null default 0);
     insert into _prisma_migrations (id, checksum, migration_name) values ('1', 'x', '${first?.migration_name}')`,
  );
  const url = at((one) => {
    one.pathname = "/interrupted";
  });
  const again = await prepare({ kind: "admin", url });
  expect(await ask(again.urls.web, "select id from deployment")).toEqual([{ id: secrets.deployment }]);
});

test("roles that an administrator made are used as they are", async () => {
  const { urls } = await prepare({ kind: "admin", url: at(() => undefined) });
  expect((await prepare({ kind: "roles", urls })).urls).toEqual(urls);
  const mixed = { ...urls, web: urls.owner };
  await expect(prepare({ kind: "roles", urls: mixed })).rejects.toThrow(
    "DATABASE_URL_WEB signs in as countersign_owner; the rights are given to countersign_web",
  );
});

test("a database of another deployment is refused", async () => {
  const { urls } = await prepare({ kind: "admin", url: at(() => undefined) });
  const other = await fresh("other");
  await expect(prepare({ kind: "roles", urls }, other)).rejects.toThrow(`belongs to another deployment (${secrets.deployment})`);
});

test.each([
  ["a wrong password", (url: URL) => (url.password = "wrong"), "refuses the user postgres (from DATABASE_URL)"],
  ["a port without a server", (url: URL) => (url.port = "1"), "No PostgreSQL answers at 127.0.0.1:1 (from DATABASE_URL)"],
  ["a host that does not exist", (url: URL) => (url.hostname = "no-such-host.invalid"), "The host no-such-host.invalid (from DATABASE_URL) can't be found"],
])("%s is one sentence, without the password", async (_name, change, sentence) => {
  const url = at((one) => void change(one));
  const fault = await prepare({ kind: "admin", url }).then(
    () => null,
    (error: Error) => error.message,
  );
  expect(fault).toContain(sentence);
  expect(fault).not.toContain("wrong@");
});
