import * as b from "./bytes";

/** A stretch of text, decoded, and where each decoded byte came from. */
export interface Decoded {
  bytes: Uint8Array;
  /** offsets in the text of the encoded bytes that `[start, end)` of the decoded ones came from */
  origin(start: number, end: number): [number, number];
}

const backslash = 0x5c;
const percent = 0x25;

/** The stretch around a base64 text of which `at` is known to begin a group of four: what stands within `before` and `after` bytes of it in one run. */
export function decodeBase64(bytes: Uint8Array, at: number, before: number, after: number): Decoded {
  const left = b.runStart(bytes, at, at - before, b.base64 | b.dash | b.underscore);
  const from = at - Math.floor((at - left) / 4) * 4;
  const to = b.runEnd(bytes, at, at + after, b.base64 | b.dash | b.underscore);
  const decoded = Buffer.from(b.textOf(bytes, from, to), "base64");
  return {
    bytes: decoded,
    origin: (start, end) => [from + Math.floor(start / 3) * 4, Math.min(to, from + Math.ceil(end / 3) * 4)],
  };
}

/** `[from, to)` with `%3D` and, in a text within JSON, `\u003d`, `\/`, `\n`, `\"` undone once; null where nothing was encoded. */
export function decodeEscapes(bytes: Uint8Array, from: number, to: number, kind: "url" | "json"): Decoded | null {
  const out = new Uint8Array(to - from);
  const places = new Int32Array(to - from + 1);
  let count = 0;
  let i = from;
  let undone = false;
  while (i < to) {
    const [value, length] = kind === "url" ? percentAt(bytes, i) : escapeAt(bytes, i);
    if (length > 1) undone = true;
    places[count] = i;
    out[count++] = value;
    i += length;
  }
  b.work.steps += to - from;
  places[count] = i;
  return undone ? { bytes: out.subarray(0, count), origin: (start, end) => [places[start] as number, places[end] as number] } : null;
}

const hexAt = (bytes: Uint8Array, at: number, length: number): number =>
  b.runEnd(bytes, at, at + length, b.lowerHex | b.upperHex) === at + length ? Number.parseInt(b.textOf(bytes, at, at + length), 16) : -1;

function percentAt(bytes: Uint8Array, at: number): [number, number] {
  const value = bytes[at] === percent ? hexAt(bytes, at + 1, 2) : -1;
  return value < 0 ? [bytes[at] as number, 1] : [value, 3];
}

const simple: Record<number, number> = { 110: 0x0a, 114: 0x0d, 116: 0x09, 47: 0x2f, 34: 0x22, 92: 0x5c };

function escapeAt(bytes: Uint8Array, at: number): [number, number] {
  if (bytes[at] !== backslash) return [bytes[at] as number, 1];
  const next = bytes[at + 1] as number;
  if (next === 0x75) {
    const value = hexAt(bytes, at + 2, 4);
    if (value >= 0 && value < 0x80) return [value, 6];
  }
  const value = simple[next];
  return value === undefined ? [backslash, 1] : [value, 2];
}

/** The three texts that `text` becomes in base64, by the place it has in a group of three bytes, and how many bytes of the group stand before each. */
export function base64Alignments(text: string): { text: string; skip: number }[] {
  return [0, 1, 2].flatMap((offset) => {
    const whole = Buffer.from("\0".repeat(offset) + text, "latin1");
    const bits = whole.length * 8;
    // characters that depend on what stands before or behind are left out
    const from = Math.ceil((offset * 8) / 6);
    const certain = whole
      .toString("base64")
      .replace(/=+$/, "")
      .slice(from, Math.floor(bits / 6));
    return certain.length >= 4 ? [{ text: certain, skip: from }] : [];
  });
}
