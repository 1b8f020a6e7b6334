import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { expect, test } from "vitest";
import { processIdentity } from "./process-identity";
import { spawnGuarded } from "./spawn-guarded";

const env = { PATH: process.env.PATH, NODE_ENV: "test" as const };
const alive = async (pid: number): Promise<boolean> => (await processIdentity(pid)) !== null;

const sleeping = '"sleep", ["600"]';
/** Hears no polite signal. */
const deaf = `"sh", ["-c", "trap '' TERM; exec sleep 600"]`;

/** Starts a parent that starts a child guarded, and reports the child's number. */
async function parentOf(options: string, program = sleeping): Promise<{ parent: ReturnType<typeof spawn>; child: number }> {
  const script = `
    import { spawnGuarded } from "./lib/processes/spawn-guarded.ts";
    const child = spawnGuarded(${program}, { env: process.env, stdout: "ignore", stderr: "ignore", ${options} });
    console.log(child.pid);
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], { env, stdio: ["ignore", "pipe", "inherit"] });
  const [text] = await once(parent.stdout, "data");
  return { parent, child: Number(String(text).trim()) };
}

test.each([
  ["as on Linux", "", sleeping],
  ["as on systems without setpriv", "withoutSetpriv: true", sleeping],
  ["one that hears nothing else by SIGKILL", 'deathSignal: "SIGKILL"', deaf],
])("a killed starter takes its program along, %s", async (_name, options, program) => {
  const { parent, child } = await parentOf(options, program);
  // until it is setpriv no longer: only then its death signal is set for sure
  await expect
    .poll(() => path.basename(execFileSync("ps", ["-o", "comm=", "-p", String(child)], { encoding: "utf8" }).trim()))
    .toMatch(/^(?:sleep|node|MainThread)$/);
  parent.kill("SIGKILL");
  await expect.poll(() => alive(child), { timeout: 15_000 }).toBe(false);
});

test("nothing of the starter's environment reaches the program", async () => {
  process.env.DATABASE_URL_OF_THE_STARTER = "postgresql://secret";
  const child = spawnGuarded("env", [], { env: { PATH: process.env.PATH, NODE_ENV: "test", GIVEN: "yes" }, stdout: "pipe", stderr: "inherit" });
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  await once(child, "close");
  delete process.env.DATABASE_URL_OF_THE_STARTER;
  expect(output).toContain("GIVEN=yes");
  expect(output).not.toContain("postgresql://secret");
});

test.runIf(process.getuid?.() === 0)("as root the program runs as the user given, without root's groups, and cannot gain rights", async () => {
  const child = spawnGuarded("cat", ["/proc/self/status"], { env, runAs: { uid: 65534, gid: 65534 }, stdout: "pipe", stderr: "inherit" });
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  await once(child, "close");
  expect(output).toMatch(/^Uid:\s+65534\s+65534\s+65534\s+65534$/m);
  expect(output).toMatch(/^Groups:\s*$/m);
  expect(output).toMatch(/^NoNewPrivs:\s+1$/m);
});
