import { archiveLimits, Unlookable } from "./budget";

/** Everything at once, where it must be. Throws {@link Unlookable} above what may be held in memory. */
export async function held(source: AsyncIterable<Uint8Array>, most = archiveLimits.held): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > most) throw new Unlookable("too_large", `more than ${most} bytes that are needed at once`);
  }
  return Buffer.concat(chunks);
}
