import { addressRefusal, classifyAddress } from "../connectors/guard/address";

/**
 * Why credentials must not be sent to this origin, in a sentence; null when they may. What a name resolves to is checked again at every
 * connection (lib/connectors/http), this is so that a mistake shows while the person is still typing.
 */
export function originRefusal(origin: string, allowPrivate: boolean): string | null {
  const url = parseOrigin(origin);
  if (!url) return "must be an origin, like https://unleash.example.com, without path or trailing slash";
  const encrypted = encryptedBy[url.protocol];
  if (encrypted === undefined) return "must start with https:// (or ldaps:// for a directory)";
  return hostRefusal(url.hostname, { allowPrivate, encrypted });
}

/** The LDAP connector begins every ldap:// with StartTLS. */
const encryptedBy: Partial<Record<string, boolean>> = { "https:": true, "http:": false, "ldaps:": true, "ldap:": true };

/** URL.origin is "null" for schemes that browsers don't know, so the form is checked by putting it together again. */
function parseOrigin(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return url.host !== "" && text === `${url.protocol}//${url.host}` ? url : null;
}

function hostRefusal(host: string, given: { allowPrivate: boolean; encrypted: boolean }): string | null {
  const bare = host.replace(/^\[|\]$/g, "");
  if (isAddress(bare)) return addressRefusal(bare, given);
  if (bare === "localhost" || bare.endsWith(".localhost"))
    return given.allowPrivate ? null : "is this machine itself; allow private addresses for this connection if that is meant";
  if (!given.encrypted && !given.allowPrivate) return "must start with https://, so that the credential never travels in clear";
  return null;
}

const isAddress = (host: string): boolean => host.includes(":") || /^[0-9.]+$/.test(host) || classifyAddress(host) !== "never";
