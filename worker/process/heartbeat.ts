import type { Context } from "../../lib/core/context";
import type { ProcessEnvironment } from "./environment";

/** What a process tells the others about itself. */
export interface Announcement {
  /** age recipient to which its credentials are sealed */
  recipient?: string;
  /** verifier key of the audit log in C2SP form; the executor's */
  auditKey?: string;
  /** how notices go out, "mail webhook"; empty where nothing is set up; the executor's */
  channels?: string;
}

const everyMilliseconds = 5_000;

/** Writes this process's row in process_status now and every 5 s. A failed beat is logged and tried again. */
export async function startHeartbeat(ctx: Context, name: string, env: ProcessEnvironment, announcement: Announcement): Promise<() => void> {
  const { db, clock, log } = ctx;
  const id = { process: name, instance: env.COUNTERSIGN_INSTANCE };
  const startedAt = clock.now();
  const beat = async () => {
    const row = { heartbeatAt: clock.now(), uid: process.getuid?.() ?? null, walls: env.COUNTERSIGN_WALLS, ...announcement };
    await db.processStatus.upsert({ where: { process_instance: id }, create: { ...id, startedAt, ...row }, update: { startedAt, ...row } });
  };
  await beat();
  const timer = setInterval(() => beat().catch((error: unknown) => log.warn({ err: error }, "heartbeat failed")), everyMilliseconds);
  return () => clearInterval(timer);
}
