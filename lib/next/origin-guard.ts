import { forbidden } from "../core/errors";

/**
 * Refuses a mutating request that did not come from our own pages. Browsers send Origin with every POST, so one without it is refused too:
 * server actions and route handlers of the framework accept such requests by themselves.
 * Throws Forbidden.
 */
export function guardOrigin(headers: Headers, ownOrigin: string): void {
  const origin = headers.get("origin");
  if (origin === ownOrigin) return;
  throw forbidden(
    origin === null
      ? "This request did not say where it came from, so nothing was done. Reload the page and try again."
      : `This request came from ${origin}, but Countersign is served at ${ownOrigin}. Open ${ownOrigin} and try again; if this is the right address, an administrator must set COUNTERSIGN_ORIGIN to it.`,
  );
}
