import { z } from "zod";

const base64url = z
  .string()
  .min(1)
  .max(16_384)
  .regex(/^[A-Za-z0-9_-]+$/, "must be base64url");

/** What a browser gives back from a passkey prompt (WebAuthn Level 2, `PublicKeyCredential` of an assertion, as JSON). Unknown fields are dropped. */
export const WebauthnAssertion = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
});
export type WebauthnAssertion = z.infer<typeof WebauthnAssertion>;

/** Ed25519 (RFC 8032) over the canonical answer's UTF-8 bytes, made by a file key. */
export const FileKeyAssertion = z.strictObject({ signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/, "must be 64 bytes as base64url") });
export type FileKeyAssertion = z.infer<typeof FileKeyAssertion>;

export const Assertion = z.union([FileKeyAssertion, WebauthnAssertion]);
export type Assertion = z.infer<typeof Assertion>;

/** What a browser gives back when a passkey is made. */
export const WebauthnRegistration = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(32)).max(10).optional(),
  }),
});
export type WebauthnRegistration = z.infer<typeof WebauthnRegistration>;

export const KeyKind = z.enum(["webauthn", "ed25519"]);
export type KeyKind = z.infer<typeof KeyKind>;

/** A public key and whose it is. */
export interface SigningKey {
  /** WebAuthn credential id, or `file:` and the first half of the key's fingerprint */
  id: string;
  kind: KeyKind;
  /** base64url: COSE key (webauthn) or raw 32 bytes (ed25519) */
  publicKey: string;
  /** person id */
  person: string;
}
