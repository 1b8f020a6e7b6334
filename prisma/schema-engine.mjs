#!/usr/bin/env node
// Stands in for Prisma's native schema engine, which its command line would otherwise download: the same JSON-RPC over standard input and
// output, answered by @prisma/schema-engine-wasm and @prisma/adapter-pg. So migrations run offline, on any platform Node runs on.
// Prisma starts it where PRISMA_SCHEMA_ENGINE_BINARY points (scripts/prisma.mjs sets that).
import { parseArguments } from "./schema-engine/arguments.mjs";
import { readCatalogTypesAsText } from "./schema-engine/catalog-types.mjs";
import { databaseCommand } from "./schema-engine/database-command.mjs";
import { createEngine } from "./schema-engine/engine.mjs";
import { serve } from "./schema-engine/rpc.mjs";

const given = parseArguments(process.argv.slice(2));
if (given.version) {
  console.log("schema-engine-wasm 1");
} else if (given.command[0] === "cli") {
  process.exit(await databaseCommand(given.command[1], given.datasource.url));
} else {
  readCatalogTypesAsText();
  // Made at the first call: some of Prisma's commands start the engine and then ask it nothing.
  let engine;
  serve(() => {
    engine ??= createEngine(given);
    return engine;
  });
}
