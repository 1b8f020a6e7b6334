import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { systemClock } from "../../lib/core/clock";
import { createDb } from "../../lib/core/db";
import { systemIds } from "../../lib/core/ids";
import { createLogger } from "../../lib/core/logger";
import { invitePerson } from "../../lib/sign-in/invite-person";
import { type Running, readRunning } from "../../worker/supervisor/running";
import { Secrets } from "../../worker/supervisor/secrets";
import { remember } from "./canaries";
import { freePorts } from "./ports";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** The first start installs and builds what is missing. */
export const startMilliseconds = 15 * 60_000;
/** A system must refuse a token several times over its proof window before the executor says that it is dead. */
export const proofMilliseconds = 15 * 60_000;

/** A whole Countersign: supervisor, all processes, its own PostgreSQL; with the sample also a real Unleash. */
export interface Stack {
  organisation: "sample" | "main";
  /** COUNTERSIGN_DATA of this one */
  data: string;
  origins: Running["origins"];
}

export interface StartedStack extends Stack {
  stop(): Promise<void>;
}

/** Installs and builds what is missing: once, before anything is started, since two starts at once would both build. */
export async function prepare(): Promise<void> {
  const script = `import("./scripts/setup/prepare.mjs").then(({ prepare }) => prepare({ demo: true, say: console.log }))`;
  await promisify(execFile)(process.execPath, ["-e", script], { cwd: root });
}

/** Starts `npm start`'s own script on free ports and data of its own; `port` and three after it must be free when given. */
export async function startStack(organisation: Stack["organisation"], options: { port?: number; env?: Record<string, string> } = {}): Promise<StartedStack> {
  const data = await mkdtemp(path.join(tmpdir(), "countersign-e2e-"));
  const port = options.port ?? (await freePorts(4));
  const env = { ...smallEnvironment(), COUNTERSIGN_DATA: data, PORT: String(port), ...options.env };
  const server = spawn(process.execPath, ["scripts/start.mjs", organisation === "sample" ? "--sample" : "--empty"], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  try {
    await ready(server);
    const running = await readRunning(path.join(data, organisation));
    if (!running) throw new Error("Countersign said it was ready and left no word of where.");
    return { organisation, data, origins: running.origins, stop: () => end(server, data) };
  } catch (error) {
    await end(server, data);
    throw error;
  }
}

/** Runs `countersign <words> --json` on a stack's host. Throws with what it said when it refuses. */
export async function countersign(stack: Stack, ...words: string[]): Promise<unknown> {
  return JSON.parse(await runScript(stack, "scripts/countersign.mjs", [...words, "--json"]));
}

/** Runs one of the scripts on a stack's host, in a small environment and with this on its standard input, and returns what it printed. Throws with what it said when it ends otherwise than it may. */
export function runScript(stack: Stack, script: string, words: readonly string[], mayEndWith: readonly number[] = [0], input = ""): Promise<string> {
  const env = { ...smallEnvironment(), COUNTERSIGN_DATA: stack.data };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...words], { cwd: root, env, stdio: ["pipe", "pipe", "pipe"] });
    let [said, complained] = ["", ""];
    // who doesn't read it may have ended before it is written
    child.stdin.on("error", () => undefined).end(input);
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      complained += text;
    });
    child.once("close", (code) =>
      code !== null && mayEndWith.includes(code) ? resolve(said) : reject(new Error(`${script} ${words.join(" ")}: ${said}${complained}`)),
    );
  });
}

/** A fresh one-time sign-in link for a person the stack knows: what `countersign admin invite` does, without a process for each. */
export async function signInLink(stack: Stack, userName: string): Promise<string> {
  const { running } = await insideOf(stack);
  const db = createDb(running.urls.owner, 1);
  const ctx = { actor: { type: "operator", name: "e2e" } as const, db, clock: systemClock, ids: systemIds, log: createLogger("e2e", "warn") };
  const { link } = await invitePerson(ctx, { userName, origin: running.origins.web }).finally(() => db.$disconnect());
  await remember(stack, "a sign-in link", new URL(link).searchParams.get("token") ?? link);
  return link;
}

/** The supervisor's own view of a stack: every role's database URL and the sample's secrets. For tests that must look behind the walls. */
export async function insideOf(stack: Stack): Promise<{ running: Running; secrets: Secrets; folder: string }> {
  const folder = path.join(stack.data, stack.organisation);
  const running = await readRunning(folder);
  if (!running) throw new Error(`No Countersign runs on ${folder}.`);
  return { running, folder, secrets: Secrets.parse(JSON.parse(await readFile(path.join(folder, "supervisor", "secrets.json"), "utf8"))) };
}

function smallEnvironment(): NodeJS.ProcessEnv {
  return { NODE_ENV: "test", PATH: process.env.PATH, HOME: process.env.HOME };
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(() => reject(new Error(`Countersign was not ready in time:\n${said}`)), startMilliseconds);
    for (const stream of [server.stdout, server.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        if (!said.includes("Countersign is ready")) return;
        clearTimeout(timer);
        resolve();
      });
    server.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`Countersign ended with ${code}:\n${said}`));
    });
  });
}

async function end(server: ChildProcess, data: string): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGINT");
    await ended;
  }
  await rm(data, { recursive: true, force: true });
}
