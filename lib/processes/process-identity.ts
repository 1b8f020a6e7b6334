import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * What tells a process from a later one with the same number: its start time. Null when no such process lives.
 * On Linux from /proc (field 22 of stat, ticks since boot, with the boot's id), elsewhere from ps.
 */
export async function processIdentity(pid: number): Promise<string | null> {
  if (process.platform === "linux") {
    try {
      const [stat, boot] = await Promise.all([readFile(`/proc/${pid}/stat`, "utf8"), readFile("/proc/sys/kernel/random/boot_id", "utf8")]);
      // The second field is the name in brackets and may itself hold spaces and brackets.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return fields[0] === "Z" ? null : `${boot.trim()}:${fields[19]}`;
    } catch {
      return null;
    }
  }
  try {
    const { stdout } = await run("ps", ["-o", "lstart=", "-p", String(pid)]);
    return stdout.trim() || null;
  } catch {
    return null;
  }
}
