import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { processIdentity } from "../../lib/processes/process-identity";
import { Child } from "./child";
import { PlainError } from "./plain-error";
import { throwIfHopeless } from "./readiness";

const children: Child[] = [];
afterEach(() => Promise.all(children.splice(0).map((child) => child.stop())));

async function start(script: string): Promise<{ child: Child; said: string[]; log: () => Promise<string> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "countersign-child-"));
  const logFile = path.join(folder, "it.log");
  const said: string[] = [];
  const env = { NODE_ENV: "test" as const, PATH: process.env.PATH };
  const child = new Child({ name: "it", args: ["-e", script], env, cwd: folder, logFile, say: (line) => said.push(line) });
  children.push(child);
  child.start();
  return { child, said, log: () => readFile(logFile, "utf8") };
}

test("a crashed process starts again after a pause, and one line says why", async () => {
  const { child, said, log } = await start("console.log('up'); setTimeout(() => { throw new Error('the vendor list is empty') }, 50)");
  await expect.poll(async () => (await log()).match(/^up$/gm)?.length ?? 0, { timeout: 10_000 }).toBeGreaterThanOrEqual(2);
  expect(said[0]).toMatch(/^it ended with code 1: .*the vendor list is empty\. It starts again in 1 s\.$/);
  expect(child.crashes).toBeGreaterThanOrEqual(1);
});

test("a process that crashes again and again is given up at the start, with its last words", async () => {
  const { child } = await start("throw new Error('no pepper')");
  expect(() => throwIfHopeless(child)).not.toThrow();
  await expect.poll(() => child.crashes, { timeout: 15_000 }).toBe(3);
  expect(() => throwIfHopeless(child)).toThrow(PlainError);
  expect(() => throwIfHopeless(child)).toThrow(/no pepper/);
});

test("stopping ends it and starts nothing again", async () => {
  const { child, said } = await start("setInterval(() => {}, 1000)");
  const { pid } = child;
  await child.stop();
  expect(await processIdentity(pid ?? 0)).toBeNull();
  expect(said).toEqual([]);
});
