import { createWriteStream } from "node:fs";
import { stat, truncate } from "node:fs/promises";
import path from "node:path";
import { homeOf } from "./data-folder";

const longestBytes = 50 * 1024 * 1024;

/** Absolute path of a process's log, `<data>/logs/<name>.log`; emptied at a start once it is longer than 50 MB. */
export async function logFileOf(folder: string, name: string): Promise<string> {
  const file = path.join(homeOf(folder, "logs"), `${name}.log`);
  const found = await stat(file).catch(() => null);
  if (found && found.size > longestBytes) await truncate(file);
  return file;
}

/** Appends lines to a log. A log that can't be written (a full disk) is given up, not the process. */
export function lineWriter(file: string): (line: string) => void {
  const stream = createWriteStream(file, { flags: "a", mode: 0o600 });
  stream.on("error", () => undefined);
  return (line) => void stream.write(`${line}\n`);
}
