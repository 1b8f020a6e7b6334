import { createHash } from "node:crypto";

/** SHA-256 of a public key's bytes, hex in groups of four: the same on the signer's page, in `trust pin` and in `key create`. */
export function keyFingerprint(publicKey: string): string {
  const hex = createHash("sha256").update(Buffer.from(publicKey, "base64url")).digest("hex");
  return hex.match(/.{4}/g)?.join(" ") ?? hex;
}

/** Whether two fingerprints are the same, however they are spaced or cased. */
export function sameFingerprint(one: string, other: string): boolean {
  const plain = (text: string) => text.replace(/[\s:]/g, "").toLowerCase();
  return plain(one) === plain(other);
}

/** Id of an Ed25519 file key: from its own bytes, so that a file renamed is the same key. */
export function fileKeyId(publicKey: string): string {
  return `file:${keyFingerprint(publicKey).replaceAll(" ", "").slice(0, 32)}`;
}
