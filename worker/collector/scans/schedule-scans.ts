import { Cron } from "croner";
import { claimNext, queueDueScans } from "./claim-run";
import { endBrokenRuns } from "./end-run";
import { type SpawnParts, spawnScan } from "./spawn-scan";

/** So many systems are read at a time: each spends most of it waiting. */
const mostSystems = 3;

/** Looks through what is due or asked for, one source after the other, until nothing waits. Returns how many that were. */
export async function scanWaiting(parts: SpawnParts): Promise<number> {
  await queueDueScans(parts.ctx);
  for (let count = 0; ; count++) {
    const run = parts.signal.aborted ? null : await claimNext(parts.ctx);
    if (!run) return count;
    await spawnScan(parts, run.id);
  }
}

/** Has systems that wait looked through beside each other; `underWay` holds the runs that were begun and are not over. */
async function beginSystems(parts: SpawnParts, underWay: Set<Promise<void>>): Promise<void> {
  await queueDueScans(parts.ctx);
  while (underWay.size < mostSystems && !parts.signal.aborted) {
    const run = await claimNext(parts.ctx, "systems");
    if (!run) return;
    const over: Promise<void> = spawnScan(parts, run.id)
      .catch((error: unknown) => {
        if (!parts.signal.aborted) parts.ctx.log.error({ err: error, run: run.id }, "a scan of a system failed");
      })
      .finally(() => underWay.delete(over));
    underWay.add(over);
  }
}

/** Starts the clock's work on scans: what waits every second, what broke off every five. Returns how to stop it. */
export function scheduleScans(parts: SpawnParts): () => void {
  const guarded = (name: string, run: () => Promise<unknown>) => async () => {
    try {
      await run();
    } catch (error) {
      if (!parts.signal.aborted) parts.ctx.log.error({ err: error, job: name }, "a job of the collector failed; it is tried again");
    }
  };
  const job = (at: string, name: string, run: () => Promise<unknown>) => new Cron(at, { protect: true, timezone: "UTC" }, guarded(name, run));
  const systems = new Set<Promise<void>>();
  const crons = [
    job("* * * * * *", "look through what waits", () => scanWaiting(parts)),
    job("* * * * * *", "look through systems that wait", () => beginSystems(parts, systems)),
    job("*/5 * * * * *", "end scans that broke off", () => endBrokenRuns(parts.ctx)),
  ];
  return () => {
    for (const cron of crons) cron.stop();
  };
}
