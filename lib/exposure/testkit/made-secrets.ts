import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** Letters and digits that look random and are the same for the same name. */
function letters(name: string, length: number): string {
  const bytes = createHash("shake256", { outputLength: length }).update(name).digest();
  return [...bytes].map((byte) => alphabet[byte % 62]).join("");
}
function base62(value: number): string {
  let text = "";
  for (let left = value; left > 0; left = Math.floor(left / 62)) text = alphabet[left % 62] + text;
  return text.padStart(6, "0");
}

/** Secrets in their vendors' forms, made at run time: no file of this repository holds one. */
export const made = {
  /** a classic personal access token: 30 characters and their CRC32 in base 62 */
  github(name: string): string {
    const random = letters(name, 30);
    return `ghp_${random}${base62(crc32(random))}`;
  },
  /** a live secret key */
  stripe: (name: string): string => `${["sk", "live"].join("_")}_${letters(name, 24)}`,
  /** as Unleash makes them: project, environment, 64 hexadecimal digits */
  unleash: (name: string, scope = "default:development"): string => `${scope}.${createHash("sha256").update(name).digest("hex")}`,
};
