import type { ErrorCode } from "../core/errors";
import type { Failure } from "../core/result";

const statuses: Record<ErrorCode, number> = {
  InvalidInput: 400,
  Unauthenticated: 401,
  Forbidden: 403,
  NotFound: 404,
  Conflict: 409,
  RateLimited: 429,
  Unavailable: 503,
  Internal: 500,
};

/** A failure as `application/problem+json` (RFC 9457). */
export function problem({ code, message, fields, retryAfter }: Failure): Response {
  const status = statuses[code];
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
