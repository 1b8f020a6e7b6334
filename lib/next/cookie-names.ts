/**
 * Cookie names for an origin. All ports of one host share cookies, so names on plain http carry the port;
 * on https the __Host- prefix makes browsers refuse a cookie set by a sibling domain.
 */
export function cookieNames(origin: string): {
  session: string;
  callbackUrl: string;
  csrf: string;
  pkce: string;
  state: string;
  nonce: string;
  secure: boolean;
} {
  const url = new URL(origin);
  const secure = url.protocol === "https:";
  const name = (part: string) => (secure ? `__Host-countersign-${part}` : `countersign-${part}-${url.port || "80"}`);
  return {
    session: name("session"),
    callbackUrl: name("callback"),
    csrf: name("csrf"),
    pkce: name("pkce"),
    state: name("state"),
    nonce: name("nonce"),
    secure,
  };
}
