import { systemClock } from "../core/clock";
import { anonymousContext } from "./context";
import { webEnv } from "./web-env";

const everyMilliseconds = 5_000;
let timer: ReturnType<typeof setInterval> | undefined;

/** Says every 5 s in process_status that the web process lives, as the machine processes do of themselves. A failed beat is logged and tried again. */
export function startWebHeartbeat(): void {
  const { db, log } = anonymousContext();
  const env = webEnv();
  const id = { process: "web", instance: env.COUNTERSIGN_INSTANCE };
  const startedAt = systemClock.now();
  const beat = async () => {
    const row = { startedAt, heartbeatAt: systemClock.now(), uid: process.getuid?.() ?? null, walls: env.COUNTERSIGN_WALLS };
    await db.processStatus.upsert({ where: { process_instance: id }, create: { ...id, ...row }, update: row });
  };
  const tick = () => void beat().catch((error: unknown) => log.warn({ err: error }, "heartbeat failed"));
  clearInterval(timer);
  timer = setInterval(tick, everyMilliseconds);
  timer.unref();
  tick();
}
