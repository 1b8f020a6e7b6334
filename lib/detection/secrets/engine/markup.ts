import * as b from "./bytes";
import { type Place, skipBlanks, skipSpaces } from "./place";

const [colon, greater, less] = [0x3a, 0x3e, 0x3c];

/** Whether the quoted name at `name` is an attribute's value as a whole: `name="password"`, not `href="#password"`. */
export const isAttribute = (bytes: Uint8Array, name: number): boolean => b.is(bytes, b.runStart(bytes, name, name - 48, b.word | b.dash | b.dot) - 1, b.quote);

/** Where the text of an element begins whose tag ends before `at`: it may stand on a line of its own. */
export function inElement(bytes: Uint8Array, name: number, at: number): number {
  const spaces = skipSpaces(bytes, at);
  if (!b.is(bytes, spaces, b.lineEnd)) return withinMarkup(bytes, spaces);
  const start = b.runStart(bytes, name, name - 48, b.word | b.dash | b.dot);
  return bytes[start - 1] === less || b.is(bytes, start - 1, b.quote) ? withinMarkup(bytes, skipBlanks(bytes, spaces, 60)) : spaces;
}

const aroundText = new Set("value b i u em strong code tt kbd span font p pre div li td th dd".split(" "));

/** Behind the tags that may stand around an element's text, `<value>`, `<code class="x">`, `</strong>`, and `<![CDATA[`. */
export function withinMarkup(bytes: Uint8Array, at: number): number {
  let i = at;
  for (let tags = 0; tags < 4 && bytes[i] === less; tags++) {
    if (b.stands(bytes, i, "<![CDATA[")) return i + 9;
    const name = bytes[i + 1] === 0x2f ? i + 2 : i + 1;
    const end = b.runEnd(bytes, name, name + 12, b.alnum);
    const closed = aroundText.has(b.textOf(bytes, name, end).toLowerCase()) ? b.indexOfByte(bytes, end, end + 80, greater) : -1;
    if (closed < 0) return i;
    i = skipBlanks(bytes, closed + 1, 40);
  }
  return i;
}

/** `<key>password</key><string>v`, `<td>password</td><td>v`. */
export function afterTag(bytes: Uint8Array, at: number): Place | null {
  let i = at;
  for (let tags = 0; tags < 3 && bytes[i] === less && bytes[i + 1] === 0x2f; tags++) {
    const closed = b.indexOfByte(bytes, i, i + 24, greater);
    if (closed < 0) return null;
    i = skipBlanks(bytes, closed + 1, 40);
  }
  if (i === at || bytes[i] !== less || bytes[i + 1] === 0x2f) return null;
  const opened = b.indexOfByte(bytes, i, i + 40, greater);
  return opened < 0 ? null : { at: withinMarkup(bytes, skipBlanks(bytes, opened + 1, 40)), operator: greater };
}

/** `<Pass encoding="base64">v`: behind the tag. */
export function afterAttributes(bytes: Uint8Array, at: number): Place | null {
  const end = b.indexOfByte(bytes, at, at + 120, greater);
  return end < 0 || bytes[end - 1] === 0x2f ? null : { at: withinMarkup(bytes, skipBlanks(bytes, end + 1, 60)), operator: greater };
}

/** Whether the name at `start` is that of an element: `<Pass`, `<ns:Pass`. */
export function isElement(bytes: Uint8Array, start: number): boolean {
  if (bytes[start - 1] === colon) return bytes[b.runStart(bytes, start - 1, start - 25, b.word | b.dash) - 1] === less;
  return bytes[start - 1] === less;
}
