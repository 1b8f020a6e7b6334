import { pause } from "../guard/back-off";

/** When each connection may next be called, by this process's own clock (milliseconds). Those in the past are forgotten when one is added. */
const nextAt = new Map<string, number>();

/** Waits until this connection's next call is due, so that its calls are spread evenly over each minute. Rejects when the signal is aborted. */
export async function keepPace(connection: string, requestsPerMinute: number | null, signal?: AbortSignal, now = performance.now()): Promise<void> {
  if (requestsPerMinute === null) return;
  const due = Math.max(now, nextAt.get(connection) ?? 0);
  for (const [id, at] of nextAt) if (at < now) nextAt.delete(id);
  nextAt.set(connection, due + 60_000 / requestsPerMinute);
  // an aborted call ends in the client, by name
  if (due > now) await pause(due - now, signal).catch(() => undefined);
}
