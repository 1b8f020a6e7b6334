import pg from "pg";

/**
 * Empties Unleash's own database, so that a set-up which was interrupted at any point begins anew: half-made accounts, and tables that Unleash
 * had just begun to make. `databaseUrl` is that of the database's owner, whose older sessions are ended.
 */
export async function emptyDatabase(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
    await client.query("drop schema if exists public cascade; create schema public");
  } finally {
    await client.end();
  }
}
