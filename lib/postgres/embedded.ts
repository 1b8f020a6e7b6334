import { chown, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { totalmem } from "node:os";
import path from "node:path";
import pg from "pg";
import { type RunAs, spawnGuarded } from "../processes/spawn-guarded";
import { exists, nativeFolder } from "./native-folder";
import { clearStaleLock } from "./stale-lock";

export interface EmbeddedOptions {
  /** absolute path of the cluster's folder; made (mode 0700) when missing */
  dataDir: string;
  port: number;
  /** password of the superuser `postgres`; used at initialisation and for readiness */
  superuserPassword: string;
  /** PostgreSQL refuses to run as root: required there */
  runAs?: RunAs;
  /** extra `-c name=value` settings */
  settings?: Record<string, string>;
  onLine?: (line: string) => void;
}

export interface EmbeddedServer {
  /** superuser URL of the maintenance database; keep it in the supervisor */
  url: string;
  pid: number;
  /** fast shutdown; resolves when the server has ended */
  stop(): Promise<void>;
  ended: Promise<number | null>;
}

/**
 * Starts PostgreSQL 18 from the npm package, initialising the cluster on first use. It ends when this process does, even by SIGKILL.
 * A lock that a killed server left is cleared. Throws with the server's last lines when it doesn't come up.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const native = await nativeFolder();
  if (!(await exists(path.join(options.dataDir, "PG_VERSION")))) await initialise(native, options);
  await clearStaleLock(options.dataDir);

  const lines: string[] = [];
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    port: String(options.port),
    password_encryption: "scram-sha-256",
    logging_collector: "off",
    shared_buffers: `${sharedMegabytes(Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY))}MB`,
    ...options.settings,
  };
  const args = ["-D", options.dataDir, ...Object.entries(settings).flatMap(([k, v]) => ["-c", `${k}=${v}`])];
  const child = spawnGuarded(path.join(native, "bin/postgres"), args, {
    env: environment(),
    runAs: options.runAs,
    deathSignal: "SIGINT",
    stdout: "ignore",
    stderr: "pipe",
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    for (const line of text.split("\n").filter(Boolean)) {
      lines.push(line);
      if (lines.length > 50) lines.shift();
      options.onLine?.(line);
    }
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on("exit", resolve);
    child.on("error", (error) => {
      lines.push(error.message);
      resolve(1);
    });
  });
  const stop = async () => {
    child.kill("SIGINT");
    await ended;
  };
  const url = `postgresql://postgres:${encodeURIComponent(options.superuserPassword)}@127.0.0.1:${options.port}/postgres`;
  try {
    await ready(url, ended, lines);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, pid: child.pid ?? 0, ended, stop };
}

/**
 * PostgreSQL's own cache in megabytes, of a machine's bytes: a sixteenth, since everything else runs there too, but 128 (its default) at least and 1024 at most, which
 * hold what judging and listing a million tokens read. It is taken as it fills.
 */
export const sharedMegabytes = (memory: number): number => Math.min(1024, Math.max(128, Math.floor(memory / 16 / 2 ** 20)));

/**
 * Asks the kernel for large pages for the server's own memory, where it leaves that to programs (transparent_hugepage = madvise): comparing a million tokens looks into hashes of many
 * megabytes, and takes 7 % less of the processor so (glibc manual, "Memory Allocation Tunables"). Another C library doesn't look at it.
 */
const largePages = "glibc.malloc.hugetlb=1";

/** The cluster takes its final name whole: one that was interrupted half-way would never come up. */
async function initialise(native: string, { dataDir, superuserPassword, runAs }: EmbeddedOptions): Promise<void> {
  const [draft, passwordFile] = [`${dataDir}.draft`, `${dataDir}.pw`];
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, superuserPassword, { mode: 0o600 });
  if (runAs) for (const at of [draft, passwordFile]) await chown(at, runAs.uid, runAs.gid);
  try {
    await run(
      path.join(native, "bin/initdb"),
      [
        `--pgdata=${draft}`,
        "--username=postgres",
        "--auth=scram-sha-256",
        `--pwfile=${passwordFile}`,
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-instructions",
      ],
      runAs,
    );
    await rename(draft, dataDir);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  } finally {
    await rm(passwordFile, { force: true });
  }
}

function run(file: string, args: string[], runAs?: RunAs): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawnGuarded(file, args, { runAs, env: environment(), stdout: "ignore", stderr: "pipe" });
    let output = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.on("error", reject);
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`${path.basename(file)} ended with ${code}: ${output.trim()}`))));
  });
}

/** Longest wait for a server that replays its log after a crash. */
const readyWithinMilliseconds = 120_000;

async function ready(url: string, ended: Promise<number | null>, lines: string[]): Promise<void> {
  let gone = false;
  void ended.then(() => {
    gone = true;
  });
  for (const start = Date.now(); Date.now() - start < readyWithinMilliseconds && !gone; ) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if ((error as { code?: string }).code === "28P01")
        throw new Error(
          "PostgreSQL refuses the password kept in supervisor/secrets.json. That file and the database belong together: restore both from one backup.",
        );
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`PostgreSQL did not come up:\n${lines.slice(-8).join("\n")}`);
}

function environment(): NodeJS.ProcessEnv {
  return { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, LC_ALL: "C.UTF-8", TZ: "UTC", GLIBC_TUNABLES: largePages };
}
