import * as b from "./bytes";
import type { Around, Place } from "./place";

const [colon, comma, brace] = [0x3a, 0x2c, 0x7b];

/** The next cell of a line of a table in CSV that begins with the name. */
export function cell(bytes: Uint8Array, { name, at }: Around): Place | null {
  const start = b.runStart(bytes, name, name - 48, b.word | b.dash | b.dot);
  const end = b.runEnd(bytes, at + 1, at + 200, b.word | b.dash | b.slashPlus | b.equals | b.dot);
  const ends = end === bytes.length || bytes[end] === comma || b.is(bytes, end, b.lineEnd);
  return end > at + 1 && ends && (start === 0 || b.is(bytes, start - 1, b.lineEnd)) ? { at: at + 1, operator: comma } : null;
}

/** A name at the beginning of its line, three spaces or more, and one word that ends it. */
export function isRow(bytes: Uint8Array, nameStart: number, at: number): boolean {
  if (at < 3 || !b.is(bytes, at - 2, b.space) || !b.is(bytes, at - 3, b.space)) return false;
  if (nameStart > 0 && !b.is(bytes, nameStart - 1, b.lineEnd)) return false;
  return isLastWord(bytes, at) && b.runEnd(bytes, at, at + 200, b.visible) - at >= 8;
}

/** Whether one word stands from `at` to the line's end. */
function isLastWord(bytes: Uint8Array, at: number): boolean {
  const end = b.runEnd(bytes, at, at + 200, b.visible);
  return end > at && (end === bytes.length || b.is(bytes, end, b.lineEnd));
}

/** Whether `[start, end)` holds letters of both cases and a digit, or is long and holds a letter and a digit: no word of a sentence does. */
export function isMixed(bytes: Uint8Array, start: number, end: number): boolean {
  // without an end nothing was looked at
  if (end <= start) return false;
  let classes = 0;
  for (let i = start; i < end; i++) classes |= b.classes[bytes[i] as number] as number;
  b.work.steps += end - start;
  const long = end - start >= 24 && (classes & b.letter) !== 0;
  return (long || (end - start >= 8 && (classes & b.lower) !== 0 && (classes & b.upper) !== 0)) && (classes & b.digit) !== 0;
}

/** The last letters of the directives below. */
const endsDirective = b.setOf("Vvt");

/** `ENV NAME v` of a Dockerfile, `SetEnv NAME v`, `aws configure set name v`; `bindpw v` where the value looks like nothing else: one word that ends its line. */
export function isDirective(bytes: Uint8Array, nameStart: number, at: number): boolean {
  if (!isLastWord(bytes, at)) return false;
  const i = b.runStart(bytes, nameStart, nameStart - 20, b.space);
  if (i === 0 || b.is(bytes, i - 1, b.lineEnd)) return isMixed(bytes, at, b.runEnd(bytes, at, at + 200, b.visible));
  if (i === nameStart || endsDirective[bytes[i - 1] as number] === 0) return false;
  const head = b.textOf(bytes, b.runStart(bytes, i, i - 32, b.letter | b.space), i).trim();
  return /^(?:ENV|SetEnv|setenv)$|(?:configure|config) set$/.test(head);
}

const heads = ["define", "set", "setenv", "export", "env", "def", "setq", "setf", "defvar", "defconst", "header", "add_header"];

/** Whether a line, or a directive of the preprocessor, a shell, a server or Lisp, begins with the name at `start`; a keyword of Clojure does so too. */
export function beginsLine(bytes: Uint8Array, start: number): boolean {
  const sigil = bytes[start - 1] === 0x24 ? start - 1 : start;
  const i = b.runStart(bytes, sigil, sigil - 40, b.space | b.dash);
  if (i === 0 || b.is(bytes, i - 1, b.lineEnd)) return true;
  if (bytes[start - 1] === colon) return i === start && b.is(bytes, start - 2, b.space | b.lineEnd) ? true : bytes[start - 2] === brace;
  if (i === sigil) return false;
  const head = b.textOf(bytes, b.runStart(bytes, i, i - 20, b.word), i).toLowerCase();
  return heads.includes(head) || head.endsWith("set_header");
}
