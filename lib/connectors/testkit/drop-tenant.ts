import pg from "pg";

/** Removes another program's database and its role, both called `name`, from the server behind `adminUrl`. */
export async function dropTenant(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(`drop database if exists ${name} with (force)`);
    await client.query(`drop role if exists ${name}`);
  } finally {
    await client.end();
  }
}
