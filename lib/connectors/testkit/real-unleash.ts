import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { access } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import pg from "pg";
import { tenantDatabase } from "../../postgres/tenant-database";
import { dropTenant } from "./drop-tenant";

const demo = fileURLToPath(new URL("../../../demo/", import.meta.url));

/** A real Unleash with a database of its own, for tests. */
export interface RealUnleash {
  origin: string;
  /** an administrator's API token, for setting up */
  rootToken: string;
  /** a client token of the development environment */
  clientToken: string;
  admin: { username: string; password: string };
  /** Unleash's own database */
  query(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** Starts Unleash as a child on a new database of the server behind `adminUrl`; takes about 7 s, once its package is installed. */
export async function startRealUnleash(adminUrl: string): Promise<RealUnleash> {
  await installDemo();
  const name = `unleash_${randomBytes(6).toString("hex")}`;
  const password = randomBytes(12).toString("hex");
  const databaseUrl = await tenantDatabase(adminUrl, { database: name, role: name, password });
  const admin = { username: "admin", password: `${randomBytes(12).toString("base64url")}aA1!` };
  const rootToken = `*:*.${randomBytes(20).toString("hex")}`;
  const clientToken = `*:development.${randomBytes(20).toString("hex")}`;
  const apiTokens = [
    { secret: rootToken, type: "admin", environment: "*", projects: ["*"], tokenName: "root" },
    { secret: clientToken, type: "client", environment: "development", projects: ["*"], tokenName: "control" },
  ];
  const child = spawn(process.execPath, [`${demo}unleash/start.mjs`], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { PATH: process.env.PATH, NODE_ENV: "production" },
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.stdin.write(`${JSON.stringify({ databaseUrl, port: 0, admin, apiTokens })}\n`);
  const origin = await readyOrigin(child);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  return {
    origin,
    rootToken,
    clientToken,
    admin,
    query: async (sql, values = []) => (await client.query(sql, values)).rows,
    async stop() {
      await client.end();
      child.stdin.end();
      await ended;
      await dropTenant(adminUrl, name);
    },
  };
}

async function installDemo(): Promise<void> {
  try {
    await access(`${demo}node_modules/unleash-server/package.json`);
  } catch {
    try {
      await promisify(execFile)("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: demo, timeout: 300_000 });
    } catch (error) {
      throw new Error(`These tests need a real Unleash and could not install it. Run: npm ci --prefix demo. ${(error as { stderr?: string }).stderr ?? error}`);
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
    child.once("exit", (code) => reject(new Error(`Unleash did not come up (${code}).\n${errors}`)));
  });
}
