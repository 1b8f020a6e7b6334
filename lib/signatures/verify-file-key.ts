import { createPublicKey, verify } from "node:crypto";

/** Whether a raw Ed25519 public key (base64url, 32 bytes) made this signature (base64url, 64 bytes) over the text. */
export function verifyFileKey(publicKey: string, text: string, signature: string): boolean {
  try {
    const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: publicKey }, format: "jwk" });
    return verify(null, Buffer.from(text, "utf8"), key, Buffer.from(signature, "base64url"));
  } catch {
    return false; // not an Ed25519 key
  }
}
