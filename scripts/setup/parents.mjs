import { readFileSync } from "node:fs";

const everyMilliseconds = 500;

/**
 * From now on hangs up, as a closed terminal would (SIGHUP to this process), once whoever started it through npm or from its staged copy is gone,
 * even by SIGKILL: npm, or the shell that npm may put in between. Call it first thing: a parent lost before that is not missed.
 * Started otherwise (by an init system, or in a shell's background), losing the parent is ordinary and nothing is watched.
 */
export function watchParents(env = process.env) {
  if (!env.npm_lifecycle_event && !env.COUNTERSIGN_STAGED_FROM) return;
  const parent = process.ppid;
  const grandparent = isShell(parent) ? parentOf(parent) : null;
  const timer = setInterval(() => {
    if (process.ppid === parent && (grandparent === null || parentOf(parent) === grandparent)) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGHUP");
  }, everyMilliseconds);
  timer.unref();
}

/** Where a shell puts this process in its own place, the parent is npm, and who started that is nobody's business. */
function isShell(pid) {
  return /^(sh|dash|bash|zsh|ksh|busybox)$/.test(read(`/proc/${pid}/comm`)?.trim() ?? "");
}

/** The parent of another process, from /proc; null where that does not exist. */
function parentOf(pid) {
  const stat = read(`/proc/${pid}/stat`);
  return stat === null ? null : Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
