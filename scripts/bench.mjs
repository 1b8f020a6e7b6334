// npm run bench [name …]: runs bench/<name>.ts, all of them without a name. Each prints one JSON object a line.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { generateClient, installPackages } from "./setup/prepare.mjs";

const folder = fileURLToPath(new URL("../bench/", import.meta.url));
const known = readdirSync(folder)
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map((file) => file.slice(0, -3))
  .sort();
const names = process.argv.length > 2 ? process.argv.slice(2) : known;
const unknown = names.filter((name) => !existsSync(`${folder}${name}.ts`));
if (unknown.length > 0) {
  console.error(`There is no bench called ${unknown.join(", ")}. There are: ${known.join(", ")}.`);
  process.exit(2);
}
await installPackages(console.error);
await generateClient();
let failed = false;
for (const name of names) {
  const { status } = spawnSync(process.execPath, ["--import", "tsx", `${folder}${name}.ts`], {
    stdio: "inherit",
    cwd: fileURLToPath(new URL("../", import.meta.url)),
  });
  if (status !== 0) failed = true;
}
process.exit(failed ? 1 : 0);
