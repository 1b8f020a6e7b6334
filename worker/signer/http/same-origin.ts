import { forbidden } from "../../../lib/core/errors";
import type { Exchange } from "./exchange";

/** Throws unless the browser says that this page itself sent the form. A missing Origin counts as foreign unless the browser vouches otherwise. */
export function requireSameOrigin({ headers }: Exchange, origin: string): void {
  const vouched = headers.origin === undefined && headers["sec-fetch-site"] === "same-origin";
  if (headers.origin !== origin && !vouched)
    throw forbidden("This did not come from the signing page itself, so it was not taken. Open the page from Countersign and try again.");
}

/** Whether the page was asked for under its own address. Another name for the same host would make signatures that don't count. */
export const isOwnHost = ({ headers }: Exchange, origin: string): boolean => headers.host === new URL(origin).host;
