import { createHash } from "node:crypto";
import canonicalize from "canonicalize";

/** RFC 8785 canonical JSON. Throws for what JSON cannot hold (undefined, NaN, lone surrogates become an error, never a guess). */
export function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("not representable as canonical JSON");
  return text;
}

/** SHA-256 of UTF-8 text, lower-case hex. */
export const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

/** SHA-256 of the canonical JSON of a value, lower-case hex. */
export const digestOf = (value: unknown): string => sha256(canonical(value));
