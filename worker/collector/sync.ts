import { setTimeout as pause } from "node:timers/promises";
import { type Claimed, claimRun } from "./sync/claim";
import type { Parts } from "./sync/parts";
import { runSync } from "./sync/run";

const idleMilliseconds = 500;

/**
 * Takes runs from the queue and reads connections, several at once, until the signal aborts. Ends when those under way have stopped at a
 * page; they are taken up again by whichever collector comes next.
 */
export async function serveSyncs(parts: Parts): Promise<void> {
  const underWay = new Set<Promise<void>>();
  while (!parts.signal.aborted) {
    if (underWay.size === parts.limits.concurrency) await Promise.race(underWay);
    const run = await claimNext(parts);
    if (run) {
      const over: Promise<void> = read(parts, run).finally(() => underWay.delete(over));
      underWay.add(over);
    } else await pause(idleMilliseconds, undefined, { signal: parts.signal }).catch(() => undefined);
  }
  await Promise.all(underWay);
}

/** Reads the next connection in the queue to its end. Returns false when none waits. */
export async function syncNext(parts: Parts): Promise<boolean> {
  const run = await claimNext(parts);
  if (run) await read(parts, run);
  return run !== null;
}

const claimNext = (parts: Parts): Promise<Claimed | null> =>
  claimRun(parts.ctx, parts.limits).catch((error: unknown) => {
    parts.ctx.log.error({ err: error }, "taking a sync from the queue failed; it is tried again");
    return null;
  });

const read = (parts: Parts, run: Claimed): Promise<void> =>
  runSync(parts, run).catch((error: unknown) => parts.ctx.log.error({ err: error, run: run.id }, "a sync broke off; it is taken up again"));
