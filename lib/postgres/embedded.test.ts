import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { processIdentity } from "../processes/process-identity";
import { sharedMegabytes } from "./embedded";
import { exists } from "./native-folder";
import { clearStaleLock } from "./stale-lock";

const folders: string[] = [];
const parents: ChildProcess[] = [];
afterEach(async () => {
  for (const parent of parents.splice(0)) parent.kill("SIGKILL");
  await new Promise((resolve) => setTimeout(resolve, 500));
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), "countersign-embedded-"));
  await chmod(made, 0o755);
  folders.push(made);
  return made;
}

/** Starts a parent process that starts the embedded server and says the server's number. */
function starter(dataDir: string) {
  const script = `
    import { startEmbedded } from "./lib/postgres/embedded.ts";
    import { freePort } from "./lib/testkit/free-port.ts";
    import { serviceUser } from "./lib/postgres/service-user.ts";
    const server = await startEmbedded({
      dataDir: ${JSON.stringify(dataDir)}, port: await freePort(), superuserPassword: "p",
      runAs: process.getuid?.() === 0 ? await serviceUser("postgres") : undefined, settings: { fsync: "off" },
    });
    console.log(server.pid);`;
  const parent = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  parents.push(parent);
  return parent;
}

async function startIn(dataDir: string): Promise<{ parent: ChildProcess; server: number }> {
  const parent = starter(dataDir);
  const [text] = await once(parent.stdout, "data");
  return { parent, server: Number(String(text).trim()) };
}

const alive = async (pid: number): Promise<boolean> => (await processIdentity(pid)) !== null;

test("a killed starter leaves no server, and the next start on the same data works", async () => {
  const dataDir = path.join(await folder(), "pg");
  const first = await startIn(dataDir);
  first.parent.kill("SIGKILL");
  const second = await startIn(dataDir);
  expect(await alive(first.server)).toBe(false);
  expect(await alive(second.server)).toBe(true);
  // The server itself killed as well: its lock stays behind and names a number that another process may have by then.
  process.kill(second.server, "SIGKILL");
  second.parent.kill("SIGKILL");
  await writeFile(path.join(dataDir, "postmaster.pid"), `${process.pid}\n${dataDir}\n`);
  const third = await startIn(dataDir);
  expect(await alive(third.server)).toBe(true);
});

test("a starter killed while it makes the cluster leaves none, and the next start makes it anew", async () => {
  const dataDir = path.join(await folder(), "pg");
  const first = starter(dataDir);
  await expect.poll(() => exists(path.join(`${dataDir}.draft`, "PG_VERSION")), { timeout: 20_000, interval: 5 }).toBe(true);
  first.kill("SIGKILL");
  expect(await exists(dataDir)).toBe(false);
  const { server } = await startIn(dataDir);
  expect(await alive(server)).toBe(true);
});

test("a lock of a process that is no server of this folder is cleared; without a lock nothing happens", async () => {
  const dataDir = await folder();
  await clearStaleLock(dataDir);
  await writeFile(path.join(dataDir, "postmaster.pid"), `${process.pid}\n`);
  await clearStaleLock(dataDir);
  expect(await exists(path.join(dataDir, "postmaster.pid"))).toBe(false);
});

test.each([
  [1, 128],
  [8, 512],
  [24, 1024],
])("of %i GiB of memory PostgreSQL keeps %i MiB", (gibibytes, megabytes) => {
  expect(sharedMegabytes(gibibytes * 2 ** 30)).toBe(megabytes);
});
