import { VendorFault } from "../vendor-http";

interface BodyLimits {
  /** bytes; more is a fault */
  maxBytes: number;
  /** bytes; more is left unread */
  keepBytes: number | undefined;
}

/** Reads a body as UTF-8 text within limits. Throws VendorFault("too_large"); `what` names the request in it. */
export async function readBody(body: AsyncIterable<Buffer> & { destroy(): unknown }, { maxBytes, keepBytes }: BodyLimits, what: string): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body) {
    parts.push(part);
    size += part.length;
    if (keepBytes !== undefined && size >= keepBytes) break;
    if (size > maxBytes) {
      body.destroy();
      throw new VendorFault("too_large", `${what} answered with more than ${Math.round(maxBytes / 1024)} KB. Look at whether the origin is right.`, true);
    }
  }
  const all = Buffer.concat(parts);
  return (keepBytes === undefined ? all : all.subarray(0, keepBytes)).toString("utf8");
}
