// npm run soak: the long tests, run by hand. SOAK=1 makes them try each case twenty times instead of four.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const soaks = ["worker/executor/crash.test.ts"];
const { status } = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...soaks], {
  stdio: "inherit",
  cwd: fileURLToPath(new URL("../", import.meta.url)),
  env: { ...process.env, SOAK: "1" },
});
process.exit(status ?? 1);
