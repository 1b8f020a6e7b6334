import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { familyOf, type Relative, survivors } from "../e2e/support/family";
import { freePorts } from "../e2e/support/ports";
import { report, seconds } from "./support/report";

// Cold and warm start: HEAD cloned anew, npm's cache empty, `npm start` until it says it is ready; ended by Ctrl-C; and once more.
// Fails when a start takes longer than promised on two cores, or leaves a process.
const limits = { cold: 6 * 60, warm: 15 };

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = await mkdtemp(path.join(tmpdir(), "countersign-bench-start-"));
const running = new Set<ChildProcess>();
// They are in groups of their own, which Ctrl-C on this one does not reach; their end fails the measurement, and what is below cleans up.
process.once("SIGINT", () => endAll());
try {
  // Started as root, the processes' own users must be able to enter; otherwise a copy elsewhere would be measured.
  await chmod(folder, 0o755);
  for (const organisation of ["sample", "empty"] as const) {
    const clone = path.join(folder, organisation);
    await ended(spawn("git", ["clone", "--quiet", "--no-hardlinks", root, clone], { stdio: ["ignore", "inherit", "inherit"] }));
    for (const kind of ["cold", "warm"] as const) await measure(organisation, kind, clone);
  }
} finally {
  endAll();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function measure(organisation: "sample" | "empty", kind: "cold" | "warm", clone: string): Promise<void> {
  const env = {
    NODE_ENV: process.env.NODE_ENV,
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    PORT: String(await freePorts(4)),
    npm_config_cache: path.join(folder, `${organisation}-npm-cache`),
  };
  // in a group of its own, because a terminal sends Ctrl-C to all of it
  const child = spawn("npm", ["start", "--", `--${organisation}`], { cwd: clone, env, stdio: ["ignore", "pipe", "inherit"], detached: true });
  running.add(child);
  const took = await seconds(() => ready(child));
  report({ bench: `${kind} start, ${organisation}`, unit: "s", ours: took });
  const family = await familyOf(child.pid ?? 0);
  const exit = once(child, "exit");
  process.kill(-(child.pid ?? 0), "SIGINT");
  await exit;
  running.delete(child);
  const left = process.platform === "linux" ? await survivors(family) : [];
  if (left.length > 0) fail(`After ${kind} start, ${organisation}, still there: ${left.map((one: Relative) => one.command).join("; ")}`);
  if (took > limits[kind]) fail(`The ${kind} start, ${organisation}, took ${Math.round(took)} s; promised are ${limits[kind]} s.`);
}

function endAll(): void {
  for (const child of running) child.kill("SIGKILL");
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("Countersign is ready")) resolve();
    });
    child.once("exit", (code) => reject(new Error(`npm start ended with ${code}:\n${said}`)));
  });
}

async function ended(child: ChildProcess): Promise<void> {
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`${child.spawnargs.join(" ")} ended with ${code}`);
}

function fail(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}
