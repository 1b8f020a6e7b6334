import type { ChildProcess } from "node:child_process";
import type { Context } from "../../../lib/core/context";

/** So long a process may take to end by itself, once it should. */
const graceMilliseconds = 5_000;
/** So often it is asked whether a run is still its process's own. */
const askMilliseconds = 2_000;

/**
 * Sees to it that the process of a run ends: told to with `stop` and when the collector should end, and once the run is no longer its own because it
 * ended, was written off, or was begun anew. What is still there some seconds later is killed: it may be busy, and hear nothing. `release` once it ended.
 */
export function seeToEnd(child: ChildProcess, { ctx, signal }: { ctx: Context; signal: AbortSignal }, runId: string): { stop(): void; release(): void } {
  let last: NodeJS.Timeout | null = null;
  const killSoon = () => {
    last ??= setTimeout(() => child.kill("SIGKILL"), graceMilliseconds);
  };
  const stop = () => {
    child.kill("SIGTERM");
    killSoon();
  };
  let began: number | undefined;
  const ask = async () => {
    const run = await ctx.db.scanRun.findUnique({ where: { id: runId }, select: { status: true, startedAt: true } });
    began ??= run?.startedAt?.getTime();
    if (run?.status !== "running" || run.startedAt?.getTime() !== began) killSoon();
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
      if (last) clearTimeout(last);
      last = null;
      signal.removeEventListener("abort", stop);
    },
  };
}
