import pg from "pg";
import { statements } from "./generate-sql";

export interface Generated {
  tokens: number;
  seconds: number;
}

/** Filled in bulk: their indexes are built afterwards, which is several times faster than keeping them meanwhile. */
const filled = [
  "person",
  "account",
  "account_link",
  "token",
  "ownership",
  "owner_suggestion",
  "workload",
  "token_workload",
  "attestation",
  "finding",
  "execution",
];

/**
 * Fills an empty, migrated database with `tokens` tokens and all that belongs to them, skewed like life: few connections hold most tokens, few
 * people own many, a quarter has no environment, half no confirmed owner, dates are missing. The same number gives the same rows, whatever the
 * machine; dates count back from `now`. Needs a superuser: triggers rest while it writes.
 */
export async function generate(adminUrl: string, { tokens, now = new Date() }: { tokens: number; now?: Date }): Promise<Generated> {
  const began = performance.now();
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query("set timezone to 'UTC'; set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '256MB'");
    const rebuild = await withoutIndexes(client);
    for (const statement of statements({ tokens, now })) await client.query(statement);
    for (const index of rebuild) await client.query(index);
    await client.query("set session_replication_role = default");
    // as autovacuum would have done
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
  return { tokens, seconds: (performance.now() - began) / 1000 };
}

/** Drops the indexes that no constraint holds. Returns what makes them again. */
async function withoutIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select c.relname as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid = any($1::text[]::regclass[]) and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`,
    [filled],
  );
  for (const { name } of rows) await client.query(`drop index ${pg.escapeIdentifier(name)}`);
  return rows.map(({ definition }) => definition);
}
