import { stat } from "node:fs/promises";
import type { z } from "zod";
import { systemClock } from "../../lib/core/clock";
import type { Context } from "../../lib/core/context";
import { createDb, type Db } from "../../lib/core/db";
import { readEnv } from "../../lib/core/env";
import { systemIds } from "../../lib/core/ids";
import { createLogger } from "../../lib/core/logger";
import { endingSignal } from "./ending";
import { ProcessEnvironment } from "./environment";
import { type Announcement, startHeartbeat } from "./heartbeat";

export type ProcessName = "signer" | "collector" | "executor";

export interface Process<E> {
  ctx: Context;
  env: ProcessEnvironment & E;
  /** absolute path of this process's own folder (0700) */
  home: string;
  /** aborts when the process should end; work in flight then has 10 s */
  signal: AbortSignal;
  /** tells the others this process's recipient or audit key; may be called again */
  announce(facts: Announcement): Promise<void>;
  /** registers what to close at the end (a server, a watcher); last registered, first closed */
  atEnd(close: () => unknown): void;
}

const graceMilliseconds = 10_000;

/**
 * The one way a machine process starts: environment parsed, database reached as its own role, row in process_status, heartbeat.
 * `run` may return once it serves or go on until `signal` aborts. Whatever it throws ends the process with one clear sentence (exit code 1).
 */
export async function startProcess<S extends z.ZodObject>(name: ProcessName, schema: S, run: (process: Process<z.infer<S>>) => Promise<void>): Promise<void> {
  const log = createLogger(name);
  const signal = endingSignal();
  const closers: (() => unknown)[] = [];
  let failed = false;
  try {
    const env = { ...readEnv(ProcessEnvironment), ...readEnv(schema) };
    await checkHome(env.COUNTERSIGN_HOME);
    const db = createDb(env.DATABASE_URL);
    closers.push(() => db.$disconnect());
    const ctx: Context = { actor: { type: "process", name }, db, clock: systemClock, ids: systemIds, log };
    await checkDatabase(db, name, env.COUNTERSIGN_DEPLOYMENT);

    const facts: Announcement = {};
    let stopHeartbeat = await startHeartbeat(ctx, name, env, facts);
    closers.push(() => stopHeartbeat());
    const running = run({
      ctx,
      env,
      home: env.COUNTERSIGN_HOME,
      signal,
      atEnd: (close) => closers.push(close),
      async announce(more) {
        Object.assign(facts, more);
        stopHeartbeat();
        stopHeartbeat = await startHeartbeat(ctx, name, env, facts);
      },
    });
    log.info({ pid: process.pid, walls: env.COUNTERSIGN_WALLS }, "started");
    // A run that returned early serves on by itself; one that fails ends the process.
    await Promise.race([running.then(() => ended(signal)), ended(signal)]);
    await Promise.race([running, grace()]);
  } catch (error) {
    failed = true;
    log.fatal({ err: error }, `The ${name} stopped: ${error instanceof Error ? error.message : String(error)}`);
  }
  await Promise.race([closeAll(closers, (error) => log.warn({ err: error }, "closing failed")), grace()]);
  log.info({ reason: signal.reason }, "ended");
  process.exit(failed ? 1 : 0);
}

async function checkHome(home: string): Promise<void> {
  const found = await stat(home).catch(() => null);
  if (!found?.isDirectory()) throw new Error(`Its folder ${home} does not exist. Start it through npm start, which prepares it.`);
  if (found.mode & 0o077) throw new Error(`Its folder ${home} is open to other users. Run: chmod 700 ${home}`);
}

async function checkDatabase(db: Db, name: ProcessName, deployment: string): Promise<void> {
  const [is] = await db.$queryRaw<{ role: string }[]>`select database_role() as role`;
  if (is?.role !== name) throw new Error(`DATABASE_URL belongs to the role ${is?.role}; the ${name} needs countersign_${name}.`);
  const row = await db.deployment.findFirst();
  if (row && row.id !== deployment) throw new Error(`The database belongs to deployment ${row.id}, this process to ${deployment}. Check DATABASE_URL.`);
}

async function closeAll(closers: (() => unknown)[], onError: (error: unknown) => void): Promise<void> {
  for (const close of closers.reverse()) {
    try {
      await close();
    } catch (error) {
      onError(error);
    }
  }
}

const ended = (signal: AbortSignal): Promise<void> =>
  signal.aborted ? Promise.resolve() : new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));

const grace = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, graceMilliseconds).unref());
