import { spawn } from "node:child_process";
import { root } from "./root.mjs";

/** A step that failed, with what to say about it. */
export class StepError extends Error {}

/**
 * Runs a program to its end. `quiet` keeps its output back and shows it only when it fails.
 * Throws StepError with `sentence` when it does not end with 0.
 */
export function run(file, args, { cwd = root, env = process.env, quiet = false, sentence } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, stdio: ["ignore", quiet ? "pipe" : "inherit", quiet ? "pipe" : "inherit"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (text) => {
        output += text;
      });
    const fail = (reason) => {
      if (quiet && output) process.stderr.write(`${output.trimEnd()}\n`);
      reject(new StepError(explain(output) ?? sentence ?? `${file} ${args.join(" ")} ${reason}.`));
    };
    child.on("error", (error) => fail(`can't be run (${error.message})`));
    child.on("exit", (code, signal) => (code === 0 ? resolve() : fail(signal ? `was ended by ${signal}` : `ended with code ${code}`)));
  });
}

function explain(output) {
  return /ENOSPC|no space left on device/i.test(output) ? `The disk that holds ${root} is full. Free 2 GB there, then try again.` : null;
}

/** npm as this start's own npm runs it, or the one on the path. */
export function npm(args, options) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith(".js") ? run(process.execPath, [cli, ...args], options) : run("npm", args, options);
}
