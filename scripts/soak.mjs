// npm run soak [name …]: the long tests, run by hand; all of them without a name. SOAK=1 makes them try more, and with larger files.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { generateClient, installPackages } from "./setup/prepare.mjs";

const soaks = { executor: "worker/executor/crash.test.ts", import: "worker/collector/imports/hostile.test.ts", scan: "worker/collector/scans/hostile.test.ts" };
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(soaks);
const unknown = names.filter((name) => !Object.hasOwn(soaks, name));
if (unknown.length > 0) {
  console.error(`There is no soak called ${unknown.join(", ")}. There are: ${Object.keys(soaks).join(", ")}.`);
  process.exit(2);
}
await installPackages(console.error);
await generateClient();
const { status } = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...names.map((name) => soaks[name])], {
  stdio: "inherit",
  cwd: fileURLToPath(new URL("../", import.meta.url)),
  env: { ...process.env, SOAK: "1" },
});
process.exit(status ?? 1);
