import pg from "pg";
import { type EmbeddedServer, startEmbedded } from "../../lib/postgres/embedded";
import { createDatabase, createRoles, databaseRoles, migrate, roleName, roleUrl } from "../../lib/postgres/prepare";
import { homeOf } from "./data-folder";
import { databaseFault } from "./database-fault";
import type { Users } from "./homes";
import type { Options, RoleUrls } from "./options";
import { PlainError } from "./plain-error";
import { anyFreePort } from "./ports";
import type { Secrets } from "./secrets";

export interface ReadyDatabase {
  urls: RoleUrls;
  /** the embedded server; null with a server of one's own */
  server: EmbeddedServer | null;
}

const databaseName = "countersign";
const oldestVersion = 16;

/** Brings up the database, its five roles, the newest migration, the grants and the deployment's row. Throws PlainError for what a person can mend. */
export async function prepareDatabase(options: Options, secrets: Secrets, users: Users, onLine: (line: string) => void): Promise<ReadyDatabase> {
  const { database } = options;
  if (database.kind === "roles") {
    checkRoleNames(database.urls);
    await checkServer(database.urls.owner, "DATABASE_URL_OWNER");
    await fill(database.urls, options, secrets);
    return { urls: database.urls, server: null };
  }
  const server = database.kind === "embedded" ? await startServer(options, secrets, users, onLine) : null;
  const admin = server?.url ?? (database.kind === "admin" ? database.url : "");
  try {
    const name = server ? databaseName : nameIn(admin);
    const maintenance = server ? admin : await checkServer(admin, "DATABASE_URL");
    await createRoles(maintenance, secrets.rolePasswords);
    await createDatabase(maintenance, name);
    const urls = Object.fromEntries(databaseRoles.map((role) => [role, roleUrl(admin, role, name, secrets.rolePasswords[role])])) as RoleUrls;
    if (!server) await openSchema(admin);
    await fill(urls, options, secrets);
    return { urls, server };
  } catch (error) {
    await server?.stop();
    throw error;
  }
}

async function startServer(options: Options, secrets: Secrets, users: Users, onLine: (line: string) => void): Promise<EmbeddedServer> {
  const dataDir = `${homeOf(options.folder, "postgres")}/data`;
  return startEmbedded({ dataDir, port: await anyFreePort(), superuserPassword: secrets.superuserPassword, runAs: users.postgres, onLine });
}

/** Checks that the server answers and is new enough. Returns a URL of a database that exists there. */
async function checkServer(url: string, variable: string): Promise<string> {
  let at = url;
  let version = await versionOf(at).catch((error: unknown) => error);
  if ((version as { code?: string }).code === "3D000") {
    // The database itself may be missing: start makes it, from the server's maintenance database.
    const maintenance = new URL(url);
    maintenance.pathname = "/postgres";
    at = maintenance.toString();
    version = await versionOf(at).catch((error: unknown) => error);
  }
  if (typeof version !== "number") throw databaseFault(version, url, variable);
  if (version < oldestVersion)
    throw new PlainError(
      `The PostgreSQL server of ${variable} is version ${version}; Countersign needs ${oldestVersion} or newer. Upgrade it, or leave ${variable} out to use the embedded one.`,
    );
  return at;
}

async function versionOf(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version_num: string }>("show server_version_num");
    return Math.floor(Number(rows[0]?.server_version_num) / 10_000);
  } finally {
    await client.end();
  }
}

/** A database that somebody else made belongs to them: the owner role must be able to create in its schema. */
async function openSchema(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(`grant usage, create on schema public to ${roleName("owner")}`);
  } finally {
    await client.end();
  }
}

async function fill(urls: RoleUrls, options: Options, secrets: Secrets): Promise<void> {
  await migrate(urls.owner);
  const client = new pg.Client({ connectionString: urls.owner });
  await client.connect();
  try {
    await client.query(
      "insert into deployment (id, name, sample, created_at) select $1::uuid, $2, $3::boolean, now() where not exists (select from deployment)",
      [secrets.deployment, options.name, options.organisation === "sample"],
    );
    const { rows } = await client.query<{ id: string }>("select id from deployment");
    if (rows[0]?.id !== secrets.deployment)
      throw new PlainError(
        `The database belongs to another deployment (${rows[0]?.id}) than the data in ${options.folder}. Use the data folder it was made with, or another database.`,
      );
  } finally {
    await client.end();
  }
}

function checkRoleNames(urls: RoleUrls): void {
  for (const role of databaseRoles) {
    const user = decodeURIComponent(new URL(urls[role]).username);
    if (user !== roleName(role))
      throw new PlainError(
        `DATABASE_URL_${role.toUpperCase()} signs in as ${user || "nobody"}; the rights are given to ${roleName(role)}. Use a role of that name.`,
      );
  }
}

const nameIn = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1)) || databaseName;
