import { AppError, type ErrorCode, type ErrorDetail } from "./errors";

export interface Failure extends ErrorDetail {
  code: ErrorCode;
  message: string;
}
/** What an action, a route or a command gives back. */
export type Result<T> = { ok: true; data: T } | { ok: false; error: Failure };

export const ok = <T>(data: T): Result<T> => ({ ok: true, data });

/** Maps any thrown thing to a failure. Unknown errors show no inner text; `onUnknown` gets them for the log. */
export function failure(error: unknown, onUnknown: (error: unknown) => void): { ok: false; error: Failure } {
  if (error instanceof AppError) return { ok: false, error: { code: error.code, message: error.message, ...error.detail } };
  onUnknown(error);
  return {
    ok: false,
    error: { code: "Internal", message: "Something failed on our side. Nothing was changed; try again, and tell your administrator if it stays." },
  };
}
