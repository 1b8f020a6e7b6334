import { fstatSync } from "node:fs";

/**
 * Aborts when this process should end: SIGTERM, SIGINT, or the end of its standard input where that is a pipe.
 * The supervisor holds the other end of the pipe, so even a killed supervisor leaves nothing behind.
 */
export function endingSignal(): AbortSignal {
  const controller = new AbortController();
  const end = (reason: string) => controller.abort(reason);
  process.once("SIGTERM", () => end("SIGTERM"));
  process.once("SIGINT", () => end("SIGINT"));
  if (isPipe(0)) {
    process.stdin.once("close", () => end("the supervisor is gone"));
    process.stdin.once("error", () => end("the supervisor is gone"));
    process.stdin.resume();
  }
  return controller.signal;
}

function isPipe(descriptor: number): boolean {
  try {
    const status = fstatSync(descriptor);
    return status.isFIFO() || status.isSocket();
  } catch {
    return false;
  }
}
