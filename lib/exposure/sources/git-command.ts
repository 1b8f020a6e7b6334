import { type ChildProcessByStdio, execFile, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { promisify } from "node:util";
import { setpriv } from "../../processes/setpriv";
import { SourceFault } from "./piece";

/**
 * A repository that is looked through may have been written by an attacker: nothing of its own configuration may start a program or reach a network
 * (git-config: core.fsmonitor, diff.external, gpg.program, core.sshCommand, remote.*.url with ext::), and nothing is written to it.
 */
const safe = [
  "-c",
  "core.fsmonitor=false",
  "-c",
  "core.hooksPath=/dev/null",
  "-c",
  "core.quotePath=true",
  "-c",
  "core.precomposeUnicode=false",
  "-c",
  "log.showSignature=false",
  "-c",
  "log.showRoot=true",
  "-c",
  "diff.submodule=short",
  "-c",
  "safe.directory=*",
];
const environment = {
  PATH: process.env.PATH ?? "/usr/bin:/bin",
  LC_ALL: "C",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_ALLOW_PROTOCOL: "none",
  GIT_TERMINAL_PROMPT: "0",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_NO_LAZY_FETCH: "1",
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_PAGER: "cat",
};

/** What git answers to a short question. Throws {@link SourceFault} with git's own last sentence, or what the signal was aborted with. */
export async function askGit(folder: string, args: readonly string[], signal?: AbortSignal): Promise<Buffer> {
  try {
    const { stdout } = await promisify(execFile)("git", ["-C", folder, ...safe, ...args], {
      env: environment as unknown as NodeJS.ProcessEnv,
      encoding: "buffer",
      maxBuffer: 1 << 30,
      killSignal: "SIGKILL",
      ...(signal ? { signal } : {}),
    });
    return stdout;
  } catch (error) {
    signal?.throwIfAborted();
    throw gitFault(folder, error as NodeJS.ErrnoException & { stderr?: Buffer });
  }
}

/**
 * Git at work, its output to be read; what it reads is to be written, or ended. It ends with the signal, and on Linux with whoever started it, however busy
 * it is. Its output ends then as if it had come to its end: whoever gave a signal looks at it.
 */
export function runGit(folder: string, args: readonly string[], signal?: AbortSignal): ChildProcessByStdio<Writable, Readable, Readable> {
  const [file = "git", ...before] = setpriv ? [setpriv, "--pdeathsig", "KILL", "--", "git"] : [];
  const child = spawn(file, [...before, "-C", folder, ...safe, ...args], {
    env: environment as unknown as NodeJS.ProcessEnv,
    stdio: ["pipe", "pipe", "pipe"],
  });
  const end = () => void child.kill("SIGKILL");
  signal?.addEventListener("abort", end, { once: true });
  child.once("close", () => signal?.removeEventListener("abort", end));
  if (signal?.aborted) end();
  return child;
}

export function gitFault(folder: string, error: NodeJS.ErrnoException & { stderr?: Buffer }): SourceFault {
  if (error.code === "ENOENT")
    return new SourceFault("git is not installed on this host: install it, or scan a directory without its history (--as directory).");
  const said = (error.stderr?.toString("utf8") ?? error.message)
    .trim()
    .split("\n")
    .at(-1)
    ?.replace(/^fatal: /, "");
  return new SourceFault(`${folder} can't be read by git: ${said || "it ended without a word"}`);
}
