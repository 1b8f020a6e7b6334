import type { IncomingMessage } from "node:http";
import { z } from "zod";

/** The stream broke off before its end: the browser went away, or the network did. */
export class UploadBroken extends Error {}

/** An upload that sends nothing for so long is over. */
const idleMilliseconds = 60_000;

/** The request's body; a sender who goes away in the middle is told from its end. */
export async function* received(req: IncomingMessage): AsyncGenerator<Uint8Array> {
  const idle = () => req.destroy(new UploadBroken("nothing came for a minute"));
  req.setTimeout(idleMilliseconds, idle);
  try {
    // one that ends early still has an answer to give
    for await (const chunk of req.iterator({ destroyOnReturn: false })) yield chunk as Buffer;
  } catch {
    throw new UploadBroken("the upload broke off");
  } finally {
    req.setTimeout(0);
  }
}

const Length = z.coerce.number().int().nonnegative().nullable().catch(null);

/** How much will come, as the request says; null = it does not. */
export const lengthOf = (req: IncomingMessage): number | null => Length.parse(req.headers["content-length"] ?? null);
