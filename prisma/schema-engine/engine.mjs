import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { schemaIn, withDatabase } from "./arguments.mjs";
import { openConnection, runScript } from "./connection.mjs";

/** What the engine said when it panicked; its exception alone says nothing. */
export const panic = { message: undefined };

/** Used when no database is given: commands that need none must still get an engine. */
const nowhere = "postgresql://127.0.0.1:1/none";

/** Prisma's schema engine for the given schema files and datasource. */
export async function createEngine({ datamodels, datasource }) {
  const { SchemaEngine } = await loadWebAssembly();
  const url = datasource?.url ?? process.env.DATABASE_URL ?? nowhere;
  const factory = new PrismaPg({ connectionString: url }, { schema: schemaIn(url) });
  factory.connect = () => openConnection(url);
  factory.connectToShadowDb = () => openShadow(url, datasource?.shadowDatabaseUrl);
  const schemas = datamodels.length > 0 ? datamodels.map((file) => [file, readFileSync(file, "utf8")]) : undefined;
  return SchemaEngine.new({ datamodels: schemas }, log, bindMigrationAwareSqlAdapterFactory(factory));
}

/** adapter-pg's shadow database is silently the main one when it is configured by a URL, and shadow databases are wiped: make a real one. */
async function openShadow(url, fixed) {
  if (fixed) {
    if (fixed === url) throw new Error("The shadow database must not be the main database: it is wiped.");
    const connection = await openConnection(fixed);
    await connection.executeScript("DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;");
    return connection;
  }
  const name = `prisma_shadow_${randomUUID().replaceAll("-", "")}`;
  await runScript(url, `CREATE DATABASE ${name}`);
  return openConnection(withDatabase(url, name), () => runScript(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
}

/** Instantiates the module by hand: importing it as WebAssembly would need a flag of Node that Prisma does not pass. */
async function loadWebAssembly() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message(message) {
      panic.message = message;
    },
  };
  const glueFile = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const glue = await import(glueFile);
  const module = new WebAssembly.Module(readFileSync(glueFile.replace(/\.js$/, ".wasm")));
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] = glue[name];
  }
  const instance = new WebAssembly.Instance(module, imports);
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue;
}

function log(line) {
  try {
    process.stderr.write(`${JSON.stringify(typeof line === "string" ? JSON.parse(line) : line)}\n`);
  } catch {
    // Prisma reads JSON lines from standard error; anything else would confuse it.
  }
}
