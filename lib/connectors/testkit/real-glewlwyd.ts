import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { tenantDatabase } from "../../postgres/tenant-database";
import { freePort } from "../../testkit/free-port";
import { dropTenant } from "./drop-tenant";

/** Where Debian's package keeps the tables and the first administrator. */
const scripts = "/usr/share/dbconfig-common/data/glewlwyd/install";

/** A real Glewlwyd with a database of its own, for tests. */
export interface RealGlewlwyd {
  origin: string;
  admin: { username: string; password: string };
  /** an API key of the administrator's */
  controlKey: string;
  /** the key with which the plugin signs: it stands in Glewlwyd's own answers and must come out nowhere */
  signingKey: string;
  /** its API, as the administrator; the body parsed when there is one */
  call(method: string, path: string, json?: unknown): Promise<unknown>;
  makeKey(userAgent?: string): Promise<string>;
  makeUser(username: string, more?: Record<string, unknown>): Promise<void>;
  /** a refresh token of a user of `makeUser`, given to the client "backup" by one of the two plugins */
  makeGrant(username: string, plugin?: "oauth" | "oidc"): Promise<string>;
  /** whether the credential itself opens anything: the key at the administration's door, the refresh token by introspection (RFC 7662) */
  opens(credential: { key: string } | { refreshToken: string; plugin?: "oauth" | "oidc" }): Promise<boolean>;
  /** Glewlwyd's own database */
  query(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** How Glewlwyd names a key or refresh token in its lists, where its configuration says SHA512. Refresh tokens have no `=` at the end. */
export const hashOfKey = (key: string): string => `{SHA512}${createHash("sha512").update(key).digest("base64").replaceAll("/", "_").replaceAll("+", "-")}`;
export const hashOfGrant = (token: string): string => hashOfKey(token).replace(/=+$/, "");

const userPassword = "a password for tests 1";
const client = { id: "backup", secret: randomBytes(12).toString("hex") };

/** Starts Glewlwyd as a child on a new database of the server behind `adminUrl`; takes about 1 s. Needs Debian's package glewlwyd. */
export async function startRealGlewlwyd(adminUrl: string): Promise<RealGlewlwyd> {
  const name = `glewlwyd_${randomBytes(6).toString("hex")}`;
  const admin = { username: "admin", password: randomBytes(16).toString("hex") };
  const databaseUrl = await tenantDatabase(adminUrl, { database: name, role: name, password: randomBytes(12).toString("hex") });
  const database = await prepareDatabase(adminUrl, databaseUrl, admin.password);
  const folder = await mkdtemp(path.join(tmpdir(), "countersign-glewlwyd-"));
  const origin = `http://127.0.0.1:${await freePort()}`;
  await writeFile(path.join(folder, "glewlwyd.conf"), configuration(origin, databaseUrl), { mode: 0o600 });
  const child = spawn("/usr/bin/glewlwyd", [`--config-file=${folder}/glewlwyd.conf`], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH, NODE_ENV: "test" },
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said = (said + text).slice(-2_000)));
  await untilUp(
    origin,
    () => child.exitCode !== null || child.signalCode !== null,
    () => child.kill("SIGKILL"),
    () => said,
  );

  const call = await signedInCaller(origin, admin);
  const signingKey = randomBytes(24).toString("hex");
  await setUp(call, origin, signingKey);
  const makeKey = async (userAgent?: string) => ((await call("POST", "/key/", undefined, userAgent)) as { key: string }).key;
  return {
    origin,
    admin,
    signingKey,
    call,
    makeKey,
    controlKey: await makeKey("control"),
    makeUser: async (username, more) =>
      void (await call("POST", "/user/", { username, password: userPassword, name: username, enabled: true, scope: ["files"], ...more })),
    makeGrant: (username, plugin = "oauth") => passwordGrant(origin, plugin, username),
    opens: (credential) => opens(origin, credential),
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

/** Debian's own tables and first administrator, who gets another password. pgcrypto is what Glewlwyd hashes passwords with. */
async function prepareDatabase(adminUrl: string, databaseUrl: string, password: string): Promise<pg.Client> {
  const superuser = new URL(adminUrl);
  superuser.pathname = new URL(databaseUrl).pathname;
  const root = new pg.Client({ connectionString: superuser.toString() });
  await root.connect();
  await root.query("create extension pgcrypto");
  await root.end();
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  for (const script of ["pgsql", "postgre.default.sql"]) await database.query(await readFile(path.join(scripts, script), "utf8"));
  await database.query("update g_user_password set guw_password = crypt($1, gen_salt('bf'))", [password]);
  return database;
}

function configuration(origin: string, databaseUrl: string): string {
  const { hostname, port, pathname, username, password } = new URL(databaseUrl);
  const connection = `host=${hostname} port=${port} dbname=${pathname.slice(1)} user=${username} password=${decodeURIComponent(password)}`;
  const modules = { user: "user", user_middleware: "user_middleware", client: "client", user_auth_scheme: "scheme", plugin: "plugin" };
  return [
    `port=${new URL(origin).port}`,
    'bind_address="127.0.0.1"',
    `external_url="${origin}"`,
    'api_prefix="api"',
    'log_mode="console"',
    'log_level="ERROR"',
    "cookie_secure=0",
    'admin_session_authentication="cookie,api_key"',
    'profile_session_authentication="cookie"',
    ...Object.entries(modules).map(([kind, folder]) => `${kind}_module_path="/usr/lib/glewlwyd/${folder}"`),
    'hash_algorithm="SHA512"',
    `database = { type="postgre" conninfo="${connection}" };`,
  ].join("\n");
}

async function untilUp(origin: string, over: () => boolean, stop: () => unknown, said: () => string): Promise<void> {
  for (let tries = 0; tries < 200 && !over(); tries++) {
    const answer = await fetch(`${origin}/api/scope/`).catch(() => null);
    if (answer?.status === 401) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  stop();
  throw new Error(`Glewlwyd did not come up. These tests need Debian's package glewlwyd.\n${said()}`);
}

type Call = (method: string, path: string, json?: unknown, userAgent?: string) => Promise<unknown>;

async function signedInCaller(origin: string, admin: { username: string; password: string }): Promise<Call> {
  const answer = await fetch(`${origin}/api/auth/`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(admin) });
  const cookie = answer.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
  return async (method, where, json, userAgent = "tests") => {
    const answered = await fetch(`${origin}/api${where}`, {
      method,
      headers: { cookie, "content-type": "application/json", "user-agent": userAgent },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const text = await answered.text();
    if (!answered.ok) throw new Error(`${method} ${where.slice(0, 40)} answered ${answered.status}: ${text}`);
    return text === "" ? null : JSON.parse(text);
  };
}

/** Both plugins that give out refresh tokens, a scope and a client that may have them for a password. */
async function setUp(call: Call, origin: string, key: string): Promise<void> {
  const common = {
    ...{ "jwt-type": "sha", "jwt-key-size": "256", key, "access-token-duration": 3600, "refresh-token-duration": 1_209_600, "code-duration": 600 },
    ...{ "refresh-token-rolling": true, "auth-type-code-enabled": false, "auth-type-implicit-enabled": false, "auth-type-password-enabled": true },
    ...{ "auth-type-client-enabled": true, "auth-type-refresh-enabled": true },
    ...{ "introspection-revocation-allowed": true, "introspection-revocation-allow-target-client": true },
  };
  const oidc = { iss: origin, "allow-non-oidc": true, "auth-type-token-enabled": false, "auth-type-id-token-enabled": false, "auth-type-none-enabled": false };
  const secrets = { "client-secret-parameter": "client_secret" };
  await call("POST", "/mod/plugin/", { module: "oauth2-glewlwyd", name: "oauth", display_name: "OAuth 2", enabled: true, parameters: common });
  const parameters = { ...common, ...oidc, ...secrets };
  await call("POST", "/mod/plugin/", { module: "oidc", name: "oidc", display_name: "OpenID Connect", enabled: true, parameters });
  await call("POST", "/scope/", { name: "files", display_name: "Files", description: "Files", password_required: true });
  await call("POST", "/client/", {
    ...{ client_id: client.id, name: "Backup", client_secret: client.secret, password: client.secret, confidential: true, enabled: true, scope: ["files"] },
    ...{ authorization_type: ["password", "refresh_token", "client_credentials"], redirect_uri: ["http://localhost/"] },
    token_endpoint_auth_method: ["client_secret_basic"],
  });
}

const asClient = (origin: string, where: string, form: Record<string, string>): Promise<Response> =>
  fetch(`${origin}/api/${where}`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString("base64")}` },
    body: new URLSearchParams(form),
  });

async function passwordGrant(origin: string, plugin: string, username: string): Promise<string> {
  const answer = await asClient(origin, `${plugin}/token/`, { grant_type: "password", username, password: userPassword, scope: "files" });
  const { refresh_token: token } = (await answer.json()) as { refresh_token?: string };
  if (!token) throw new Error(`no refresh token for ${username}: ${answer.status}`);
  return token;
}

async function opens(origin: string, credential: Parameters<RealGlewlwyd["opens"]>[0]): Promise<boolean> {
  if ("key" in credential) {
    const { status } = await fetch(`${origin}/api/scope/?limit=1`, { headers: { authorization: `token ${credential.key}` } });
    if (status !== 200 && status !== 401) throw new Error(`the administration's door answered ${status}`);
    return status === 200;
  }
  const form = { token: credential.refreshToken, token_type_hint: "refresh_token" };
  const answer = await asClient(origin, `${credential.plugin ?? "oauth"}/introspect/`, form);
  return ((await answer.json()) as { active: boolean }).active;
}
