import pg from "pg";
import { insideOf, type Stack } from "./stack";

/** Works on a stack's database as its owner: to look behind the walls, or to let time pass for one row. */
export async function asOwner<T>(stack: Stack, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const { running } = await insideOf(stack);
  const client = new pg.Client({ connectionString: running.urls.owner });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Every row of every table, as text. Binary columns stand as hex. */
export async function dump(client: pg.Client): Promise<{ table: string; text: string }[]> {
  const { rows } = await client.query<{ schema: string; name: string }>(
    "select schemaname as schema, tablename as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1, 2",
  );
  const tables: { table: string; text: string }[] = [];
  for (const { schema, name } of rows) {
    const from = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
    const { rows: content } = await client.query<{ text: string }>(`select t::text as text from ${from} t`);
    tables.push({ table: `${schema}.${name}`, text: content.map(({ text }) => text).join("\n") });
  }
  return tables;
}
