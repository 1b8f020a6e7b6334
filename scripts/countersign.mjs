// `npm run -s countersign -- <command>`: the command line of the host Countersign runs on.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
if (!existsSync(`${root}lib/core/generated`)) {
  console.error("Countersign is not installed yet. Run npm start first.");
  process.exit(3);
}
const { status, signal } = spawnSync(process.execPath, ["--import", import.meta.resolve("tsx"), `${root}worker/cli/main.ts`, ...process.argv.slice(2)], {
  // npm changes into the package's folder; file names on the command line are meant from where the person stands
  cwd: process.env.INIT_CWD ?? process.cwd(),
  env: { ...process.env, TSX_TSCONFIG_PATH: `${root}tsconfig.json` },
  stdio: "inherit",
});
process.exit(status ?? (signal ? 130 : 1));
