// Runs Prisma's command line on the WebAssembly schema engine, so that nothing is downloaded.
import { spawnSync } from "node:child_process";
import { accessSync, chmodSync, constants } from "node:fs";
import { inRoot } from "./setup/root.mjs";

const engine = inRoot("prisma/schema-engine.mjs");

// A copy of the sources may have lost the mode that git keeps.
try {
  accessSync(engine, constants.X_OK);
} catch {
  chmodSync(engine, 0o755);
}
const { status } = spawnSync(process.execPath, [inRoot("node_modules/prisma/build/index.js"), ...process.argv.slice(2)], {
  stdio: "inherit",
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: engine, CHECKPOINT_DISABLE: "1", PRISMA_HIDE_UPDATE_MESSAGE: "1" },
});
process.exit(status ?? 1);
