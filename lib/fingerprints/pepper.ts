import { createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import path from "node:path";
import { z } from "zod";
import type { Fingerprint } from "../connectors/contract";
import { readPrivateFile } from "../credentials/private-file";
import { hmacSha256 } from "./hmac";

/** The keys of our fingerprints, by version. Collector and executor hold the same ones; web never does. */
export interface Pepper {
  current: number;
  keys: ReadonlyMap<number, KeyObject>;
}

const version = z.string().regex(/^[1-9][0-9]{0,5}$/);
const key = z.base64().refine((text) => Buffer.from(text, "base64").length === 32, "must be 32 bytes in base64");
const PepperFile = z
  .strictObject({ current: z.int().positive(), peppers: z.record(version, key) })
  .refine((file) => String(file.current) in file.peppers, "names a current version that it does not hold");

/** Reads `<home>/pepper.json`. Throws with the file and the reason, never with its content. */
export async function loadPepper(home: string): Promise<Pepper> {
  const file = path.join(home, "pepper.json");
  let content: unknown;
  try {
    content = JSON.parse(await readPrivateFile(file));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Error(`${file} is not JSON. Restore it from a backup: without it no known token can be recognised.`);
  }
  const parsed = PepperFile.safeParse(content);
  if (!parsed.success) throw new Error(`${file} ${parsed.error.issues[0]?.message ?? "is malformed"}. Restore it from a backup.`);
  const { current, peppers } = parsed.data;
  return { current, keys: new Map(Object.entries(peppers).map(([name, text]) => [Number(name), createSecretKey(text, "base64")])) };
}

/** Our keyed fingerprint of a plaintext, with the current version: HMAC-SHA256, lower-case hex. */
export function fingerprint(pepper: Pepper, plaintext: string): Fingerprint {
  return { kind: "hmac_sha256", value: keyed(pepper, pepper.current, plaintext), pepperVersion: pepper.current };
}

/** The same under every other version still held: what a token was known by before the pepper was renewed. */
export function formerFingerprints(pepper: Pepper, plaintext: string): Fingerprint[] {
  const former = [...pepper.keys.keys()].filter((name) => name !== pepper.current);
  return former.map((name) => ({ kind: "hmac_sha256", value: keyed(pepper, name, plaintext), pepperVersion: name }));
}

/** Whether `known` is our fingerprint of the plaintext under any version we hold, so that a new pepper loses no known token. Constant time per version. */
export function fingerprintMatches(pepper: Pepper, plaintext: string, known: { kind: string; value: string }): boolean {
  if (known.kind !== "hmac_sha256") return false;
  const expected = Buffer.from(known.value);
  return [...pepper.keys.keys()].some((name) => {
    const actual = Buffer.from(keyed(pepper, name, plaintext));
    return actual.length === expected.length && timingSafeEqual(actual, expected);
  });
}

/** All of them, as an opened connection carries them. */
export function fingerprinter(pepper: Pepper) {
  return {
    fingerprint: (plaintext: string) => fingerprint(pepper, plaintext),
    formerFingerprints: (plaintext: string) => formerFingerprints(pepper, plaintext),
    fingerprintMatches: (plaintext: string, known: { kind: string; value: string }) => fingerprintMatches(pepper, plaintext, known),
  };
}

/** The key of a version. Throws where that is not held. */
export function pepperKey(pepper: Pepper, version: number): KeyObject {
  const secret = pepper.keys.get(version);
  if (!secret) throw new Error(`pepper version ${version} is not held`);
  return secret;
}

const keyed = (pepper: Pepper, name: number, plaintext: string): string => hmacSha256(pepperKey(pepper, name), plaintext);
