import { PrismaPg } from "@prisma/adapter-pg";
import { ColumnTypeEnum, DriverAdapterError } from "@prisma/driver-adapter-utils";
import pg from "pg";
import { schemaIn } from "./arguments.mjs";

/** Runs a script whole, as the native engine does, on a connection of its own. */
export async function runScript(url, script) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(script);
  } finally {
    await client.end();
  }
}

/** A connection of adapter-pg with two of its faults mended. `afterwards` runs once it is disposed of. */
export async function openConnection(url, afterwards) {
  const connection = await new PrismaPg({ connectionString: url }, { schema: schemaIn(url) }).connect();
  mendScripts(connection, url);
  mendCharacters(connection);
  const dispose = connection.dispose.bind(connection);
  connection.dispose = async () => {
    await dispose();
    await afterwards?.();
  };
  return connection;
}

/** adapter-pg cuts scripts at every ";", which breaks the bodies of functions ($$ … $$). */
function mendScripts(connection, url) {
  connection.executeScript = (script) =>
    runScript(url, script).catch((error) => {
      const { code, severity, message, detail, column, hint } = error;
      throw new DriverAdapterError({
        kind: "postgres",
        code: code ?? "N/A",
        severity: severity ?? "ERROR",
        message,
        detail,
        column,
        hint,
        originalCode: code,
        originalMessage: message,
      });
    });
}

/** PostgreSQL 18 lists NOT NULL constraints, and the engine reads the kind of a constraint (a "char") as a character, not as the text it is read as here. */
function mendCharacters(connection) {
  const performIO = connection.performIO.bind(connection);
  const queryRaw = connection.queryRaw.bind(connection);
  const fieldsOf = new WeakMap();
  connection.performIO = async (query) => {
    const result = await performIO(query);
    fieldsOf.set(query, result.fields);
    return result;
  };
  connection.queryRaw = async (query) => {
    const result = await queryRaw(query);
    fieldsOf.get(query)?.forEach((field, column) => {
      if (field.isChar) result.columnTypes[column] = ColumnTypeEnum.Character;
    });
    return result;
  };
}
