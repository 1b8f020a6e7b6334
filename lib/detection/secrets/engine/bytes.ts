/** Classes of bytes, one bit each. */
export const digit = 1;
export const lower = 2;
export const upper = 4;
export const underscore = 8;
export const dash = 16;
export const dot = 32;
/** `+` and `/` */
export const slashPlus = 64;
export const lowerHex = 128;
export const upperHex = 256;
export const equals = 512;
export const space = 1024;
/** line feed and carriage return */
export const lineEnd = 2048;
export const tilde = 4096;
/** RFC 4648 base32: A–Z, 2–7 */
export const base32 = 8192;
export const quote = 16384;
/** visible ASCII */
export const visible = 32768;
/** signs that Django's keys are made of besides lower-case letters and digits */
export const djangoSigns = 65536;
export const percent = 131_072;
/** each byte there is */
export const anything = 262_144;
export const letter = lower | upper;
export const alnum = letter | digit;
export const word = alnum | underscore;
export const base64url = word | dash;
export const base64 = alnum | slashPlus;
export const blank = space | lineEnd;

const members: [number, string][] = [
  [digit, "0123456789"],
  [lower, "abcdefghijklmnopqrstuvwxyz"],
  [upper, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"],
  [underscore, "_"],
  [dash, "-"],
  [dot, "."],
  [slashPlus, "+/"],
  [lowerHex, "0123456789abcdef"],
  [upperHex, "0123456789ABCDEF"],
  [equals, "="],
  [space, " \t"],
  [lineEnd, "\n\r"],
  [tilde, "~"],
  [base32, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"],
  [djangoSigns, "!@#$%^&*(-_=+)"],
  [percent, "%"],
  [quote, "\"'`"],
];

/** Each byte's classes. */
export const classes = new Int32Array(256);
for (const [bit, text] of members) for (const byte of Buffer.from(text, "latin1")) classes[byte] = (classes[byte] as number) | bit;
for (let byte = 0; byte < 256; byte++) classes[byte] = (classes[byte] as number) | anything;
for (let byte = 0x21; byte < 0x7f; byte++) classes[byte] = (classes[byte] as number) | visible;

/**
 * Steps of work, and keywords that were followed up, since the process began. A step is a byte that is looked at, or what takes as long, about a nanosecond:
 * what bounds the work is counted in these rather than by a clock (`engine/allowance.ts`).
 */
export const work = { steps: 0, keywords: 0 };

const nothing = Buffer.alloc(0);
/** the bytes that a text was last taken from, and the same as a buffer: making one takes longer than a short text */
let viewed: Uint8Array = nothing;
let view: Buffer = nothing;

/** The latest long runs, so that those who ask again from within one don't go over it anew: a few, by their classes. */
const remembered = 8;
const runs: { bytes: Uint8Array; masks: Int32Array; starts: Int32Array; ends: Int32Array } = {
  bytes: nothing,
  masks: new Int32Array(remembered),
  starts: new Int32Array(remembered),
  ends: new Int32Array(remembered),
};
const worthRemembering = 32;
/** What it costs to look for a run, besides its bytes. */
const runSteps = 6;

/** Lets go of the text that was looked at last. */
export function forgetRuns(): void {
  runs.bytes = nothing;
  runs.masks.fill(0);
  viewed = nothing;
  view = nothing;
}

/** The end of the run of `mask` that begins at `at`, at most `limit`. */
export function runEnd(bytes: Uint8Array, at: number, limit: number, mask: number): number {
  const end = Math.min(limit, bytes.length);
  const slot = Math.imul(mask, 0x9e3779b1) >>> 29;
  let i = at;
  if (runs.bytes === bytes && runs.masks[slot] === mask && at >= (runs.starts[slot] as number) && at < (runs.ends[slot] as number)) {
    i = Math.max(at, Math.min(end, runs.ends[slot] as number));
  }
  const known = i;
  while (i < end && ((classes[bytes[i] as number] as number) & mask) !== 0) i++;
  work.steps += i - known + runSteps;
  if (i - at >= worthRemembering && i > known) remember(bytes, slot, mask, known > at ? (runs.starts[slot] as number) : at, i);
  return i;
}

function remember(bytes: Uint8Array, slot: number, mask: number, start: number, end: number): void {
  if (runs.bytes !== bytes) {
    runs.bytes = bytes;
    runs.masks.fill(0);
  }
  runs.masks[slot] = mask;
  runs.starts[slot] = start;
  runs.ends[slot] = end;
}

/** The start of the run of `mask` that ends before `at`, at least `limit`. */
export function runStart(bytes: Uint8Array, at: number, limit: number, mask: number): number {
  const start = Math.max(limit, 0);
  let i = at;
  while (i > start && ((classes[bytes[i - 1] as number] as number) & mask) !== 0) i--;
  work.steps += at - i + runSteps;
  return i;
}

/** A set of bytes as a table: 1 for each that is in the text. */
export const setOf = (members: string): Uint8Array => {
  const set = new Uint8Array(256);
  for (const byte of Buffer.from(members, "latin1")) set[byte] = 1;
  return set;
};

/** The set of the bytes by which one of these texts (ASCII, lower case) may begin in any case. */
export const beginningsOf = (texts: readonly string[]): Uint8Array => setOf(texts.flatMap(([first = ""]) => [first, first.toUpperCase()]).join(""));

/** Whether the byte at `at` is of one of the classes; false outside. */
export function is(bytes: Uint8Array, at: number, mask: number): boolean {
  return at >= 0 && at < bytes.length && ((classes[bytes[at] as number] as number) & mask) !== 0;
}

/** Whether `text` (ASCII) stands at `at`. */
export function stands(bytes: Uint8Array, at: number, text: string): boolean {
  if (at < 0 || at + text.length > bytes.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** Whether `text` (ASCII, lower case) stands at `at` in any case. */
export function standsFolded(bytes: Uint8Array, at: number, text: string): boolean {
  if (at < 0 || at + text.length > bytes.length) return false;
  for (let i = 0; i < text.length; i++) if (fold(bytes[at + i] as number) !== text.charCodeAt(i)) return false;
  return true;
}

/** A–Z as a–z, all else as it is. */
export const fold = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte);

/** Where `text` (ASCII, lower case) first stands in any case within `[from, to)`; -1 where it doesn't. */
export function indexFolded(bytes: Uint8Array, from: number, to: number, text: string): number {
  const first = text.charCodeAt(0);
  const capital = text.charAt(0).toUpperCase().charCodeAt(0);
  const end = Math.min(to, bytes.length) - text.length;
  let i = Math.max(0, from);
  while (i <= end && !((bytes[i] === first || bytes[i] === capital) && standsFolded(bytes, i, text))) i++;
  work.steps += 3 * Math.max(0, i - from);
  return i <= end ? i : -1;
}

/** The first place of `byte` within `[from, to)`; -1 where there is none. */
export function indexOfByte(bytes: Uint8Array, from: number, to: number, byte: number): number {
  const end = Math.min(to, bytes.length);
  for (let i = Math.max(0, from); i < end; i++) {
    if (bytes[i] === byte) {
      work.steps += i - from;
      return i;
    }
  }
  work.steps += Math.max(0, end - from);
  return -1;
}

/** What making a text costs besides its bytes. */
const textSteps = 80;

/** The text of `[start, end)`: UTF-8. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  if (viewed !== bytes) {
    viewed = bytes;
    view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }
  work.steps += textSteps + end - start;
  return view.toString("utf8", start, end);
}

/**
 * Whether a token may begin at `at`: the byte before is no letter, digit or underscore, or it ends an escape (`\n`, `%3D`, `\u003d`).
 * Binary forms put a length before a text, hence a control character is an edge too.
 */
export function leftEdge(bytes: Uint8Array, at: number): boolean {
  if (at === 0 || !is(bytes, at - 1, word)) return true;
  const before = bytes[at - 1] as number;
  if (at >= 2 && bytes[at - 2] === 0x5c && (before === 0x6e || before === 0x74 || before === 0x72)) return true;
  if (at >= 3 && bytes[at - 3] === 0x25 && is(bytes, at - 2, lowerHex | upperHex) && is(bytes, at - 1, lowerHex | upperHex)) return true;
  return at >= 6 && bytes[at - 6] === 0x5c && bytes[at - 5] === 0x75 && runEnd(bytes, at - 4, at, lowerHex | upperHex) === at;
}
