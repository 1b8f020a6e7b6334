import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { access } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import pg from "pg";
import { tenantDatabase } from "../../../postgres/tenant-database";
import type { MadeToken } from "../../testkit/conformance";

const folder = fileURLToPath(new URL("../../../../demo/parse-server/", import.meta.url));

/** The application of examples/parse-server.yaml. */
const applicationId = "countersign";

/** A real Parse Server with a database of its own, for tests. */
export interface RealParseServer {
  origin: string;
  masterKey: string;
  readOnlyMasterKey: string;
  /** makes a user, and gives back its id */
  makeUser(username: string, email?: string): Promise<string>;
  /** signs a user in for an installation of this name */
  makeSession(user: string, installation: string): Promise<MadeToken>;
  /** whether a session is in Parse Server's own database */
  exists(sessionToken: string): Promise<boolean>;
  /** a call with the master key, past the connector */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** Starts Parse Server as a child on a new database of the server behind `adminUrl`; takes about 3 s, once its package is installed. */
export async function startRealParseServer(adminUrl: string): Promise<RealParseServer> {
  await install();
  const name = `parse_${randomBytes(6).toString("hex")}`;
  const databaseUrl = await tenantDatabase(adminUrl, { database: name, role: name, password: randomBytes(12).toString("hex") });
  const [masterKey, readOnlyMasterKey] = [`master-${randomBytes(16).toString("hex")}`, `readonly-${randomBytes(16).toString("hex")}`];
  const child = spawn(process.execPath, [`${folder}start.mjs`], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { PATH: process.env.PATH, NODE_ENV: "production", NODE_NO_WARNINGS: "1" },
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.stdin.write(`${JSON.stringify({ databaseUrl, applicationId, masterKey, readOnlyMasterKey })}\n`);
  const origin = await readyOrigin(child);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const call: RealParseServer["call"] = async (method, path, body, headers = {}) => {
    const answer = await fetch(`${origin}/parse${path}`, {
      method,
      headers: { "x-parse-application-id": applicationId, "x-parse-master-key": masterKey, "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  };
  return {
    origin,
    masterKey,
    readOnlyMasterKey,
    call,
    async makeUser(username, email) {
      const made = await call("POST", "/users", { username, password: randomBytes(16).toString("hex"), ...(email ? { email } : {}) });
      return String(made.objectId);
    },
    async makeSession(userId, installation) {
      const { sessionToken } = await call("POST", "/loginAs", { userId }, { "x-parse-installation-id": installation });
      return { name: installation, secret: String(sessionToken) };
    },
    exists: async (sessionToken) => (await client.query('select from "_Session" where "sessionToken" = $1', [sessionToken])).rowCount === 1,
    async stop() {
      await client.end();
      child.stdin.end();
      await ended;
      await dropDatabase(adminUrl, name);
    },
  };
}

async function install(): Promise<void> {
  try {
    await access(`${folder}node_modules/parse-server/package.json`);
  } catch {
    try {
      await promisify(execFile)("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: folder, timeout: 300_000 });
    } catch (error) {
      throw new Error(`These tests need a real Parse Server and could not install it. Run: npm ci --prefix demo/parse-server. ${error}`);
    }
  }
}

function readyOrigin(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let errors = "";
    child.stderr?.on("data", (text) => {
      errors = (errors + text).slice(-2_000);
    });
    if (child.stdout) createInterface({ input: child.stdout }).on("line", (line) => line.startsWith("ready ") && resolve(line.slice("ready ".length)));
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`Parse Server did not come up (${code}).\n${errors}`)));
  });
}

async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(`drop database if exists ${name} with (force)`);
    await client.query(`drop role if exists ${name}`);
  } finally {
    await client.end();
  }
}
