// `npm run -s countersign -- <command>`: the command line of the host Countersign runs on.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { root } from "./setup/root.mjs";
import { stage } from "./setup/stage.mjs";

// A start from a folder only root can enter runs from a copy; the command line must find that one's data.
const at = stage() ?? root;
if (!existsSync(`${at}/.programs/cli.mjs`)) {
  console.error("Countersign is not installed yet. Run npm start first.");
  process.exit(3);
}
const { status, signal } = spawnSync(process.execPath, [`${at}/.programs/cli.mjs`, ...process.argv.slice(2)], {
  // npm changes into the package's folder; file names on the command line are meant from where the person stands
  cwd: process.env.INIT_CWD ?? process.cwd(),
  stdio: "inherit",
});
process.exit(status ?? (signal ? 130 : 1));
