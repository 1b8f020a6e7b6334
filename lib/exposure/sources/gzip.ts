import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { type Budget, Unlookable } from "./budget";

/** What a gzip file unpacks to, as it comes. Throws {@link Unlookable} where it is damaged, cut off or too much. */
export async function* gunzipped(source: AsyncIterable<Uint8Array>, budget: Budget): AsyncGenerator<Uint8Array> {
  const packed = Readable.from(source, { objectMode: false });
  const gunzip = createGunzip({ chunkSize: 64 * 1024 });
  // the loop below hears of every fault
  pipeline(packed, gunzip, () => {});
  try {
    yield* budget.counted(gunzip);
  } catch (error) {
    throw unpackFault(error);
  } finally {
    gunzip.destroy();
    packed.destroy();
  }
}

/** A fault of zlib as a reason; others stay what they are. */
export function unpackFault(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "Z_BUF_ERROR") return new Unlookable("truncated", "the packed data ends too early");
  if (code?.startsWith("Z_")) return new Unlookable("malformed", (error as Error).message);
  if (code?.startsWith("ZSTD_")) return new Unlookable(code.endsWith("windowTooLarge") ? "too_large" : "malformed", (error as Error).message);
  return error;
}
