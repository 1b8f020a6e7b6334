import { readFileSync } from "node:fs";

const everyMilliseconds = 1_000;

/**
 * Calls back once whoever started this through npm (or from its staged copy) is gone, even by SIGKILL: npm, or the shell that npm puts in between.
 * Started otherwise (by an init system, or in a shell's background), losing the parent is ordinary and nothing is watched.
 */
export function watchParents(gone: () => void): void {
  if (!process.env.npm_lifecycle_event && !process.env.COUNTERSIGN_STAGED_FROM) return;
  const parent = process.ppid;
  const grandparent = parentOf(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && parentOf(parent) === grandparent) return;
    clearInterval(timer);
    gone();
  }, everyMilliseconds);
  timer.unref();
}

/** The parent of another process, from /proc; null where that does not exist. */
function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return null;
  }
}
