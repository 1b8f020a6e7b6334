/** The only errors a verb throws on purpose. Each names the thing, the reason and the next step in its message. */
export const errorCodes = ["InvalidInput", "Unauthenticated", "Forbidden", "NotFound", "Conflict", "RateLimited", "Unavailable", "Internal"] as const;
export type ErrorCode = (typeof errorCodes)[number];

export interface ErrorDetail {
  /** field path → sentence, for forms */
  fields?: Record<string, string>;
  /** seconds, with RateLimited or Unavailable */
  retryAfter?: number;
}

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

export const invalidInput = (message: string, fields?: Record<string, string>) => new AppError("InvalidInput", message, fields ? { fields } : {});
export const unauthenticated = (message = "Sign in to go on.") => new AppError("Unauthenticated", message);
export const forbidden = (message: string) => new AppError("Forbidden", message);
export const notFound = (thing: string) => new AppError("NotFound", `${thing} was not found. It may have been removed, or you may not see it.`);
export const conflict = (message: string) => new AppError("Conflict", message);
export const unavailable = (message: string, retryAfter?: number, cause?: unknown) =>
  new AppError("Unavailable", message, retryAfter === undefined ? {} : { retryAfter }, { cause });
