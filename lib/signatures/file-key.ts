import { createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import type { FileKeyAssertion } from "./assertion";
import { fileKeyId } from "./key-fingerprint";

/** An Ed25519 key pair as kept in a file: both halves base64url, the private one as its 32-byte seed. */
export interface FileKeyPair {
  id: string;
  publicKey: string;
  privateKey: string;
}

/** A new key from the system's random source. */
export function createFileKeyPair(): FileKeyPair {
  const { d, x } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  if (!d || !x) throw new Error("Ed25519 key export gave no key");
  return { id: fileKeyId(x), publicKey: x, privateKey: d };
}

/** Signs an answer's text with a file key. Throws when the pair is not an Ed25519 key. */
export function signWithFileKey(pair: Pick<FileKeyPair, "publicKey" | "privateKey">, text: string): FileKeyAssertion {
  const key = createPrivateKey({ key: { kty: "OKP", crv: "Ed25519", x: pair.publicKey, d: pair.privateKey }, format: "jwk" });
  return { signature: sign(null, Buffer.from(text, "utf8"), key).toString("base64url") };
}
