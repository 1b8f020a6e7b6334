import { once } from "node:events";
import { chown, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadOrCreateIdentity } from "../../lib/credentials/identity";
import { type EmbeddedServer, startEmbedded } from "../../lib/postgres/embedded";
import { createDatabase, createRoles, databaseRoles, roleUrl } from "../../lib/postgres/prepare";
import { spawnGuarded } from "../../lib/processes/spawn-guarded";
import { freePort } from "../../lib/testkit/free-port";
import { Journal } from "../executor/journal";
import { loadSealingKey } from "../executor/seal";
import { homeOf } from "./data-folder";
import { findUsers, prepareHomes, type Users } from "./homes";
import { layKeepsakes } from "./keepsakes";
import { logFileOf } from "./log-file";
import { readOptions } from "./options";
import { placeFile } from "./place-file";
import { type Program, type ProgramName, programs } from "./programs";
import { writeRunning } from "./running";
import { loadOrCreateSecrets, type Secrets } from "./secrets";

// Users of their own exist only where the start is root's, on Linux. Elsewhere the walls are the database's only, and everything says so.
const full = process.getuid?.() === 0 && process.platform === "linux";
const why = full ? "" : " (skipped: needs root on Linux, where each process gets a user of its own)";

let data: string;
let folder: string;
let users: Users;
let secrets: Secrets;
let server: EmbeddedServer;
let all: Program[];
const pids: Partial<Record<ProgramName, number>> = {};
const running: { kill(): boolean }[] = [];
const dataBefore = process.env.COUNTERSIGN_DATA;

/** The whole of a data folder as a start leaves it, made by the start's own code, with a process of each user that has its real environment. */
beforeAll(async () => {
  if (!full) return;
  data = await mkdtemp(path.join(tmpdir(), "countersign-walls-"));
  process.env.COUNTERSIGN_DATA = data;
  const options = readOptions("sample", { NODE_ENV: "test", COUNTERSIGN_DATA: data });
  folder = options.folder;
  users = await findUsers(true);
  await prepareHomes(folder, users);
  secrets = await loadOrCreateSecrets(folder);
  await layKeepsakes(options, secrets, users);
  const dataDir = path.join(homeOf(folder, "postgres"), "data");
  server = await startEmbedded({ dataDir, port: await freePort(), superuserPassword: secrets.superuserPassword, runAs: users.postgres });
  await createRoles(server.url, secrets.rolePasswords);
  await createDatabase(server.url, "countersign");
  const url = (role: (typeof databaseRoles)[number]) => roleUrl(server.url, role, "countersign", secrets.rolePasswords[role]);
  const urls = { owner: url("owner"), web: url("web"), signer: url("signer"), collector: url("collector"), executor: url("executor") };
  await writeRunning(folder, { pid: process.pid, identity: "x", deployment: secrets.deployment, sample: true, walls: "full", origins: options.origins, urls });
  await layOwnFiles();
  all = programs(options, secrets, urls, "full", { NODE_ENV: "test", PATH: process.env.PATH });
  for (const { name, env } of all) {
    await writeFile(await logFileOf(folder, name), "up\n", { mode: 0o600 });
    const child = spawnGuarded(process.execPath, ["-e", "console.log('up'); setInterval(() => {}, 1000)"], {
      ...{ env, cwd: homeOf(folder, name), runAs: users[name], stdout: "pipe", stderr: "inherit" },
    });
    running.push(child);
    pids[name] = child.pid;
    if (child.stdout) await once(child.stdout, "data");
  }
}, 60_000);
afterAll(async () => {
  if (!full) return;
  for (const child of running) child.kill();
  await server?.stop();
  await rm(data, { recursive: true, force: true });
  if (dataBefore === undefined) Reflect.deleteProperty(process.env, "COUNTERSIGN_DATA");
  else process.env.COUNTERSIGN_DATA = dataBefore;
});

/** What the processes make for themselves, by their own code, then handed to their users as if these had written it. */
async function layOwnFiles(): Promise<void> {
  const [collector, executor] = [homeOf(folder, "collector"), homeOf(folder, "executor")];
  await loadOrCreateIdentity(collector);
  await loadOrCreateIdentity(executor);
  await loadSealingKey(executor, secrets.deployment);
  await (await Journal.open(executor)).mark(new Date());
  await placeFile(homeOf(folder, "signer"), "cookie-secret", "secret", users.signer);
  for (const name of ["collector", "executor"] as const)
    for (const file of await readdir(homeOf(folder, name))) await chown(path.join(homeOf(folder, name), file), users[name]?.uid ?? 0, users[name]?.gid ?? 0);
}

type Act = "list" | "read" | "write" | "plant" | "signal" | "become";
type Attempt = [act: Act, on: string | number];

/** Tries things as one of the users, in a process started as the supervisor starts that user's. Returns, for each, "done" or the system's refusal. */
async function tryAs(name: ProgramName, attempts: Attempt[]): Promise<Record<string, string>> {
  const script = `
    const fs = require("node:fs");
    const acts = {
      list: (at) => fs.readdirSync(at),
      read: (at) => fs.closeSync(fs.openSync(at, "r")),
      write: (at) => fs.closeSync(fs.openSync(at, "a")),
      plant: (at) => fs.writeFileSync(at + "/planted", ""),
      signal: (pid) => process.kill(pid, 0),
      become: (uid) => process.setuid(uid),
    };
    const outcome = (act, on) => { try { acts[act](on); return "done"; } catch (error) { return error.code; } };
    console.log(JSON.stringify(Object.fromEntries(JSON.parse(fs.readFileSync(0, "utf8")).map(([act, on]) => [act + " " + on, outcome(act, on)]))));`;
  const env = all.find((program) => program.name === name)?.env ?? { NODE_ENV: "test" };
  const child = spawnGuarded(process.execPath, ["-e", script], { env, cwd: homeOf(folder, name), runAs: users[name], stdout: "pipe", stderr: "inherit" });
  child.stdin?.end(JSON.stringify(attempts));
  let said = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  await once(child, "close");
  return JSON.parse(said);
}

/** Everything under a folder, itself too. */
async function under(at: string): Promise<Attempt[]> {
  const found: Attempt[] = [
    ["list", at],
    ["plant", at],
  ];
  for (const entry of await readdir(at, { withFileTypes: true })) {
    const file = path.join(at, entry.name);
    if (entry.isDirectory()) found.push(...(await under(file)));
    else found.push(["read", file], ["write", file]);
  }
  return found;
}
const refusals = (outcome: Record<string, string>) => Object.entries(outcome).filter(([, how]) => how !== "EACCES" && how !== "EPERM");

describe.runIf(full)(`someone who owns web, as its user${why}`, () => {
  test("reads, lists and changes nothing of the supervisor's and the other processes' files; its own it does", async () => {
    const others = (await readdir(folder)).filter((name) => name !== "web");
    const attempts = (await Promise.all(others.map((name) => under(homeOf(folder, name))))).flat();
    const named = attempts.map(([, on]) => path.relative(folder, String(on)));
    for (const file of [
      ...["supervisor/running.json", "supervisor/secrets.json", "executor/trust-root.json", "executor/age-identity.txt", "executor/audit-key.json"],
      ...["executor/journal.jsonl", "executor/pepper.json", "collector/age-identity.txt", "collector/pepper.json", "signer/cookie-secret"],
      ...["signer/sample-root.json", "logs/executor.log", "postgres/data/PG_VERSION"],
    ])
      expect(named).toContain(file);
    expect(refusals(await tryAs("web", [...attempts, ["list", data], ["plant", data], ["list", folder], ["plant", folder]]))).toEqual([]);
    const own = await tryAs("web", await under(homeOf(folder, "web")));
    expect([...new Set(Object.values(own))]).toEqual(["done"]);
  }, 60_000);

  test("looks into no other process, stops none and becomes none; the right user looks into its own", async () => {
    const { web, ...others } = pids;
    const targets = [...Object.values(others), server.pid, process.pid];
    const attempts = targets.flatMap((pid): Attempt[] => {
      const at = `/proc/${pid}`;
      return [
        ["read", `${at}/environ`],
        ["read", `${at}/mem`],
        ["write", `${at}/mem`],
        ["list", `${at}/fd`],
        ["signal", pid],
      ];
    });
    const uids = Object.values(users).map(({ uid }): Attempt => ["become", uid]);
    const foreign = uids.filter(([, uid]) => uid !== users.web?.uid);
    expect(refusals(await tryAs("web", [...attempts, ...foreign, ["become", 0]]))).toEqual([]);
    for (const { name } of all) {
      const own = await tryAs(name, [
        ["read", `/proc/${pids[name]}/environ`],
        ["signal", pids[name] ?? 0],
        ["become", users[name]?.uid ?? 0],
      ]);
      expect(Object.values(own)).toEqual(["done", "done", "done"]);
    }
  }, 60_000);

  test("the other processes read what is theirs, so the refusals are web's alone", async () => {
    for (const name of ["signer", "collector", "executor"] as const) {
      const own = await tryAs(name, await under(homeOf(folder, name)));
      expect([...new Set(Object.values(own))]).toEqual(["done"]);
    }
  }, 60_000);

  test("finds no other role's way into the database in its environment, and its own password opens no other role", async () => {
    const env: NodeJS.ProcessEnv = all.find(({ name }) => name === "web")?.env ?? { NODE_ENV: "test" };
    const { web, ...others } = secrets.rolePasswords;
    // Command lines are open to every user of the system.
    const lines = [...all.map(({ args }) => args.join(" ")), await readFile(`/proc/${server.pid}/cmdline`, "utf8")];
    for (const secret of [...Object.values(secrets.rolePasswords), secrets.superuserPassword]) expect(lines.join("\n")).not.toContain(secret);
    const known = Object.values(env).join("\n");
    for (const secret of [...Object.values(others), secrets.superuserPassword, ...Object.values(secrets.pepper.peppers), secrets.sampleRoot.privateKey])
      expect(known).not.toContain(secret);
    const as = async (user: string, password: string) => {
      const url = new URL(env.DATABASE_URL ?? "");
      const client = new pg.Client({ host: url.hostname, port: Number(url.port), database: "countersign", user, password });
      try {
        await client.connect();
        return (await client.query<{ who: string }>("select current_user as who")).rows[0]?.who;
      } catch (error) {
        return (error as { code?: string }).code;
      } finally {
        await client.end().catch(() => undefined);
      }
    };
    for (const role of ["postgres", ...databaseRoles.filter((one) => one !== "web").map((one) => `countersign_${one}`)])
      expect(await as(role, web)).toBe("28P01");
    expect(await as("countersign_web", web)).toBe("countersign_web");
    expect(await as("countersign_executor", secrets.rolePasswords.executor)).toBe("countersign_executor");
  });
});
