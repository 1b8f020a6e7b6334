import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { access, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import pg from "pg";
import { tenantDatabase } from "../../postgres/tenant-database";
import { freePort } from "../../testkit/free-port";
import { dropTenant } from "./drop-tenant";

const home = fileURLToPath(new URL("../../../demo/directus/", import.meta.url));
const program = path.join(home, "directus.mjs");

/** A real Directus with a database of its own, for tests. */
export interface RealDirectus {
  origin: string;
  /** the static token of the first administrator */
  adminToken: string;
  /** that of a user who may do nothing */
  controlToken: string;
  /** its API, by default as the administrator; the body parsed when there is one */
  call(method: string, path: string, json?: unknown, token?: string): Promise<unknown>;
  /** active users, each with the static token given */
  makeUsers(users: { email: string; token?: string; role?: string }[]): Promise<{ id: string; email: string }[]>;
  /** the status of Directus's door to this static token */
  door(token: string): Promise<number>;
  /** Directus's own database */
  query(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** Starts Directus as a child on a new database of the server behind `adminUrl`; takes about 10 s, once its package is installed. */
export async function startRealDirectus(adminUrl: string): Promise<RealDirectus> {
  await install();
  const name = `directus_${randomBytes(6).toString("hex")}`;
  const databaseUrl = await tenantDatabase(adminUrl, { database: name, role: name, password: randomBytes(12).toString("hex") });
  const adminToken = randomBytes(20).toString("hex");
  const folder = await mkdtemp(path.join(tmpdir(), "countersign-directus-"));
  const origin = `http://127.0.0.1:${await freePort()}`;
  const env = environment(origin, databaseUrl, adminToken);
  await promisify(execFile)(process.execPath, [program, "bootstrap"], { cwd: folder, env, timeout: 120_000 });
  const child = spawn(process.execPath, [program, "start"], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await untilUp(origin, child);
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();

  const call: RealDirectus["call"] = async (method, where, json, token = adminToken) => {
    const answer = await fetch(`${origin}${where}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${where.slice(0, 40)} answered ${answer.status}: ${text}`);
    return text === "" ? null : (JSON.parse(text) as { data: unknown }).data;
  };
  const makeUsers: RealDirectus["makeUsers"] = async (users) => {
    const rows = users.map((user) => ({ status: "active", ...user }));
    return (await call("POST", "/users?fields=id,email&limit=-1", rows)) as { id: string; email: string }[];
  };
  const controlToken = randomBytes(20).toString("hex");
  await makeUsers([{ email: "control@example.com", token: controlToken }]);
  return {
    origin,
    adminToken,
    controlToken,
    call,
    makeUsers,
    door: async (token) => (await fetch(`${origin}/users/me?fields=id`, { headers: { authorization: `Bearer ${token}` } })).status,
    query: async (sql, values = []) => (await database.query(sql, values)).rows,
    async stop() {
      await database.end();
      child.kill("SIGTERM");
      await ended;
      await dropTenant(adminUrl, name);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function environment(origin: string, databaseUrl: string, adminToken: string): NodeJS.ProcessEnv {
  const { hostname, port, pathname, username, password } = new URL(databaseUrl);
  return {
    ...{ PATH: process.env.PATH, NODE_ENV: "production", LOG_LEVEL: "error", TELEMETRY: "false", SERVE_APP: "false" },
    ...{ HOST: "127.0.0.1", PORT: new URL(origin).port, PUBLIC_URL: origin, SECRET: randomBytes(24).toString("hex"), KEY: "countersign" },
    ...{ DB_CLIENT: "pg", DB_HOST: hostname, DB_PORT: port, DB_DATABASE: pathname.slice(1), DB_USER: username, DB_PASSWORD: decodeURIComponent(password) },
    ...{ ADMIN_EMAIL: "admin@example.com", ADMIN_PASSWORD: randomBytes(12).toString("hex"), ADMIN_TOKEN: adminToken },
  };
}

async function install(): Promise<void> {
  try {
    await access(path.join(home, "node_modules/directus/package.json"));
  } catch {
    try {
      await promisify(execFile)("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: home, timeout: 300_000 });
    } catch (error) {
      const why = (error as { stderr?: string }).stderr ?? error;
      throw new Error(`These tests need a real Directus and could not install it. Run: npm ci --ignore-scripts --prefix demo/directus. ${why}`);
    }
  }
}

async function untilUp(origin: string, child: ChildProcess): Promise<void> {
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (text) => {
      said = (said + text).slice(-2_000);
    });
  for (let tries = 0; tries < 600 && child.exitCode === null; tries++) {
    const answer = await fetch(`${origin}/server/ping`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill("SIGKILL");
  throw new Error(`Directus did not come up.\n${said}`);
}
