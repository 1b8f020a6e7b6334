import type { TokenRow } from "../tokens/token-row";
import type { TokenLink } from "./facet-names";

/**
 * Why the revocation of an exposed secret's token can't be requested here, in sentences; null where it can. What else stands in the way of one that can
 * (trust, a connection that may only read) the preview of the request says.
 */
export function refusalToRequest(link: TokenLink, token: Pick<TokenRow, "state" | "imported"> | null, mayFile: boolean, letInSince = false): string | null {
  if (!token) return "Its kind is no token, so nothing here can revoke it. Make a new one where it is used, and end this one.";
  if (link === "unlisted")
    return "Nobody had listed it before it was found, so no connection reaches it. Connect its system: once it is listed there, it can be requested.";
  if (token.imported) return "Its token is known from an import alone. Connect its system first.";
  if (token.state === "dead")
    return letInSince
      ? "Its token was proven dead, so nothing is asked for it here any more; yet it was let in since. End it at its system."
      : "Its token is proven dead.";
  if (token.state === "revoking" || token.state === "unproven") return "The machine is already at it.";
  if (token.state === "irrevocable") return "Its system can’t revoke it. Rotate it there.";
  if (!mayFile) return "Your roles don’t let you request revocations. A security manager or its owner can.";
  return null;
}
