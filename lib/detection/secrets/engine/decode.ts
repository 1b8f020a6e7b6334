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

/** What undoing costs a byte. */
const undoSteps = 12;

/** `[from, to)` with `%3D` and, in a text within JSON, `\u003d`, `\/`, `\n`, `\"` undone once; null where nothing was encoded. */
export function decodeEscapes(bytes: Uint8Array, from: number, to: number, kind: "url" | "json"): Decoded | null {
  const out = new Uint8Array(to - from);
  const places = new Int32Array(to - from + 1);
  const url = kind === "url";
  const mark = url ? percent : backslash;
  let count = 0;
  let i = from;
  let undone = false;
  while (i < to) {
    places[count] = i;
    const byte = bytes[i] as number;
    const undoing = byte !== mark ? -1 : url ? percentAt(bytes, i) : escapeAt(bytes, i);
    if (undoing >= 0) undone = true;
    out[count++] = undoing >= 0 ? undoing & 0xff : byte;
    i += undoing >= 0 ? undoing >> 8 : 1;
  }
  b.work.steps += undoSteps * (to - from);
  places[count] = i;
  return undone ? new Undone(out.subarray(0, count), places) : null;
}

class Undone implements Decoded {
  constructor(
    readonly bytes: Uint8Array,
    private readonly places: Int32Array,
  ) {}

  origin(start: number, end: number): [number, number] {
    return [this.places[start] as number, this.places[end] as number];
  }
}

/** The number that so many hexadecimal digits are; -1 where they don't stand there. */
function hexAt(bytes: Uint8Array, at: number, length: number): number {
  let value = 0;
  for (let i = at; i < at + length; i++) {
    if (!b.is(bytes, i, b.lowerHex | b.upperHex)) return -1;
    const byte = bytes[i] as number;
    value = value * 16 + (byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57);
  }
  return value;
}

/** What an escape stands for and, times 256, how long it is; -1 where there is none. */
const undo = (value: number, length: number): number => (length << 8) | value;

function percentAt(bytes: Uint8Array, at: number): number {
  const value = hexAt(bytes, at + 1, 2);
  return value < 0 ? -1 : undo(value, 3);
}

const simple: Record<number, number> = { 110: 0x0a, 114: 0x0d, 116: 0x09, 47: 0x2f, 34: 0x22, 92: 0x5c };

function escapeAt(bytes: Uint8Array, at: number): number {
  const next = bytes[at + 1] as number;
  if (next === 0x75) {
    const value = hexAt(bytes, at + 2, 4);
    if (value >= 0 && value < 0x80) return undo(value, 6);
  }
  const value = simple[next];
  return value === undefined ? -1 : undo(value, 2);
}

/** What stands for a text in base64: characters that it alone decides, and which may stand around them, as bytes, where it decides a part of these too. */
export interface Aligned {
  text: string;
  /** how many characters of its group of four stand before it */
  skip: number;
  preceding?: number[];
  following: number[];
}

/** How a text of three bytes or more reads inside base64, in either alphabet, at each of its three alignments. */
export function base64Alignments(text: string): Aligned[] {
  return [0, 1, 2].map((offset) => {
    const whole = Buffer.from("\0".repeat(offset) + text, "latin1");
    const encoded = whole.toString("base64").replace(/=+$/, "");
    const from = Math.ceil((offset * 8) / 6);
    const to = Math.floor((whole.length * 8) / 6);
    // of the character before, the lower bits are known; of the one behind, the upper ones
    const low = offset === 0 ? 0 : 6 - ((offset * 8) % 6);
    const high = (whole.length * 8) % 6;
    const known = (at: number) => base64Values.indexOf(encoded[at] ?? "A");
    const alike = (at: number, bits: number) => charactersWhere((value) => (value & bits) === (known(at) & bits));
    const following = alike(to, 63 & ~(63 >> high));
    return { text: encoded.slice(from, to), skip: from, following, ...(low === 0 ? {} : { preceding: alike(from - 1, (1 << low) - 1) }) };
  });
}

const base64Values = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The characters of both alphabets whose value is of this kind. */
const charactersWhere = (fits: (value: number) => boolean): number[] =>
  [base64Values, base64Values.replace("+/", "-_")]
    .flatMap((alphabet) => [...alphabet].filter((_, value) => fits(value)))
    .map((character) => character.charCodeAt(0))
    .filter((byte, n, all) => all.indexOf(byte) === n);
