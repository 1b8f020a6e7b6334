import type { Sourced } from "../../../lib/exposure/sources/piece";

/** Whether a run is to stop, and why: somebody cancelled it, it is somebody else's by now, or what it found could not be written. */
export interface Stop {
  why: "cancelled" | "lost" | "failed" | null;
}

/** What ends a source in the middle. */
export class Stopped extends Error {
  override name = "Stopped";
}

/** So long nothing else gets its turn: neither the sign of life, nor the word to stop, nor what is being written beside. A turn takes microseconds. */
const mostMilliseconds = 5;

/**
 * The same source, which ends with {@link Stopped} once it is to stop, or with what the signal was aborted with. Files are read without waiting, so whoever reads them for long would keep
 * everything else of the process from its turn: it is let have one.
 */
export async function* breathing(source: AsyncIterable<Sourced>, stop: Stop, signal?: AbortSignal): AsyncGenerator<Sourced> {
  let last = performance.now();
  const breathe = async () => {
    if (performance.now() - last > mostMilliseconds) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      last = performance.now();
    }
    if (stop.why !== null) throw new Stopped(stop.why);
    signal?.throwIfAborted();
  };
  async function* within(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of content) {
      await breathe();
      yield chunk;
    }
  }
  for await (const one of source) {
    await breathe();
    yield "piece" in one && !(one.piece.content instanceof Uint8Array) ? { piece: { ...one.piece, content: within(one.piece.content) } } : one;
  }
}
