import pg from "pg";
import { withDatabase } from "./arguments.mjs";

/** PostgreSQL's error → Prisma's. */
const connectFaults = { "3D000": "P1003", "28P01": "P1000", 28000: "P1000" };
const otherConnectFault = "P1001";
const commandFault = "P1010";

/** Answers `cli can-connect-to-database`, `cli create-database` and `cli drop-database`. Returns the exit code; a fault goes to standard error as Prisma reads it. */
export async function databaseCommand(command, url) {
  try {
    if (command === "can-connect-to-database") await onServer(url, () => undefined);
    else await onServer(withDatabase(url, "postgres"), (client) => client.query(statementFor(command, url)));
    return 0;
  } catch (error) {
    const code = command === "can-connect-to-database" ? (connectFaults[error.code] ?? otherConnectFault) : commandFault;
    const fields = { message: error.message || String(error.code), error_code: code, is_panic: false };
    process.stderr.write(`\n${JSON.stringify({ level: "ERROR", target: "schema_engine::logger", fields })}`);
    return 1;
  }
}

function statementFor(command, url) {
  const name = pg.escapeIdentifier(decodeURIComponent(new URL(url).pathname.slice(1)));
  if (command === "create-database") return `CREATE DATABASE ${name}`;
  if (command === "drop-database") return `DROP DATABASE IF EXISTS ${name}`;
  throw new Error(`The schema engine does not know the command ${command}.`);
}

async function onServer(url, use) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}
