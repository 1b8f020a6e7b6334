import pg from "pg";

/** The rows that one query gives, over a connection of its own: for tests that look at a server from outside. */
export async function ask(url: string, query: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  // a query that fails says so itself; a database that is dropped while this one says goodbye is no fault
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(query)).rows;
  } finally {
    await client.end();
  }
}
