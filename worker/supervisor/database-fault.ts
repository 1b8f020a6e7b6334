import { PlainError } from "./plain-error";

/** What a failed first connection to one's own PostgreSQL means, in one sentence that never holds the password. */
export function databaseFault(error: unknown, url: string, variable: string): PlainError {
  const { hostname, port, username, pathname } = new URL(url);
  const where = `${hostname}:${port || 5432}`;
  const fault = error instanceof AggregateError ? error.errors[0] : error;
  const code = (fault as { code?: string } | undefined)?.code ?? "";
  const reason = fault instanceof Error ? fault.message : String(fault);
  switch (code) {
    case "ECONNREFUSED":
      return new PlainError(
        `No PostgreSQL answers at ${where} (from ${variable}). Start it, or correct the URL; without the variable Countersign brings its own.`,
      );
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new PlainError(`The host ${hostname} (from ${variable}) can't be found. Correct the URL.`);
    case "28P01":
    case "28000":
      return new PlainError(
        `PostgreSQL at ${where} refuses the user ${decodeURIComponent(username)} (from ${variable}). Correct the user or password in the URL.`,
      );
    case "3D000":
      return new PlainError(`PostgreSQL at ${where} has no database ${pathname.slice(1)} (from ${variable}). Create it, or correct the URL.`);
    default:
      return new PlainError(
        `PostgreSQL at ${where} can't be used (from ${variable}): ${reason.replaceAll(url, variable)}. Correct the URL, or start the server.`,
      );
  }
}
