import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { root } from "./root.mjs";

/** On Linux the kernel ends a step whose starter is killed. */
const setpriv = process.platform === "linux" && existsSync("/usr/bin/setpriv") ? "/usr/bin/setpriv" : null;
const guard = (signal) => (setpriv ? [setpriv, "--pdeathsig", signal, "--"] : []);

/** each with the signal that ends it */
const running = new Map();
const signals = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Listens only while something runs: before and after, a signal ends this process, or whatever it has become, in its own way. */
function follow(child, signal) {
  if (running.size === 0) for (const one of signals) process.on(one, endAll);
  running.set(child, signal);
}
function leave(child) {
  if (!running.delete(child) || running.size > 0) return;
  for (const signal of signals) process.off(signal, endAll);
}
function endAll() {
  for (const [child, signal] of running) child.kill(signal);
  process.exit(130);
}

/** A step that failed, with what to say about it. */
export class StepError extends Error {}

/**
 * Runs a program to its end. `quiet` keeps its output back and shows it only when it fails. When this process ends first, so does the program, hard:
 * a step that was interrupted is done anew, and npm asked politely would go on until it has undone everything. `gentle` asks it instead.
 * Throws StepError with `sentence` when it does not end with 0.
 */
export function run(file, args, { cwd = root, env = process.env, quiet = false, gentle = false, sentence } = {}) {
  return new Promise((resolve, reject) => {
    const signal = gentle ? "SIGTERM" : "SIGKILL";
    const [first, ...rest] = [...guard(signal.slice(3)), file, ...args];
    const child = spawn(first, rest, { cwd, env, stdio: ["ignore", quiet ? "pipe" : "inherit", quiet ? "pipe" : "inherit"] });
    follow(child, signal);
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (text) => {
        output += text;
      });
    const fail = (reason) => {
      leave(child);
      if (quiet && output) process.stderr.write(`${output.trimEnd()}\n`);
      reject(new StepError(explain(output) ?? sentence ?? `${file} ${args.join(" ")} ${reason}.`));
    };
    child.on("error", (error) => fail(`can't be run (${error.message})`));
    child.on("exit", (code, by) => {
      leave(child);
      return code === 0 ? resolve() : fail(by ? `was ended by ${by}` : `ended with code ${code}`);
    });
  });
}

/** One sentence for a full disk, when that is what a program said or an error means; else null. */
export function explain(output) {
  return /ENOSPC|no space left on device/i.test(output) ? `The disk that holds ${root} is full. Free 2 GB there, then try again.` : null;
}

/** npm as this start's own npm runs it, or the one on the path. */
export function npm(args, options) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith(".js") ? run(process.execPath, [cli, ...args], options) : run("npm", args, options);
}
