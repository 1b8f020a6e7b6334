import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { processIdentity } from "../../lib/processes/process-identity";

const setup = (file) => fileURLToPath(new URL(file, import.meta.url));
const started = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

/** What a start does while it installs: watches, and runs a step. */
const installs = `
  import { writeFileSync } from "node:fs";
  import { watchParents } from "${setup("parents.mjs")}";
  import { run } from "${setup("run.mjs")}";
  watchParents();
  writeFileSync(process.argv[2], String(process.pid));
  await run(process.execPath, ["-e", "require('fs').writeFileSync(process.argv[1], String(process.pid)); setInterval(() => {}, 1000)", process.argv[2] + ".step"]);`;
/** The same from a copy. */
const staged = `
  import path from "node:path";
  import { watchParents } from "${setup("parents.mjs")}";
  import { continueIn } from "${setup("stage.mjs")}";
  watchParents();
  process.exit(await continueIn(path.dirname(process.argv[1]), "installs.mjs", process.argv.slice(2)));`;

/** npm as far as this matters: a program that runs a script through a shell. Returns it with the numbers of the start and of its step. */
async function startThroughNpm(script) {
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-parents-"));
  for (const [name, text] of Object.entries({ installs, staged })) writeFileSync(path.join(folder, `${name}.mjs`), text);
  const pidFile = path.join(folder, "pid");
  const line = `"${process.execPath}" ${folder}/${script}.mjs ${pidFile}; :`;
  const npm = spawn(process.execPath, ["-e", `require("child_process").spawn("sh", ["-c", process.argv[1]], { stdio: "inherit" })`, line], {
    stdio: "ignore",
    env: { PATH: process.env.PATH, npm_lifecycle_event: "start" },
  });
  started.push(npm);
  return { npm, pids: [await pidIn(pidFile), await pidIn(`${pidFile}.step`)] };
}

async function pidIn(file) {
  const read = () => Number(readFileSync(file, "utf8"));
  await expect.poll(read, { timeout: 15_000 }).toBeGreaterThan(0);
  return read();
}

const alive = async (pids) => (await Promise.all(pids.map(processIdentity))).filter((identity) => identity !== null).length;

test.runIf(process.platform === "linux").each([
  ["a start that still installs", "installs"],
  ["one that goes on in a copy", "staged"],
])("%s ends with npm, and its step with it, even when npm was killed", async (_name, script) => {
  const { npm, pids } = await startThroughNpm(script);
  expect(await alive(pids)).toBe(2);
  npm.kill("SIGKILL");
  await once(npm, "exit");
  await expect.poll(() => alive(pids), { timeout: 10_000 }).toBe(0);
});
