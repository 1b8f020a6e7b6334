import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { killGroup } from "../../processes/kill-group";
import { spawnGuarded } from "../../processes/spawn-guarded";
import { askGit } from "../sources/git-command";
import { SourceFault } from "../sources/piece";
import { type GitCredential, signInHeader } from "./git-credential";
import { pinAddress, type Resolve } from "./pin-address";
import { whyGitFailed } from "./why-git-failed";

/** A repository elsewhere: whoever answers there may be hostile. */
export interface Remote {
  /** as RepositoryAddress gives it */
  address: string;
  /** PEM of the certificate authority to trust alone, null = the system's */
  ca: string | null;
  allowPrivate: boolean;
  /** null = it is asked as anybody */
  credential: GitCredential | null;
}
export interface RemoteGitOptions {
  /** where git works: a folder of ours, in which the authority is kept too */
  folder: string;
  /** ends it, and whatever it started */
  signal?: AbortSignal | undefined;
  resolve?: Resolve | undefined;
}

/** git 2.37 is the first that connects to given addresses alone; an older one passes that over without a word. */
const least = [2, 37] as const;
const mostSaid = 16_384;

/**
 * Runs one git command that talks to the remote and to nobody else: over https, to addresses that were looked up and found allowed, through no redirect,
 * proxy or alternate; with no configuration but ours, no hook, submodule, helper or question. The credential is in its environment alone. Throws
 * {@link SourceFault} with why it failed, in plain words; where the signal ended it, the signal's reason.
 */
export async function remoteGit(remote: Remote, args: readonly string[], options: RemoteGitOptions): Promise<void> {
  await mustPin();
  const pin = await pinAddress(new URL(remote.address), remote.allowPrivate, options.resolve);
  const trust = remote.ca === null ? null : await trusted(options.folder, remote.ca);
  await run(args, environmentOf("https", [...ours, ...configurationOf(remote, pin, trust)]), remote, options);
}

/** The same for a command that asks nobody. */
export const localGit = (remote: Pick<Remote, "address">, args: readonly string[], options: RemoteGitOptions): Promise<void> =>
  run(args, environmentOf("none", ours), { ...remote, credential: null }, options);

/**
 * What git is run by: the first of its process group, which it ends when the process that started it is gone. A death signal would reach git alone, and leave
 * what it started at a server that says nothing. It asks for no core, in which the environment would stand; a host that pipes cores to a program
 * (kernel.core_pattern) does as it likes.
 */
const leader = 'ulimit -c 0; exec 3<&0; (cat <&3 >/dev/null; kill -KILL 0) & "$@" </dev/null 3<&-';

async function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  remote: Pick<Remote, "address" | "credential">,
  { folder, signal }: RemoteGitOptions,
): Promise<void> {
  signal?.throwIfAborted();
  const child = spawnGuarded("/bin/sh", ["-c", leader, "sh", "git", ...args], {
    ...{ env, cwd: folder, stdout: "ignore", stderr: "pipe", deathSignal: "SIGKILL" },
    watchesInput: true,
  });
  const end = () => killGroup(child.pid);
  signal?.addEventListener("abort", end, { once: true });
  const said = wordsOf(child.stderr as Readable);
  try {
    const [code] = (await once(child, "exit")) as [number | null];
    signal?.throwIfAborted();
    end();
    if (code !== 0) throw whyGitFailed(await said, remote);
  } finally {
    signal?.removeEventListener("abort", end);
    end();
    child.stdin?.destroy();
  }
}

async function wordsOf(stderr: Readable): Promise<string> {
  let text = "";
  try {
    // a server may talk without end
    for await (const chunk of stderr) text = (text + String(chunk)).slice(-mostSaid);
  } catch {
    // what it said until then
  }
  return text;
}

/** The authority alone: without a folder of its own, those of the system would be trusted too. */
async function trusted(folder: string, ca: string): Promise<string> {
  const at = path.join(folder, "trust");
  await mkdir(at, { recursive: true, mode: 0o700 });
  await writeFile(path.join(at, "ca.pem"), ca, { mode: 0o600 });
  return at;
}

type Configuration = readonly (readonly [name: string, value: string])[];

const ours: Configuration = [
  ["credential.helper", ""],
  ["core.askPass", ""],
  ["core.hooksPath", "/dev/null"],
  ["core.fsmonitor", "false"],
  // larger content is kept in memory as little as it can be
  ["core.bigFileThreshold", "64m"],
  ["fetch.recurseSubmodules", "false"],
  ["transfer.bundleURI", "false"],
  // one pack for a fetch: loose objects would be files without number
  ["transfer.unpackLimit", "1"],
  ["pack.threads", "1"],
  ["pack.windowMemory", "64m"],
  ["gc.autoDetach", "false"],
  // what nothing leads to any more would be made loose objects, one by one
  ["gc.pruneExpire", "now"],
  ["safe.directory", "*"],
];

/** Said by the environment: other users of a host see arguments, and what a repository's own file says would stay there. */
function configurationOf({ address, credential }: Remote, pin: string | null, trust: string | null): Configuration {
  const given: [name: string, value: string | null][] = [
    ["http.followRedirects", "false"],
    ["http.proxy", ""],
    ["http.sslVerify", "true"],
    ["http.userAgent", "countersign"],
    // a server that says nothing holds nobody up
    ["http.lowSpeedLimit", "1000"],
    ["http.lowSpeedTime", "60"],
    ["http.curloptResolve", pin],
    ["http.sslCAInfo", trust && path.join(trust, "ca.pem")],
    ["http.sslCAPath", trust],
    [`http.${new URL(address).origin}/.extraHeader`, credential && signInHeader(credential)],
  ];
  return given.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}

function environmentOf(protocol: "https" | "none", configuration: Configuration): NodeJS.ProcessEnv {
  const environment: Record<string, string> = {
    PATH: process.env.PATH ?? "/usr/bin:/bin",
    LC_ALL: "C",
    HOME: "/nonexistent",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_ALLOW_PROTOCOL: protocol,
    GIT_PROTOCOL_FROM_USER: "0",
    GIT_TERMINAL_PROMPT: "0",
    GIT_CONFIG_COUNT: String(configuration.length),
  };
  for (const [n, [name, value]] of configuration.entries()) [environment[`GIT_CONFIG_KEY_${n}`], environment[`GIT_CONFIG_VALUE_${n}`]] = [name, value];
  return environment as NodeJS.ProcessEnv;
}

let pins: Promise<boolean> | null = null;
/** Throws SourceFault where git can't be told to which addresses it may connect. */
async function mustPin(): Promise<void> {
  pins ??= askGit("/", ["version"]).then((said) => {
    const [, major = "0", minor = "0"] = /(\d+)\.(\d+)/.exec(said.toString()) ?? [];
    return Number(major) > least[0] || (Number(major) === least[0] && Number(minor) >= least[1]);
  });
  const answer = await pins.catch((error: unknown) => {
    pins = null;
    throw error;
  });
  if (!answer)
    throw new SourceFault(`git on this host is older than ${least.join(".")}, which can't be held to addresses that were looked at. Install a newer one.`);
}
