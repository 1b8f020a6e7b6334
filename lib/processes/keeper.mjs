// Ends a program when whoever started it is gone. The starter holds the other end of this process's standard input; its death closes the pipe.
// As a preload (`node --import keeper.mjs program.js`) it sends the program itself SIGTERM;
// as a program (`node keeper.mjs SIGINT postgres -D …`) it runs another one and signals that.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Longest wait after the polite signal before the hard one. */
const graceMilliseconds = 10_000;

function whenAlone(act) {
  process.stdin.once("close", act);
  process.stdin.once("error", act);
  process.stdin.resume();
  // The pipe alone must not keep a finished program alive.
  process.stdin.unref?.();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [signal, file, ...args] = process.argv.slice(2);
  const child = spawn(file, args, { stdio: ["ignore", "inherit", "inherit"] });
  const forward = (name) => child.kill(name);
  for (const name of ["SIGTERM", "SIGINT"]) process.on(name, forward);
  child.on("error", (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
  child.on("exit", (code) => process.exit(code ?? 1));
  whenAlone(() => {
    child.kill(signal);
    setTimeout(() => child.kill("SIGKILL"), graceMilliseconds).unref();
  });
} else {
  whenAlone(() => {
    setTimeout(() => process.exit(1), graceMilliseconds).unref();
    process.kill(process.pid, "SIGTERM");
  });
}
