import { httpStatusOf } from "../core/errors";
import type { Failure } from "../core/result";

/** A failure as `application/problem+json` (RFC 9457). */
export function problem({ code, message, fields, retryAfter }: Failure): Response {
  const status = httpStatusOf[code];
  return Response.json(
    { type: `urn:countersign:error:${code}`, title: code, status, detail: message, ...(fields ? { fields } : {}) },
    {
      status,
      headers: {
        "content-type": "application/problem+json",
        "cache-control": "no-store",
        ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }),
      },
    },
  );
}
