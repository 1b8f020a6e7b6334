import * as b from "./bytes";
import { type Around, beforeQuote, type Place, skipSpaces } from "./place";

const [equals, colon] = [0x3d, 0x3a];

/** `"--token", type=str, default="v"`: an argument of the call that says what holds without another. */
export function namedDefault(bytes: Uint8Array, at: number): Place | null {
  const found = b.indexFolded(bytes, at, at + 100, "default");
  if (found < 0 || b.indexOfByte(bytes, at, found, 0x29) >= 0) return null;
  const sign = skipSpaces(bytes, found + 7);
  return bytes[sign] === equals || bytes[sign] === colon ? beforeQuote(bytes, skipSpaces(bytes, sign + 1), equals) : null;
}

/** `variable "db_password" { … default = "v" }` of Terraform. */
export function defaultOf(bytes: Uint8Array, { name, at, quotedName }: Around): Place | null {
  if (!quotedName) return null;
  const start = b.runStart(bytes, name, name - 64, b.word | b.dash);
  if (!b.stands(bytes, start - 10, 'variable "')) return null;
  const end = b.indexOfByte(bytes, at, at + 400, 0x7d);
  const found = b.indexFolded(bytes, at, end < 0 ? at + 400 : end, "default");
  if (found < 0) return null;
  const sign = skipSpaces(bytes, found + 7);
  return bytes[sign] === equals ? beforeQuote(bytes, skipSpaces(bytes, sign + 1), equals) : null;
}

const defaults = ["defaultvalue", "default"];

/** `{"type": "securestring", "defaultValue": "v"}`: what holds where nobody says otherwise. */
export function defaultWithin(bytes: Uint8Array, at: number): Place | null {
  const closing = b.indexOfByte(bytes, at, at + 240, 0x7d);
  const to = closing < 0 ? at + 240 : closing;
  for (const word of defaults) {
    const found = b.indexFolded(bytes, at, to, word);
    if (found < 0 || !b.is(bytes, found - 1, b.quote) || !b.is(bytes, found + word.length, b.quote)) continue;
    const sign = skipSpaces(bytes, found + word.length + 1);
    if (bytes[sign] === colon) return beforeQuote(bytes, skipSpaces(bytes, sign + 1), equals);
  }
  return null;
}

/** `DbPassword:` above `Type: String` and `Default: v`, deeper: a parameter of CloudFormation and others. */
export function defaultBelow(bytes: Uint8Array, at: number): Place | null {
  const heading = b.runStart(bytes, at, at - 100, b.space | b.visible);
  let deepest = skipSpaces(bytes, heading) - heading;
  let i = at;
  for (let lines = 0; lines < 4; lines++) {
    const line = b.runEnd(bytes, i, i + 2, b.lineEnd);
    const start = skipSpaces(bytes, line);
    if (start - line < deepest + (lines === 0 ? 1 : 0)) return null;
    deepest = start - line;
    const end = b.runEnd(bytes, start, start + 24, b.word);
    if (end === start || bytes[end] !== colon) return null;
    if (b.textOf(bytes, start, end) === "Default") return { at: skipSpaces(bytes, end + 1), operator: colon };
    i = b.indexOfByte(bytes, end, end + 120, 0x0a);
    if (i < 0) return null;
  }
  return null;
}
