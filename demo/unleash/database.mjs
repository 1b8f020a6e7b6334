import pg from "pg";

/**
 * Makes sure of a database for Unleash, owned by a role of its own that can reach nothing else. `adminUrl` is a superuser's.
 * Returns the URL with which Unleash connects.
 */
export async function prepareUnleashDatabase(adminUrl, { database = "unleash", role = "unleash", password }) {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const [name, owner] = [pg.escapeIdentifier(database), pg.escapeIdentifier(role)];
    const known = await client.query("select from pg_roles where rolname = $1", [role]);
    if (known.rowCount === 0) await client.query(`create role ${owner}`);
    await client.query(`alter role ${owner} login nosuperuser nocreatedb nocreaterole password ${pg.escapeLiteral(password)}`);
    const found = await client.query("select from pg_database where datname = $1", [database]);
    if (found.rowCount === 0) await client.query(`create database ${name} owner ${owner} encoding 'UTF8' template template0`);
    await client.query(`revoke all on database ${name} from public`);
  } finally {
    await client.end();
  }
  const url = new URL(adminUrl);
  url.username = role;
  url.password = encodeURIComponent(password);
  url.pathname = `/${database}`;
  return url.toString();
}
