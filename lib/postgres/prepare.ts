import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { migrationsPending, releaseInterrupted } from "./pending-migrations";

/** The five database roles. `owner` owns every object and is used by migrations alone. */
export const databaseRoles = ["owner", "web", "signer", "collector", "executor"] as const;
export type DatabaseRole = (typeof databaseRoles)[number];
export type RolePasswords = Record<DatabaseRole, string>;

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The PostgreSQL name of a role: `countersign_web`, … */
export const roleName = (role: DatabaseRole): string => `countersign_${role}`;

/** The URL with which `role` reaches `database` on the server of `adminUrl`. */
export function roleUrl(adminUrl: string, role: DatabaseRole, database: string, password: string): string {
  const url = new URL(adminUrl);
  url.username = roleName(role);
  url.password = encodeURIComponent(password);
  url.pathname = `/${database}`;
  return url.toString();
}

/** Creates or updates the five roles on the server. `adminUrl` must be able to create roles. */
export async function createRoles(adminUrl: string, passwords: RolePasswords): Promise<void> {
  await withClient(adminUrl, async (client) => {
    for (const role of databaseRoles) {
      const name = pg.escapeIdentifier(roleName(role));
      const { rowCount } = await client.query("select from pg_roles where rolname = $1", [roleName(role)]);
      if (!rowCount) await client.query(`create role ${name}`);
      await client.query(
        `alter role ${name} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password ${pg.escapeLiteral(passwords[role])}`,
      );
    }
    const { rows } = await client.query("select rolsuper from pg_roles where rolname = current_user");
    if (!rows[0]?.rolsuper) await client.query(`grant ${roleName("owner")} to current_user`);
  });
}

/** Creates the database when missing, owned by the owner role and closed to everyone else. Returns whether it was new. */
export async function createDatabase(adminUrl: string, database: string): Promise<boolean> {
  return withClient(adminUrl, async (client) => {
    const { rowCount } = await client.query("select from pg_database where datname = $1", [database]);
    if (!rowCount) await client.query(`create database ${pg.escapeIdentifier(database)} owner ${roleName("owner")} encoding 'UTF8' template template0`);
    await client.query(`revoke all on database ${pg.escapeIdentifier(database)} from public`);
    for (const role of databaseRoles) await client.query(`grant connect on database ${pg.escapeIdentifier(database)} to ${roleName(role)}`);
    return !rowCount;
  });
}

/** Brings the database to the newest migration and sets the grants anew, after an interruption too. Offline. Throws with the tool's output. */
export async function migrate(ownerUrl: string): Promise<void> {
  if (await withClient(ownerUrl, migrationsPending)) {
    await withClient(ownerUrl, releaseInterrupted);
    await deployMigrations(ownerUrl);
  }
  await applyGrants(ownerUrl);
}

function deployMigrations(ownerUrl: string): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, ["scripts/prisma.mjs", "migrate", "deploy"], {
      cwd: root,
      env: { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, HOME: process.env.HOME, DATABASE_URL: ownerUrl },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    child.on("error", reject);
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`migrations failed:\n${output.trim()}`))));
  });
}

/** Runs prisma/grants.sql: every right is withdrawn and given anew, so the file is the whole truth. */
export async function applyGrants(ownerUrl: string): Promise<void> {
  const sql = await readFile(new URL("../../prisma/grants.sql", import.meta.url), "utf8");
  await withClient(ownerUrl, (client) => client.query(sql));
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
