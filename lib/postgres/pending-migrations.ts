import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type pg from "pg";

const folder = fileURLToPath(new URL("../../prisma/migrations", import.meta.url));

/** Whether the database lacks a migration of this version, or holds one that reads otherwise. Saves an ordinary start the two seconds of the tool. */
export async function migrationsPending(client: pg.Client): Promise<boolean> {
  const applied = await client
    .query<{ name: string; checksum: string }>(
      "select migration_name as name, checksum from _prisma_migrations where finished_at is not null and rolled_back_at is null",
    )
    .catch(nullWithoutTable);
  if (!applied) return true;
  const known = new Map(applied.rows.map(({ name, checksum }) => [name, checksum]));
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const text = await readFile(path.join(folder, entry.name, "migration.sql"));
    if (known.get(entry.name) !== createHash("sha256").update(text).digest("hex")) return true;
  }
  return false;
}

/**
 * Lets the tool try again what was interrupted. It runs each migration as one script, which PostgreSQL does whole or not at all, but its own row
 * about the beginning stays and would stop every later start.
 */
export async function releaseInterrupted(client: pg.Client): Promise<void> {
  await client.query("update _prisma_migrations set rolled_back_at = now() where finished_at is null and rolled_back_at is null").catch(nullWithoutTable);
}

/** undefined_table: nothing was ever migrated here. */
function nullWithoutTable(error: { code?: string }): null {
  if (error.code === "42P01") return null;
  throw error;
}
