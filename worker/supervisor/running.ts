import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

/** What a running supervisor leaves for the command line on its host: `<data>/supervisor/running.json`, mode 0600. It holds every role's URL. */
export const Running = z.object({
  pid: z.int().positive(),
  /** tells this process from a later one with the same number; see lib/processes/process-identity.ts */
  identity: z.string(),
  deployment: z.uuid(),
  sample: z.boolean(),
  walls: z.enum(["full", "database_only"]),
  origins: z.object({ web: z.string(), signer: z.string(), collector: z.string() }),
  urls: z.object({ owner: z.string(), web: z.string(), signer: z.string(), collector: z.string(), executor: z.string() }),
});
export type Running = z.infer<typeof Running>;

const fileOf = (folder: string): string => path.join(folder, "supervisor", "running.json");

/** Replaces the file whole, so that no reader sees half of it. */
export async function writeRunning(folder: string, running: Running): Promise<void> {
  const draft = `${fileOf(folder)}.draft`;
  await writeFile(draft, JSON.stringify(running, null, 2), { mode: 0o600 });
  await rename(draft, fileOf(folder));
}

/** The file's content, or null when there is none. Throws the file system's error when it may not be read. */
export async function readRunning(folder: string): Promise<Running | null> {
  try {
    return Running.parse(JSON.parse(await readFile(fileOf(folder), "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
