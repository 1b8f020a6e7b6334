import pg from "pg";

const name = "unleash";
const owner = "countersign_demo";

/** Makes sure of the sample Unleash's own database, owned by a role that reaches nothing else. Returns the URL with which Unleash connects. */
export async function prepareDemoDatabase(superuserUrl: string, password: string): Promise<string> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const role = await client.query("select from pg_roles where rolname = $1", [owner]);
    if (!role.rowCount) await client.query(`create role ${owner}`);
    await client.query(`alter role ${owner} login nosuperuser nocreatedb nocreaterole password ${pg.escapeLiteral(password)}`);
    const database = await client.query("select from pg_database where datname = $1", [name]);
    if (!database.rowCount) await client.query(`create database ${name} owner ${owner} encoding 'UTF8' template template0`);
    await client.query(`revoke all on database ${name} from public`);
  } finally {
    await client.end();
  }
  const url = new URL(superuserUrl);
  url.username = owner;
  url.password = encodeURIComponent(password);
  url.pathname = `/${name}`;
  return url.toString();
}
