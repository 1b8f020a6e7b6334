import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { processIdentity } from "../../lib/processes/process-identity";
import { PlainError } from "./plain-error";

/**
 * Makes sure one supervisor alone uses a data folder. The lock names its holder's number and start, so one that a killed start left
 * is known as stale. Returns the release. Throws PlainError while the holder lives.
 */
export async function holdLock(folder: string): Promise<() => Promise<void>> {
  const file = path.join(folder, "supervisor", "lock");
  const mine = `${process.pid} ${await processIdentity(process.pid)}`;
  for (let tries = 0; tries < 5; tries++) {
    try {
      await writeFile(file, mine, { flag: "wx", mode: 0o600 });
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const held = await readFile(file, "utf8").catch(() => "");
    const [pid, ...identity] = held.split(" ");
    if (pid && (await processIdentity(Number(pid))) === identity.join(" "))
      throw new PlainError(
        `Countersign already runs on ${folder} (process ${pid}). Stop that one first, or start on other data with COUNTERSIGN_DATA and PORT.`,
      );
    await rm(file, { force: true });
  }
  throw new PlainError(`The lock ${file} can't be taken: another start is at it right now. Try again in a moment.`);
}
