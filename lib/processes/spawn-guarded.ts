import { type ChildProcess, type IOType, type StdioOptions, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { setpriv } from "./setpriv";

/** A system user that a process may run under. */
export interface RunAs {
  uid: number;
  gid: number;
}

export interface GuardedOptions {
  /** the whole environment: nothing is inherited */
  env: NodeJS.ProcessEnv;
  cwd?: string;
  runAs?: RunAs;
  /** what the program gets when its starter dies; default SIGTERM. SIGKILL for one that may be too busy to hear anything else */
  deathSignal?: "SIGTERM" | "SIGINT" | "SIGKILL";
  stdout: IOType | number;
  stderr: IOType | number;
  /** true when the program itself watches its standard input (worker/process/ending.ts, or the keeper as a preload) */
  watchesInput?: boolean;
  /** for tests: goes without setpriv, as other systems than Linux do */
  withoutSetpriv?: boolean;
}

/** The keeper's file, for `node --import`. */
export const keeperFile = fileURLToPath(new URL("./keeper.mjs", import.meta.url));

/**
 * Starts a program that cannot outlive its starter, under its own user where one is given, with no way to gain rights (no-new-privs),
 * and away from the terminal's Ctrl-C, so that the starter decides the order in which things end.
 * On Linux the kernel signals it when the starter dies, even by SIGKILL (prctl PR_SET_PDEATHSIG, through setpriv of util-linux).
 * Elsewhere the keeper watches a pipe instead.
 */
export function spawnGuarded(file: string, args: string[], options: GuardedOptions): ChildProcess {
  const { env, cwd, runAs, deathSignal = "SIGTERM" } = options;
  const stdio: StdioOptions = ["pipe", options.stdout, options.stderr];
  const base = { env, cwd, stdio, detached: true };
  if (setpriv && !options.withoutSetpriv) {
    const user = runAs ? ["--reuid", String(runAs.uid), "--regid", String(runAs.gid), "--clear-groups"] : [];
    return spawn(setpriv, [...user, "--no-new-privs", "--pdeathsig", deathSignal.slice(3), "--", file, ...args], base);
  }
  // Node's own uid and gid options clear the supplementary groups too.
  if (options.watchesInput) return spawn(file, args, { ...base, ...runAs });
  return spawn(process.execPath, [keeperFile, deathSignal, file, ...args], { ...base, ...runAs });
}
