import { type ChildProcess, spawn } from "node:child_process";
import { chmod, chown, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { z } from "zod";
import { familyOf, type Relative, survivors } from "./support/family";
import { freePorts } from "./support/ports";
import { prepare, startMilliseconds } from "./support/stack";

// Starting and ending, as an operator does: through npm, by Ctrl-C, and by the worst that can happen. One organisation's data goes through several
// deaths in a row: each start after one is the proof that it left nothing broken.

test.skip(process.platform !== "linux", "processes are counted in /proc");

// Before any case: a plain user could not, and a killed start must not be killed in that.
test.beforeAll(async () => {
  await prepare();
});

const started: Start[] = [];
const folders: string[] = [];
test.afterAll(async () => {
  for (const one of started) {
    const family = await familyOf(one.child.pid ?? 0);
    one.child.kill("SIGKILL");
    await expect.poll(() => survivors(family)).toEqual([]);
  }
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

interface Start {
  child: ChildProcess;
  said: () => string;
  ended: Promise<number | null>;
}

/** A plain user that every Linux has: nobody. */
const nobody = 65_534;

interface StartOptions {
  organisation?: "--empty" | "--sample";
  plain?: boolean;
  env?: Record<string, string>;
}

function start(data: string, port: number, { organisation = "--empty", plain = false, env: more = {} }: StartOptions = {}): Start {
  const env = { NODE_ENV: "test", PATH: process.env.PATH, HOME: data, COUNTERSIGN_DATA: data, PORT: String(port), ...more } as const;
  const user = plain && process.getuid?.() === 0 ? ["setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups"] : [];
  const [file = "", ...args] = [...user, "npm", "start", "--", organisation];
  // in a group of its own, as a terminal makes one
  const child = spawn(file, args, { env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  const one = { child, said: () => said, ended: new Promise<number | null>((resolve) => child.once("exit", resolve)) };
  started.push(one);
  return one;
}

async function folder(owner?: number): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), "countersign-start-"));
  folders.push(made);
  await chmod(made, 0o755);
  if (owner !== undefined && process.getuid?.() === 0) await chown(made, owner, owner);
  return made;
}

/** Waits until a start says something; one that has ended without it fails at once, with what it did say. */
async function until(one: Start, words: RegExp | string): Promise<void> {
  const ended = () => one.child.exitCode !== null || one.child.signalCode !== null;
  await expect.poll(() => ended() || Boolean(one.said().match(words)), { timeout: startMilliseconds, intervals: [100] }).toBe(true);
  expect(one.said()).toMatch(words);
}
const ready = (one: Start) => until(one, "Countersign is ready");

const family = (one: Start) => familyOf(one.child.pid ?? 0);
const nothingIsLeftOf = (those: readonly Relative[]) => expect.poll(() => survivors(those), { intervals: [100] }).toEqual([]);
const withCommand = (those: readonly Relative[], command: RegExp) => those.filter((one) => command.test(one.command));
function kill(those: readonly Relative[], command: RegExp): void {
  const [found] = withCommand(those, command);
  if (!found) throw new Error(`None of them is ${command}: ${those.map((one) => one.command).join("\n")}`);
  process.kill(found.pid, "SIGKILL");
}

/** A terminal sends Ctrl-C to everything in front of it. */
const pressCtrlC = (one: Start) => void process.kill(-(one.child.pid ?? 0), "SIGINT");

const supervisor = /^\S*node scripts\/start\.mjs/;
const postgres = /^\S*\/postgres -D/;
const collector = /\.programs\/collector\.mjs/;
const unleash = /demo\/main\.mjs/;

const health = async (port: number) => z.object({ walls: z.string() }).parse(await (await fetch(`http://localhost:${port}/api/health`)).json());

test("a process killed alone comes back; PostgreSQL, the supervisor or npm killed takes everything along, and each next start works", async () => {
  const [data, port] = [await folder(), await freePorts(4)];
  const first = start(data, port);
  await ready(first);
  kill(await family(first), collector);
  await until(first, /collector was ended by SIGKILL.*starts again in 1 s/);
  await expect.poll(async () => withCommand(await family(first), collector).length).toBe(1);

  // a second start on the same data, and one whose port is taken, are refused, and harm nobody
  const same = start(data, await freePorts(4));
  const other = start(await folder(), port);
  expect([await same.ended, await other.ended]).toEqual([1, 1]);
  expect(same.said()).toMatch(new RegExp(`^Countersign already runs on ${data}/main \\(process \\d+\\)\\. Stop that one first`, "m"));
  expect(other.said()).toMatch(new RegExp(`^Port ${port} \\(the web's\\) is taken by another program\\.`, "m"));
  await health(port);

  const all = await family(first);
  expect(withCommand(all, /postgres -D|\.programs\/(signer|collector|executor)\.mjs|next/).length).toBeGreaterThanOrEqual(5);
  kill(all, postgres);
  expect(await first.ended).toBe(1);
  expect(first.said()).toMatch(
    /^PostgreSQL was killed, so everything else was ended too\. Start again; if it comes back, \S+\/logs\/postgres\.log says why\.$/m,
  );
  await nothingIsLeftOf(all);

  const since = Date.now();
  const second = start(data, port);
  await ready(second);
  // Measured alone, a later start takes far less (bench/start.ts); this only finds one that waits for something that will never come.
  expect(Date.now() - since).toBeLessThan(5 * 60_000);
  const next = await family(second);
  kill(next, supervisor);
  await nothingIsLeftOf(next);

  const third = start(data, port);
  await ready(third);
  const last = await family(third);
  third.child.kill("SIGKILL");
  await nothingIsLeftOf(last);
});

test("without root everything works, the walls are told as they are, and Ctrl-C ends it in order", async () => {
  const [data, port] = [await folder(nobody), await freePorts(4)];
  const one = start(data, port, { plain: true });
  await ready(one);
  expect(one.said()).toContain("Walls: database only");
  expect(await health(port)).toMatchObject({ walls: "database_only" });
  const all = await family(one);
  pressCtrlC(one);
  // npm itself then ends by the signal
  await one.ended;
  expect(one.said()).toContain("Stopping…");
  expect(await survivors(all)).toEqual([]);
  // given back last of all
  expect(await readdir(path.join(data, "main", "supervisor"))).toEqual(["secrets.json"]);
});

test("a wrong database URL is one sentence, and nothing was started", async () => {
  const port = await freePorts(4);
  const one = start(await folder(), port, { env: { DATABASE_URL: `postgresql://u:hidden@127.0.0.1:${port + 3}/x` } });
  expect(await one.ended).toBe(1);
  expect(one.said()).toMatch(new RegExp(`^No PostgreSQL answers at 127\\.0\\.0\\.1:${port + 3} \\(from DATABASE_URL\\)`, "m"));
  expect(one.said()).not.toContain("hidden");
});

test("a sample killed while it sets up its Unleash leaves no process, and the next start finishes the set-up", async () => {
  const [data, port] = [await folder(), await freePorts(4)];
  const first = start(data, port, { organisation: "--sample" });
  await until(first, "Making accounts and API tokens in Unleash");
  const all = await family(first);
  expect(withCommand(all, unleash)).toHaveLength(1);
  first.child.kill("SIGKILL");
  await nothingIsLeftOf(all);

  const second = start(data, port, { organisation: "--sample" });
  await ready(second);
  expect(second.said()).toContain("Mira Koh, Security manager");
  const again = await family(second);
  kill(again, supervisor);
  await nothingIsLeftOf(again);
});
