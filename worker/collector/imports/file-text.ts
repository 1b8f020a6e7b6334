import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { isGzip, TextDecoding } from "../../../lib/imports/read/decode-text";
import { FileFault } from "../../../lib/imports/read/file-fault";

/** Stretches of text of a file as it arrives, unpacked where it is gzip. `onBytes` hears how much of the file itself was read. Nothing is kept. Throws FileFault. */
export async function* fileText(source: AsyncIterable<Uint8Array>, onBytes: (bytes: number) => void): AsyncGenerator<{ text: string; last: boolean }> {
  const decoding = new TextDecoding();
  for await (const chunk of unpacked(counted(source, onBytes))) {
    for (let at = 0; at < chunk.length; at += stretch) {
      const text = decoding.push(chunk.subarray(at, at + stretch), false);
      if (text !== "") yield { text, last: false };
    }
  }
  yield { text: decoding.push(new Uint8Array(0), true), last: true };
}

/** A stretch is cut into rows as a whole; what is alive at once is copied by the garbage collector, so it is short. */
const stretch = 64 * 1024;

async function* counted(source: AsyncIterable<Uint8Array>, onBytes: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    onBytes(chunk.length);
    yield chunk;
  }
}

async function* unpacked(source: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head = new Uint8Array(0);
  while (head.length < 2) {
    const next = await source.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  const whole = (async function* () {
    yield head;
    yield* source;
  })();
  if (!isGzip(head)) return yield* whole;
  const gunzip = createGunzip();
  const file = Readable.from(whole, { objectMode: false });
  let broken: unknown = null;
  file.on("error", (error) => {
    broken = error;
    gunzip.destroy(error);
  });
  try {
    for await (const chunk of file.pipe(gunzip)) yield chunk as Buffer;
  } catch (error) {
    if (broken) throw broken;
    throw new FileFault("The gzip archive is damaged or cut off. Pack it anew, or send the file unpacked.", { cause: error });
  } finally {
    file.destroy();
  }
}
