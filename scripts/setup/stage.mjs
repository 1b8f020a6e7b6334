import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./root.mjs";

const home = "/var/lib/countersign";
const manifest = ".staged-files.json";

/**
 * Started as root, each process runs under a user of its own, and those can't enter a checkout under a closed folder such as /root.
 * Returns the folder of a copy that they can reach, brought up to date; null when none is needed.
 */
export function stage() {
  if (process.getuid?.() !== 0 || process.platform !== "linux" || reachable(root)) return null;
  const staged = path.join(home, createHash("sha256").update(root).digest("hex").slice(0, 12));
  copySources(root, staged);
  return staged;
}

/** Runs the same script in the copy and ends as it ends. */
export function continueIn(staged, script, args) {
  console.log(`Only root can enter ${root}, so this runs from a copy in ${staged} (its data too).`);
  const child = spawn(process.execPath, [path.join(staged, script), ...args], {
    cwd: staged,
    stdio: "inherit",
    env: { ...process.env, COUNTERSIGN_STAGED_FROM: root },
  });
  // SIGHUP also comes from this process itself, when npm is gone (parents.mjs): the copy sees only as far as here.
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  // The terminal sends Ctrl-C to the copy as well; this only waits for it to end.
  process.on("SIGINT", () => undefined);
  return new Promise((resolve) => child.on("exit", (code) => resolve(code ?? 1)));
}

/** Whether any user of this system can enter every folder down to the checkout and read its sources. */
export function reachable(folder) {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (!(statSync(at).mode & 0o001)) return false;
    if (at === path.dirname(at)) break;
  }
  return Boolean(statSync(path.join(folder, "package.json")).mode & 0o004);
}

/** Makes `to` hold exactly the sources of `from`; what was installed or built there stays. */
export function copySources(from, to) {
  mkdirSync(to, { recursive: true });
  for (const at of [home, to]) if (existsSync(at)) chmodSync(at, 0o755);
  const files = sources(from);
  for (const file of files) copyOne(path.join(from, file), path.join(to, file));
  const list = path.join(to, manifest);
  const before = existsSync(list) ? JSON.parse(readFileSync(list, "utf8")) : [];
  const now = new Set(files);
  for (const file of before) if (!now.has(file)) rmSync(path.join(to, file), { force: true });
  writeFileSync(list, JSON.stringify(files));
}

function copyOne(from, to) {
  const { mode, size } = statSync(from);
  if (existsSync(to) && statSync(to).size === size && readFileSync(to).equals(readFileSync(from))) return;
  mkdirSync(path.dirname(to), { recursive: true, mode: 0o755 });
  copyFileSync(from, to);
  chmodSync(to, mode & 0o100 ? 0o755 : 0o644);
}

/** What git knows or would add; without git, everything but what is installed, built or kept. */
function sources(from) {
  const { status, stdout } = spawnSync("git", ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: from,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const all = status === 0 ? stdout.split("\0").filter(Boolean) : walk(from, "");
  return all.filter((file) => lstatSync(path.join(from, file), { throwIfNoEntry: false })?.isFile());
}

const left = new Set(["node_modules", ".next", ".programs", ".data", ".git", "generated", "test-results", "playwright-report"]);
function walk(from, under) {
  return readdirSync(path.join(from, under), { withFileTypes: true }).flatMap((entry) => {
    const at = path.join(under, entry.name);
    if (left.has(entry.name) || entry.name.startsWith(".env")) return [];
    return entry.isDirectory() ? walk(from, at) : [at];
  });
}
