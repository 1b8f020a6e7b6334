import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { SetClock } from "../core/clock";
import type { Actor, Context } from "../core/context";
import { createDb, type Db } from "../core/db";
import { systemIds } from "../core/ids";
import { createLogger } from "../core/logger";
import { type DatabaseRole, databaseRoles, roleName, roleUrl } from "../postgres/prepare";

export interface TestDatabase {
  /** superuser URL of this file's own database */
  adminUrl: string;
  url(role: DatabaseRole): string;
  /** a client with the rights of that role */
  as(role: DatabaseRole): Db;
  clock: SetClock;
  /** a context with that role's client */
  context(role: DatabaseRole, actor?: Actor): Context;
}

/**
 * Gives a test file a database of its own, copied from the migrated template. Call at the top level of the file. `at` is where its clock stands
 * first: now, where PostgreSQL's own clock says what has run out.
 */
export function testDatabase({ at }: { at?: Date } = {}): TestDatabase {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const admin = inject("adminUrl");
  const passwords = inject("passwords");
  const clients = new Map<DatabaseRole, Db>();
  const clock = new SetClock(at);
  const database: TestDatabase = {
    adminUrl: admin.replace(/\/postgres$/, `/${name}`),
    url: (role) => roleUrl(admin, role, name, passwords[role]),
    as(role) {
      const known = clients.get(role) ?? createDb(database.url(role), 5);
      clients.set(role, known);
      return known;
    },
    clock,
    context: (role, actor) => ({
      actor: actor ?? (role === "owner" ? { type: "operator", name: "test" } : { type: "process", name: role }),
      db: database.as(role),
      clock,
      ids: systemIds,
      log: createLogger("test", "silent"),
    }),
  };
  beforeAll(async () => {
    await onServer(admin, async (client) => {
      // Copies of one template exclude each other; the lock makes them wait in line.
      await client.query("select pg_advisory_lock(7301)");
      // Copied as files it takes a third of the computing: page by page, each would go through the server's own cache and log.
      await client.query(`create database ${name} template template_countersign strategy file_copy owner ${roleName("owner")}`);
      await client.query("select pg_advisory_unlock(7301)");
      await client.query(`revoke all on database ${name} from public`);
      for (const role of databaseRoles) await client.query(`grant connect on database ${name} to ${roleName(role)}`);
    });
  });
  // The database goes with the server: ext4 looks for a free inode past each that was freed in the last seconds, and a dropped database frees hundreds.
  afterAll(() => Promise.all([...clients.values()].map((client) => client.$disconnect())));
  return database;
}

async function onServer<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
