import { readFile, readlink, rm } from "node:fs/promises";
import path from "node:path";
import { processIdentity } from "../processes/process-identity";

/** How long a server whose starter was killed may take to end by itself. */
const endsWithinMilliseconds = 20_000;

/**
 * Removes the lock (postmaster.pid) that a killed server left in its data folder. PostgreSQL itself takes any living process with that
 * number for the old server, which goes wrong where numbers come round soon, as after a container's restart.
 * Waits for a server that is still ending. The caller holds the data folder's own lock, so nobody else starts one.
 */
export async function clearStaleLock(dataDir: string): Promise<void> {
  const file = path.join(dataDir, "postmaster.pid");
  for (const start = Date.now(); Date.now() - start < endsWithinMilliseconds; ) {
    const pid = await lockedBy(file);
    if (pid === null) return;
    if (!(await servesFolder(pid, dataDir))) {
      await rm(file, { force: true });
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Another PostgreSQL still uses ${dataDir} (process ${await lockedBy(file)}). Stop it, then start again.`);
}

async function lockedBy(file: string): Promise<number | null> {
  const text = await readFile(file, "utf8").catch(() => null);
  return text === null ? null : Number.parseInt(text, 10);
}

/** Whether a living process is the server of that folder. Where /proc does not say, a living process is taken for it, as PostgreSQL does. */
async function servesFolder(pid: number, dataDir: string): Promise<boolean> {
  if ((await processIdentity(pid)) === null) return false;
  if (process.platform !== "linux") return true;
  // The server's working folder is its data folder. Another user's process does not show it: that is not a server we started.
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => null);
  return folder === dataDir;
}
