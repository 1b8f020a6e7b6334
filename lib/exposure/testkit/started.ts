import { readdirSync, readFileSync } from "node:fs";

/** The processes of this host that were started with a text among their arguments, by their id. */
export const startedWith = (text: string): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(text);
      } catch {
        // it is over
        return false;
      }
    })
    .map(Number);
