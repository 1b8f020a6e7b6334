import { randomBytes } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { processIdentity } from "../../lib/processes/process-identity";
import { PlainError } from "./plain-error";

/**
 * Makes sure one supervisor alone uses a data folder. The lock names its holder's number and start, so one that a killed start left
 * is known as stale. Returns the release. Throws PlainError while the holder lives.
 */
export async function holdLock(folder: string): Promise<() => Promise<void>> {
  const file = path.join(folder, "supervisor", "lock");
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  await writeFile(draft, `${process.pid} ${await processIdentity(process.pid)}`, { mode: 0o600 });
  try {
    for (let tries = 0; tries < 5; tries++) {
      if (await takes(draft, file)) return () => rm(file, { force: true });
      const held = await readFile(file, "utf8").catch(() => "");
      const [pid, ...identity] = held.split(" ");
      if (pid && (await processIdentity(Number(pid))) === identity.join(" "))
        throw new PlainError(
          `Countersign already runs on ${folder} (process ${pid}). Stop that one first, or start on other data with COUNTERSIGN_DATA and PORT.`,
        );
      await clear(file, held);
    }
    throw new PlainError(`The lock ${file} can't be taken: another start is at it right now. Try again in a moment.`);
  } finally {
    await rm(draft, { force: true });
  }
}

/** A link appears with its content at once, and fails where something stands: no half-written lock, no second holder. */
async function takes(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Removes a stale lock, and only that one: another start may have put its own there meanwhile. */
async function clear(file: string, stale: string): Promise<void> {
  const aside = `${file}.${randomBytes(6).toString("hex")}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  if ((await readFile(aside, "utf8")) !== stale) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}
