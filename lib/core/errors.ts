/** The only errors a verb throws on purpose. Each names the thing, the reason and the next step in its message. */
export const errorCodes = ["InvalidInput", "Unauthenticated", "Forbidden", "NotFound", "Conflict", "RateLimited", "Unavailable", "Internal"] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** Each as a status of HTTP, whatever the form of the answer. */
export const httpStatusOf: Readonly<Record<ErrorCode, number>> = {
  InvalidInput: 400,
  Unauthenticated: 401,
  Forbidden: 403,
  NotFound: 404,
  Conflict: 409,
  RateLimited: 429,
  Unavailable: 503,
  Internal: 500,
};

/** What a form or a client can use beside the sentence. */
export interface ErrorDetail {
  /** field path → sentence, for forms */
  fields?: Record<string, string>;
  /** seconds, with RateLimited or Unavailable */
  retryAfter?: number;
}

/** An error that was thrown on purpose: its message is meant for the person who acted. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly detail: ErrorDetail = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = code;
  }
}

/** What was given can't be used. `fields`: field path → sentence, shown beside the field. */
export const invalidInput = (message: string, fields?: Record<string, string>) => new AppError("InvalidInput", message, fields ? { fields } : {});
/** Nobody is signed in, or no longer. */
export const unauthenticated = (message = "Sign in to go on.") => new AppError("Unauthenticated", message);
/** Somebody is signed in and may not. Such refusals are audited. */
export const forbidden = (message: string) => new AppError("Forbidden", message);
/** `thing` begins the sentence "… was not found". */
export const notFound = (thing: string) => new AppError("NotFound", `${thing} was not found. It may have been removed, or you may not see it.`);
/** Things are not, or no longer, as they must be for this. */
export const conflict = (message: string) => new AppError("Conflict", message);
/** Something needed does not answer now. `retryAfter` in seconds. */
export const unavailable = (message: string, retryAfter?: number, cause?: unknown) =>
  new AppError("Unavailable", message, retryAfter === undefined ? {} : { retryAfter }, { cause });
