import { type Duplex, pipeline, Readable } from "node:stream";
import * as zlib from "node:zlib";
import { type Budget, Unlookable } from "./budget";
import { unpackFault } from "./gzip";

/** A decoder as node:zlib makes them; it counts what it has taken in. */
export type ZstdDecoder = Duplex & { bytesWritten: number };
export type MakeZstdDecoder = (options: { chunkSize: number }) => ZstdDecoder;

/** Node has one from 22.15 and 23.8 on; undefined before. */
const ofNode = (zlib as { createZstdDecompress?: MakeZstdDecoder }).createZstdDecompress;
/** Whether what is packed with zstd is read here. */
export const readsZstd: boolean = ofNode !== undefined;

/**
 * What a zstd frame unpacks to, as it comes, within the same limits as gzip. Throws {@link Unlookable} where this Node has no decoder, where it is damaged or too
 * much, and where more frames follow than the decoder takes: it leaves what comes after the first one.
 */
export async function* unzstd(source: AsyncIterable<Uint8Array>, budget: Budget, make: MakeZstdDecoder | undefined = ofNode): AsyncGenerator<Uint8Array> {
  if (!make) throw new Unlookable("method", "zstd, which Node reads from 22.15 on");
  let [given, whole] = [0, false];
  const packed = Readable.from(
    (async function* () {
      for await (const chunk of source) {
        given += chunk.length;
        yield chunk;
      }
      whole = true;
    })(),
    { objectMode: false },
  );
  const decoder = make({ chunkSize: 64 * 1024 });
  // the loop below hears of every fault
  pipeline(packed, decoder, () => {});
  try {
    yield* budget.counted(decoder);
    if (!whole || decoder.bytesWritten < given) throw new Unlookable("method", "zstd in several frames, of which the first was read");
  } catch (error) {
    throw unpackFault(error);
  } finally {
    decoder.destroy();
    packed.destroy();
  }
}
