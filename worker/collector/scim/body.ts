import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { keepableIn } from "../../../lib/core/keepable";
import { ScimFault } from "./fault";
import type { Json } from "./normalise";

/** Longest body, in bytes. A group of 10,000 members takes about 0.9 MB. */
export const largestBody = 2 * 1024 * 1024;
const deepest = 20;
const types = ["application/scim+json", "application/json"];

/** Reads a JSON body. Throws SCIM errors: 415 for another type, 413 for too large, invalidSyntax for what is no JSON. */
export async function readBody(req: IncomingMessage): Promise<Json> {
  const type = req.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type && !types.includes(type)) throw new ScimFault(415, null, `The body must be ${types.join(" or ")}, not ${type}.`);
  const declared = Number(req.headers["content-length"] ?? 0);
  const chunks: Buffer[] = [];
  let size = 0;
  if (declared <= largestBody) {
    for await (const chunk of req) {
      const bytes = z.instanceof(Buffer).parse(chunk);
      size += bytes.length;
      if (size > largestBody) break;
      chunks.push(bytes);
    }
  }
  if (declared > largestBody || size > largestBody)
    throw new ScimFault(413, "tooMany", `The body is larger than ${largestBody} bytes. Send fewer members at once.`);
  const text = Buffer.concat(chunks).toString("utf8");
  try {
    const value: unknown = JSON.parse(text);
    if (depth(value) > deepest) throw new SyntaxError("too deep");
    return keepableIn(z.json().parse(value));
  } catch {
    throw new ScimFault(400, "invalidSyntax", "The body is not valid JSON.");
  }
}

function depth(value: unknown, at = 0): number {
  if (typeof value !== "object" || value === null || at > deepest) return at;
  return Object.values(value).reduce<number>((most, inner: unknown) => Math.max(most, depth(inner, at + 1)), at + 1);
}

/** Sends SCIM JSON; no body with 204. */
export function send(res: ServerResponse, status: number, body: object | null, headers: Record<string, string> = {}): void {
  const text = body === null ? "" : JSON.stringify(body);
  res.writeHead(status, {
    ...(body === null ? {} : { "content-type": "application/scim+json; charset=utf-8" }),
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...headers,
  });
  res.end(text);
}
