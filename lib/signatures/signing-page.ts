import { isIP } from "node:net";

/** The page on which people sign: its origin, and the WebAuthn relying party id that follows from it. */
export interface SigningPage {
  origin: string;
  /** the origin's host name */
  rpId: string;
  /** why a browser makes no passkey there, with the next step; null when it does */
  obstacle: string | null;
}

/** What follows from the signer's origin. Browsers make passkeys on https with a host name, and on http://localhost. */
export function signingPage(origin: string): SigningPage {
  const { hostname, protocol } = new URL(origin);
  const address = hostname.replace(/^\[|\]$/g, "");
  const local = hostname === "localhost" || hostname.endsWith(".localhost");
  return { origin, rpId: hostname, obstacle: obstacle(isIP(address) !== 0, protocol === "https:" || local, hostname) };
}

function obstacle(bareAddress: boolean, secure: boolean, hostname: string): string | null {
  if (bareAddress)
    return `Browsers make no passkeys for a bare address like ${hostname}. Give this page a host name: set COUNTERSIGN_ORIGIN to https and that name.`;
  if (!secure)
    return `Browsers make no passkeys over plain http, except on localhost. Serve ${hostname} over https: set COUNTERSIGN_ORIGIN to its https address.`;
  return null;
}
