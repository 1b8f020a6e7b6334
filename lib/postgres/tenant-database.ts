import pg from "pg";

/**
 * Makes sure of a database for another program on the server behind `superuserUrl`, owned by a role that reaches nothing else.
 * Returns the URL with which that program connects.
 */
export async function tenantDatabase(
  superuserUrl: string,
  { database, role, password }: { database: string; role: string; password: string },
): Promise<string> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const [name, owner] = [pg.escapeIdentifier(database), pg.escapeIdentifier(role)];
    const known = await client.query("select from pg_roles where rolname = $1", [role]);
    if (!known.rowCount) await client.query(`create role ${owner}`);
    await client.query(`alter role ${owner} login nosuperuser nocreatedb nocreaterole password ${pg.escapeLiteral(password)}`);
    const found = await client.query("select from pg_database where datname = $1", [database]);
    if (!found.rowCount) await client.query(`create database ${name} owner ${owner} encoding 'UTF8' template template0`);
    await client.query(`revoke all on database ${name} from public`);
  } finally {
    await client.end();
  }
  const url = new URL(superuserUrl);
  url.username = role;
  url.password = encodeURIComponent(password);
  url.pathname = `/${database}`;
  return url.toString();
}
