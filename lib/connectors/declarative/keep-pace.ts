import { pause } from "../guard/back-off";

/** When each connection may next be called, by this process's own clock (milliseconds). Those in the past are forgotten when one is added. */
const nextAt = new Map<string, number>();

/** Waits until this connection's next call is due. Ends early when the signal is aborted: the client then says so by name. */
export async function keepPace(connection: string, requestsPerMinute: number | null, signal?: AbortSignal): Promise<void> {
  const wait = waitFor(connection, requestsPerMinute, performance.now());
  if (wait > 0) await pause(wait, signal).catch(() => undefined);
}

/** Takes the connection's next place, and says how many milliseconds from `now` it is: calls are spread evenly over each minute. */
export function waitFor(connection: string, requestsPerMinute: number | null, now: number): number {
  if (requestsPerMinute === null) return 0;
  const due = Math.max(now, nextAt.get(connection) ?? 0);
  for (const [id, at] of nextAt) if (at < now) nextAt.delete(id);
  nextAt.set(connection, due + 60_000 / requestsPerMinute);
  return due - now;
}
