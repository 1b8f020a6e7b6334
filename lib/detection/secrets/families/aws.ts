import { assignedAt } from "../engine/assignment";
import * as b from "../engine/bytes";
import { type Detector, type Look, report } from "../engine/look";
import type { Kind } from "../hit";
import { markOf } from "../marks";
import { entropy } from "../randomness";

const rotate = "AWS: IAM → Users → Security credentials → create a second access key, deploy it, deactivate and delete the old one.";
const kind = (id: string, title: string, tokenClass: Kind["tokenClass"]): Kind => ({ id, title, family: "AWS", tier: "structured", tokenClass, rotate });

const keyIdLength = 20;
const secretLength = 40;
/** What the look at a text that may be one costs. */
const secretSteps = 800;
/** An access key id and its secret stand together in every form AWS hands them out (CSV, credentials file, console): this many bytes apart at most. */
const nearby = 320;

/** Prefixes of access key ids (IAM user guide, "Understanding unique ID prefixes"): long-lived, and with a session token. */
const prefixes = ["AKIA", "ASIA", "ABIA", "ACCA"] as const;
/** Ids of the first years began with this and one more character. */
const early = "A3T";

/**
 * The account that an access key id issued since 2019 belongs to: behind the prefix stand, in base32, a bit that is set and then the account's number in 40 bits
 * (published by Aidan Steele, 2020, and Tal Be'ery, 2023). Null for older ids, whose first bit isn't set, and where the number has more than 12 digits.
 */
export function accountOf(keyId: string): string | null {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  let bits = 0;
  for (const character of keyId.slice(4, 14)) {
    const value = alphabet.indexOf(character);
    if (value < 0) return null;
    bits = bits * 32 + value;
  }
  const number = Math.floor(bits / 2 ** 9) % 2 ** 40;
  return bits >= 2 ** 49 && number < 1_000_000_000_000 ? number.toString().padStart(12, "0") : null;
}

/** Today's ids are of base32; older ones have any digit, and a digit surely. */
function isKeyId(bytes: Uint8Array, at: number): boolean {
  const end = at + keyIdLength;
  if (!b.leftEdge(bytes, at) || b.is(bytes, end, b.word)) return false;
  if (bytes[at] === 0x41 && bytes[at + 1] !== 0x33 && b.runEnd(bytes, at, end, b.base32) === end) return true;
  return b.runEnd(bytes, at, end, b.upper | b.digit) === end && b.runEnd(bytes, at + 4, end, b.upper) !== end;
}

const keyIds: Detector = {
  kinds: [kind("aws_access_key_id", "AWS access key id", "api_key"), kind("aws_secret_access_key", "AWS secret access key", "api_key")],
  keywords: [
    ...prefixes.map((text) => ({ text, exact: true, next: b.upper | b.digit, encoded: true })),
    { text: early, exact: true, edge: true, next: b.upper | b.digit },
  ],
  detect(look, at) {
    if (!isKeyId(look.bytes, at)) return;
    const keyId = b.textOf(look.bytes, at, at + keyIdLength);
    const mark = markOf(keyId, 4);
    const confidence = accountOf(keyId) === null ? "shaped" : "checked";
    report(look, "aws_access_key_id", at, at + keyIdLength, confidence, { mark, prefix: 4, parts: { keyId } });
    secretsNear(look, at, keyId);
  },
};

/** The 40 characters beside a key id: the nearest that look like a secret key, behind it first. */
function secretsNear(look: Look, at: number, keyId: string): void {
  const behind = secretWithin(look.bytes, at + keyIdLength, at + keyIdLength + nearby, 1);
  const found = behind >= 0 ? behind : secretWithin(look.bytes, at - 1, at - nearby, -1);
  if (found < 0) return;
  const mark = markOf(b.textOf(look.bytes, found, found + secretLength)) ?? markOf(keyId, 4);
  report(look, "aws_secret_access_key", found, found + secretLength, "shaped", { mark, parts: { keyId } });
}

function secretWithin(bytes: Uint8Array, from: number, to: number, step: 1 | -1): number {
  const [low, high] = step === 1 ? [from, Math.min(to, bytes.length)] : [Math.max(0, to), from];
  let best = -1;
  for (let i = low; i < high; ) {
    const end = b.runEnd(bytes, i, i + secretLength + 1, b.base64);
    if (end - i === secretLength && isSecretKey(bytes, i)) {
      if (step === 1) return i;
      best = i;
    }
    i = end === i ? i + 1 : b.runEnd(bytes, end, high, b.base64);
  }
  return best;
}

/** Forty characters of base64 that are no path, no hash in hexadecimal and not all of one case. */
function isSecretKey(bytes: Uint8Array, at: number): boolean {
  const before = bytes[at - 1];
  if (b.is(bytes, at - 1, b.word | b.dot) || before === 0x2d || b.is(bytes, at + secretLength, b.word | b.equals)) return false;
  b.work.steps += secretSteps;
  const text = b.textOf(bytes, at, at + secretLength);
  if (/^[0-9a-fA-F]+$/.test(text) || !/[a-z]/.test(text) || !/[A-Z]/.test(text)) return false;
  return (/\d/.test(text) && entropy(text) >= 4.1) || markOf(text) !== null;
}

const named: Detector = {
  kinds: [],
  keywords: [
    "secret_access_key",
    "secretaccesskey",
    "secret-access-key",
    "secret access key",
    "aws_secret",
    "aws_secret_key",
    "awssecretkey",
    "aws-secret",
  ].map((text) => ({ text, exact: false })),
  detect(look, at, after) {
    const value = assignedAt(look.bytes, at, after);
    if (value === null || value.end - value.start !== secretLength || b.runEnd(look.bytes, value.start, value.end, b.base64) !== value.end) return;
    const secret = b.textOf(look.bytes, value.start, value.end);
    report(look, "aws_secret_access_key", value.start, value.end, "contextual", { mark: markOf(secret) });
  },
};

export const aws: readonly Detector[] = [keyIds, named];
