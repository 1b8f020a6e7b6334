import { once } from "node:events";
import type { Writable } from "node:stream";
import type { Context } from "../../../lib/core/context";
import { programArgs, programEnv } from "../../../lib/processes/program";
import { spawnGuarded } from "../../../lib/processes/spawn-guarded";
import { UploadBroken } from "../uploads/received";
import { brokenOff, type Ending, endRun } from "./end-run";
import { seeToEnd } from "./see-to-end";

/** What a process for one run is told. */
export interface SpawnParts {
  ctx: Context;
  databaseUrl: string;
  /** the collector's own folder: the pepper lies there, and the spool */
  home: string;
  /** aborts when the collector should end */
  signal: AbortSignal;
  /** for tests: what node runs instead of the scanner */
  program?: readonly string[];
  /** for tests: how many milliseconds a cancelled run is waited for */
  patience?: number;
}

/**
 * Has a claimed run done in a process of its own, fed with `content` where somebody sends it, and sees to it that both end. Never throws for what the
 * run or the content does.
 */
export async function spawnScan(parts: SpawnParts, runId: string, content?: AsyncIterable<Uint8Array>): Promise<void> {
  const { ctx, databaseUrl, home, signal, program = programArgs("scanner") } = parts;
  const child = spawnGuarded(process.execPath, [...program, runId], {
    env: {
      NODE_ENV: "production",
      TZ: "UTC",
      PATH: process.env.PATH,
      ...programEnv,
      DATABASE_URL: databaseUrl,
      COUNTERSIGN_HOME: home,
      ...(process.env.LOG_LEVEL ? { LOG_LEVEL: process.env.LOG_LEVEL } : {}),
    },
    stdout: "inherit",
    stderr: "inherit",
    watchesInput: true,
    // it may be busy with what it looks through when the collector dies
    deathSignal: "SIGKILL",
  });
  const { stop, release } = seeToEnd(child, parts, runId);
  const ended = once(child, "exit");
  ended.catch(() => {});
  let ending: Ending = { status: "failed", error: brokenOff };
  try {
    if (content) await feed(child.stdin as Writable, content, ended);
    await ended;
  } catch (error) {
    if (!(error instanceof UploadBroken)) throw error;
    ending = { status: "failed", error: "It did not come to its end. Send it again: what was found is known and not doubled." };
    stop();
    await ended;
  } finally {
    release();
    child.stdin?.destroy();
    const { cancelledBy } = await ctx.db.scanRun.findUniqueOrThrow({ where: { id: runId }, select: { cancelledBy: true } });
    if (cancelledBy !== null) ending = { status: "cancelled", error: null };
    if (signal.aborted) ending = { status: "failed", error: "Countersign was stopped meanwhile. What was found until then is kept." };
    await ctx.db.$transaction((tx) => endRun(tx, ctx, runId, ending, []));
  }
}

/** Hands over content as fast as it is taken; who takes no more has an answer ready. */
async function feed(stdin: Writable, content: AsyncIterable<Uint8Array>, ended: Promise<unknown>): Promise<void> {
  let open = true;
  stdin.on("error", () => {
    open = false;
  });
  void ended.then(
    () => {
      open = false;
    },
    () => {
      open = false;
    },
  );
  for await (const chunk of content) {
    if (!open) return;
    if (!stdin.write(chunk)) await Promise.race([once(stdin, "drain").catch(() => {}), ended]);
  }
  stdin.end();
}
