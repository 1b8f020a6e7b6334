import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";

const Pass = z.strictObject({ person: z.uuid(), session: z.uuid(), id: z.string(), until: z.int() });
/** Who opened the page, from which session in web, until when (milliseconds). Carried in a signed cookie. It lets read, deny and enrol; it signs nothing. */
export type Pass = z.infer<typeof Pass>;

/** How long one may stay on the signer's pages after coming over. */
export const passMilliseconds = 30 * 60_000;

const mac = (secret: string, purpose: string, text: string): string => createHmac("sha256", secret).update(`${purpose}\n${text}`).digest("base64url");

function equal(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A text that only this signer could have written, for the given purpose. */
export const seal = (secret: string, purpose: string, text: string): string => `${Buffer.from(text).toString("base64url")}.${mac(secret, purpose, text)}`;

/** Opens what `seal` wrote for the same purpose; null for anything else. */
export function unseal(secret: string, purpose: string, sealed: string): string | null {
  const [encoded = "", tag = ""] = sealed.split(".");
  const text = Buffer.from(encoded, "base64url").toString("utf8");
  return equal(tag, mac(secret, purpose, text)) ? text : null;
}

/** Reads the pass from its cookie; null when it is missing, forged or over. */
export function readPass(secret: string, cookie: string | undefined, now: Date): Pass | null {
  const text = cookie ? unseal(secret, "pass", cookie) : null;
  const pass = text ? Pass.safeParse(JSON.parse(text)) : null;
  return pass?.success && pass.data.until > now.getTime() ? pass.data : null;
}

/** The hidden field of each form: only a page served to this pass has it. */
export const formToken = (secret: string, pass: Pass): string => mac(secret, "form", pass.id);
/** Whether a form's hidden field is the one of this pass. */
export const isFormToken = (secret: string, pass: Pass, given: string): boolean => equal(given, formToken(secret, pass));

/** Cookie name. On https the browser itself then guarantees that no other host set it. */
export const cookieName = (secure: boolean): string => (secure ? "__Host-countersign-signer" : "countersign-signer");

/** The Set-Cookie header that carries the pass: out of reach of scripts, on no foreign form, for half an hour. */
export function passCookie(secret: string, pass: Pass, secure: boolean): string {
  const value = seal(secret, "pass", JSON.stringify(pass));
  return `${cookieName(secure)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${passMilliseconds / 1000}${secure ? "; Secure" : ""}`;
}
