import { Cron } from "croner";
import { claimNext, type Lane, queueDueScans } from "./claim-run";
import { endBrokenRuns } from "./end-run";
import { type SpawnParts, spawnScan } from "./spawn-scan";
import { sweepMirrors } from "./sweep-mirrors";

/** So many are looked through at a time: a system spends most of it waiting, a repository its beginning. */
const most = { systems: 3, mirrors: 2 } as const satisfies Partial<Record<Lane, number>>;

/** Looks through what is due or asked for, one source after the other, until nothing waits. Returns how many that were. */
export async function scanWaiting(parts: SpawnParts): Promise<number> {
  await queueDueScans(parts.ctx);
  for (let count = 0; ; count++) {
    const run = parts.signal.aborted ? null : await claimNext(parts.ctx);
    if (!run) return count;
    await spawnScan(parts, run.id);
  }
}

/** Has what waits in a lane looked through beside each other; `underWay` holds the runs that were begun and are not over. */
async function beginBeside(parts: SpawnParts, lane: keyof typeof most, underWay: Set<Promise<void>>): Promise<void> {
  await queueDueScans(parts.ctx);
  while (underWay.size < most[lane] && !parts.signal.aborted) {
    const run = await claimNext(parts.ctx, lane);
    if (!run) return;
    const over: Promise<void> = spawnScan(parts, run.id)
      .catch((error: unknown) => {
        if (!parts.signal.aborted) parts.ctx.log.error({ err: error, run: run.id }, "a scan of something elsewhere failed");
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
  const [systems, mirrors] = [new Set<Promise<void>>(), new Set<Promise<void>>()];
  const crons = [
    job("* * * * * *", "look through what waits", () => scanWaiting(parts)),
    job("* * * * * *", "look through systems that wait", () => beginBeside(parts, "systems", systems)),
    job("* * * * * *", "look through repositories that wait", () => beginBeside(parts, "mirrors", mirrors)),
    job("*/15 * * * * *", "delete mirrors that nobody needs", () => sweepMirrors(parts.ctx, parts.home)),
    job("*/5 * * * * *", "end scans that broke off", () => endBrokenRuns(parts.ctx)),
  ];
  return () => {
    for (const cron of crons) cron.stop();
  };
}
