import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const startMilliseconds = 8 * 60_000;

export interface EmptyOrganisation {
  /** the web's origin, http://localhost:… */
  origin: string;
  /** runs `countersign <words> --json` on this organisation's host */
  countersign(...words: string[]): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts Countersign as an organisation of one's own with nothing in it (`npm start -- --empty`), on free ports and in a folder of its own. */
export async function startEmptyOrganisation(port: number, extra: Record<string, string> = {}): Promise<EmptyOrganisation> {
  const data = await mkdtemp(path.join(tmpdir(), "countersign-e2e-"));
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: "production",
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    COUNTERSIGN_DATA: data,
    PORT: String(port),
    ...extra,
  };
  const server = spawn(process.execPath, ["scripts/start.mjs", "--empty"], { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  await ready(server);
  return {
    origin: `http://localhost:${port}`,
    countersign: (...words) => command(env, words),
    async stop() {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGINT");
      await ended;
      await rm(data, { recursive: true, force: true });
    },
  };
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

function command(env: NodeJS.ProcessEnv, words: string[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["scripts/countersign.mjs", ...words, "--json"], { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
    let [out, complaints] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      complaints += text;
    });
    child.once("exit", (code) => (code === 0 ? resolve(JSON.parse(out)) : reject(new Error(`countersign ${words.join(" ")}: ${out}${complaints}`))));
  });
}

/** A port with `room` free ones from it on. */
export async function freePorts(room: number): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const first = 21_000 + Math.floor(Math.random() * 20_000);
    const free = await Promise.all(Array.from({ length: room }, (_, n) => isFree(first + n)));
    if (free.every(Boolean)) return first;
  }
  throw new Error("no free ports");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer().once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
