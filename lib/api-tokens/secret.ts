import { sha256 } from "../core/canonical";
import type { Ids } from "../core/ids";

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const prefix = "cst_";
/** 62^43 > 2^256, and 62^6 > 2^32 */
const bodyLength = 43;
const checkLength = 6;
const shape = new RegExp(`^${prefix}[0-9A-Za-z]{${bodyLength + checkLength}}$`);

export interface NewSecret {
  /** shown once */
  token: string;
  /** SHA-256 of the whole text, hex: all that is kept */
  hash: string;
  /** the beginning and the end, by which people tell tokens apart */
  hint: string;
}

/** A new API token: `cst_`, 256 random bits in base 62, and their CRC-32 in base 62, so that scanners and typing errors are told apart from tokens without asking anybody. */
export function newSecret(ids: Ids): NewSecret {
  const body = base62(BigInt(`0x${Buffer.from(ids.secret(32), "base64url").toString("hex")}`), bodyLength);
  const token = `${prefix}${body}${checksum(body)}`;
  return { token, hash: sha256(token), hint: `${token.slice(0, 8)}…${token.slice(-4)}` };
}

/** Whether text has the form and checksum of an API token. Says nothing of whether it ever was one. */
export function isWellFormed(text: string): boolean {
  if (!shape.test(text)) return false;
  const body = text.slice(prefix.length, prefix.length + bodyLength);
  return text.endsWith(checksum(body));
}

const checksum = (body: string): string => base62(BigInt(crc32(body)), checkLength);

function base62(value: bigint, length: number): string {
  let text = "";
  for (let rest = value; rest > 0n; rest /= 62n) text = digits[Number(rest % 62n)] + text;
  return text.padStart(length, "0");
}

/** CRC-32 as in zlib and PNG (polynomial 0xEDB88320, reflected). Node's own came after the oldest version that we support. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(text, "ascii")) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
