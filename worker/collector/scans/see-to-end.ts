import type { ChildProcess } from "node:child_process";
import type { Context } from "../../../lib/core/context";
import { killGroup } from "../../../lib/processes/kill-group";

/** So long a process may take to end by itself, once it should. */
const graceMilliseconds = 5_000;
/** So long a run that was cancelled may take to write what it had found. */
const cancelMilliseconds = 20_000;
/** So often it is asked whether a run is still its process's own. */
const askMilliseconds = 2_000;

/**
 * Sees to it that the process of a run ends: told to with `stop` and when the collector should end, and once the run is no longer its own because it
 * ended, was written off, or was begun anew. What is still there some seconds later is killed, and so is a run that was cancelled and goes on: it may be busy,
 * and hear nothing. git and whatever else works for it in its process group ends with it. `release` once it ended.
 */
export function seeToEnd(
  child: ChildProcess,
  { ctx, signal, patience = cancelMilliseconds }: { ctx: Context; signal: AbortSignal; patience?: number | undefined },
  runId: string,
): { stop(): void; release(): void } {
  let last: NodeJS.Timeout | null = null;
  let late: NodeJS.Timeout | null = null;
  let over = false;
  const kill = () => {
    // its number may be another's by then
    if (!over) killGroup(child.pid);
  };
  const killSoon = () => {
    last ??= setTimeout(kill, graceMilliseconds);
  };
  const stop = () => {
    child.kill("SIGTERM");
    killSoon();
  };
  let began: number | undefined;
  const ask = async () => {
    const run = await ctx.db.scanRun.findUnique({ where: { id: runId }, select: { status: true, startedAt: true, cancelledBy: true } });
    began ??= run?.startedAt?.getTime();
    if (run?.status !== "running" || run.startedAt?.getTime() !== began) killSoon();
    else if (run.cancelledBy !== null) late ??= setTimeout(kill, patience);
  };
  const asking = () => void ask().catch((error: unknown) => ctx.log.warn({ err: error, run: runId }, "it could not be asked whether a scan is to go on"));
  asking();
  const asks = setInterval(asking, askMilliseconds);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  return {
    stop,
    release: () => {
      clearInterval(asks);
      for (const timer of [last, late]) if (timer) clearTimeout(timer);
      kill();
      over = true;
      signal.removeEventListener("abort", stop);
    },
  };
}
