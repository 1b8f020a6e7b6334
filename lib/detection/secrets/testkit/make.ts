import { createHash } from "node:crypto";
import { base62, crc32 } from "../checks/crc32";

export const digits = "0123456789";
export const lowers = "abcdefghijklmnopqrstuvwxyz";
export const uppers = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
export const alnums = digits + uppers + lowers;

/** Characters that look random and are the same for the same seed: secrets are made when tests run, none stands in a file. */
export function random(length: number, alphabet: string, seed: string | number): string {
  let text = "";
  for (let block = 0; text.length < length; block++) {
    for (const byte of createHash("sha512").update(`${seed} ${block}`).digest()) {
      if (byte < 256 - (256 % alphabet.length)) text += alphabet[byte % alphabet.length];
      if (text.length === length) break;
    }
  }
  return text;
}

/** A body with GitHub's and npm's checksum behind it. */
export function withChecksum(prefix: string, body: string): string {
  return prefix + body + base62(crc32(Buffer.from(body, "latin1"), 0, body.length), 6);
}

export const bytes = (text: string): Uint8Array => Buffer.from(text, "utf8");
