import { setTimeout as pause } from "node:timers/promises";
import { claimRun } from "./sync/claim";
import type { Parts } from "./sync/parts";
import { runSync } from "./sync/run";

const idleMilliseconds = 500;

/**
 * Takes runs from the queue and reads connections, several at once, until the signal aborts. Ends when those under way have stopped at a
 * page; they are taken up again by whichever collector comes next.
 */
export async function serveSyncs(parts: Parts): Promise<void> {
  await Promise.all(Array.from({ length: parts.limits.concurrency }, () => worker(parts)));
}

async function worker(parts: Parts): Promise<void> {
  while (!parts.signal.aborted) {
    if (!(await syncNext(parts))) await pause(idleMilliseconds, undefined, { signal: parts.signal }).catch(() => undefined);
  }
}

/** Reads the next connection in the queue to its end. Returns false when none waits. */
export async function syncNext(parts: Parts): Promise<boolean> {
  try {
    const run = await claimRun(parts.ctx, parts.limits);
    if (!run) return false;
    await runSync(parts, run);
    return true;
  } catch (error) {
    parts.ctx.log.error({ err: error }, "taking a sync from the queue failed; it is tried again");
    return false;
  }
}
