import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy } from "./lib/next/content-security-policy";

/** Adds a content security policy with a fresh nonce, and HSTS on https. It authorizes nothing: pages, actions and routes do that themselves. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const origin = process.env.COUNTERSIGN_ORIGIN ?? "http://localhost:3000";
  const policy = contentSecurityPolicy({
    nonce,
    secure: origin.startsWith("https:"),
    development: process.env.NODE_ENV === "development",
    signerOrigin: process.env.COUNTERSIGN_SIGNER_ORIGIN ?? "http://localhost:3001",
    collectorOrigin: process.env.COUNTERSIGN_COLLECTOR_ORIGIN ?? "http://localhost:3002",
  });
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  if (origin.startsWith("https:")) response.headers.set("strict-transport-security", "max-age=31536000; includeSubDomains");
  return response;
}

export const config = { matcher: ["/((?!_next/static|_next/image|favicon.ico|icon.svg).*)"] };
