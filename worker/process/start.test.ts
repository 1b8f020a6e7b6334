import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { testDatabase } from "../../lib/testkit/database";

const database = testDatabase();
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

async function start(extra: Record<string, string> = {}) {
  const home = await mkdtemp(path.join(tmpdir(), "countersign-home-"));
  const child = spawn(process.execPath, ["--import", "tsx", "worker/process/testkit/quiet-collector.ts"], {
    env: {
      NODE_ENV: "test",
      PATH: process.env.PATH,
      DATABASE_URL: database.url("collector"),
      COUNTERSIGN_HOME: home,
      COUNTERSIGN_DEPLOYMENT: "00000000-0000-7000-8000-000000000001",
      ...extra,
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  children.push(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  return { child, home, ended, output: () => output };
}

const row = () => database.as("web").processStatus.findFirst({ where: { process: "collector" } });

test("shows itself in process_status with what it announces, and ends on SIGTERM after closing", async () => {
  const process = await start();
  await expect.poll(async () => (await row())?.recipient, { timeout: 20_000 }).toBe("age1example");
  expect(await row()).toMatchObject({ instance: "main", walls: "database_only" });
  process.child.kill("SIGTERM");
  expect(await process.ended).toBe(0);
  expect(process.output()).toContain("closed");
});

test("ends when the other end of its standard input is gone", async () => {
  const process = await start();
  await expect.poll(() => process.output(), { timeout: 20_000 }).toContain("started");
  process.child.stdin.end();
  expect(await process.ended).toBe(0);
});

test.each([
  ["another role's URL", () => ({ DATABASE_URL: database.url("executor") }), "belongs to the role executor; the collector needs countersign_collector"],
  ["a URL of something else", () => ({ DATABASE_URL: "mysql://x" }), "must be a PostgreSQL URL"],
  ["a failing run", () => ({ FAIL: "the vendor list is empty" }), "The collector stopped: the vendor list is empty"],
])("refuses %s with a sentence", async (_name, extra, sentence) => {
  const process = await start(extra());
  expect(await process.ended).toBe(1);
  expect(process.output()).toContain(sentence);
});

test("refuses a folder that others can read", async () => {
  const open = await mkdtemp(path.join(tmpdir(), "countersign-open-"));
  await chmod(open, 0o755);
  const process = await start({ COUNTERSIGN_HOME: open });
  expect(await process.ended).toBe(1);
  expect(process.output()).toContain(`Run: chmod 700 ${open}`);
});
