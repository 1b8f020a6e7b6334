import * as b from "./bytes";
import { defaultBelow, defaultOf, defaultWithin, namedDefault } from "./defaults";
import { entityLength } from "./entity";
import { beginsLine, cell, isDirective, isMixed, isRow } from "./lines";
import { afterAttributes, afterTag, inElement, isAttribute, isElement, withinMarkup } from "./markup";
import { type Around, beforeQuote, type Place, skipBlanks, skipSpaces } from "./place";

const [equals, colon, comma, greater, less, open, pipe, question, brace, space, backslash, dot, exclamation, asterisk, doubleQuote, apostrophe] = [
  0x3d, 0x3a, 0x2c, 0x3e, 0x3c, 0x28, 0x7c, 0x3f, 0x7b, 0x20, 0x5c, 0x2e, 0x21, 0x2a, 0x22, 0x27,
];
/** The colon of Chinese and Japanese texts, in UTF-8. */
const wideColon = [0xef, 0xbc, 0x9a];

const readers = new Map<number, (bytes: Uint8Array, around: Around) => Place | null>([
  [equals, (bytes, { at }) => afterSign(bytes, at)],
  [colon, (bytes, { at }) => afterSign(bytes, at)],
  [0x2b, (bytes, { at }) => (bytes[at + 1] === equals ? afterSign(bytes, at + 1) : null)],
  [dot, (bytes, around) => (bytes[around.at + 1] === equals ? afterSign(bytes, around.at + 1) : afterTyping(bytes, around))],
  [exclamation, (bytes, { at }) => (bytes[at + 1] === equals || bytes[at + 1] === colon ? afterSign(bytes, at + 1) : null)],
  [
    wideColon[0] as number,
    (bytes, { at }) => (wideColon.every((byte, n) => bytes[at + n] === byte) ? { at: skipSpaces(bytes, at + 3), operator: colon } : null),
  ],
  [
    greater,
    (bytes, { name, at, closed, quotedName }) =>
      (quotedName ? isAttribute(bytes, name) : at === closed && bytes[at - 1] !== 0x2d) ? { at: inElement(bytes, name, at + 1), operator: greater } : null,
  ],
  [less, (bytes, { at }) => (bytes[at + 1] === 0x2d ? beforeQuote(bytes, skipSpaces(bytes, at + 2), equals) : afterTag(bytes, at))],
  [open, (bytes, { at }) => (b.is(bytes, skipSpaces(bytes, at + 1, 4), b.quote) ? { at: skipSpaces(bytes, at + 1, 4), operator: open } : null)],
  [comma, (bytes, around) => pair(bytes, around.closed) ?? (around.quotedName ? argument(bytes, around) : cell(bytes, around))],
  [pipe, (bytes, { at }) => afterBar(bytes, at)],
  [question, (bytes, { at }) => afterQuestion(bytes, at)],
  [brace, (bytes, around) => defaultOf(bytes, around)],
]);

/** Where the value of the name that ends at `nameEnd` begins; null where nothing is assigned to it. `name`: a place within the name. */
export function startOfValue(bytes: Uint8Array, name: number, nameEnd: number): Place | null {
  const closed = closers(bytes, nameEnd);
  const at = skipSpaces(bytes, closed);
  const around = { name, closed, at, quotedName: closed > nameEnd };
  const reader = readers.get(bytes[at] ?? 0);
  if (reader !== undefined) return reader(bytes, around);
  return pair(bytes, closed) ?? (at > closed ? afterSpace(bytes, around) : null);
}

function argument(bytes: Uint8Array, { name, at }: Around): Place | null {
  if (!isArgument(bytes, name)) return null;
  return beforeQuote(bytes, skipSpaces(bytes, at + 1), comma) ?? namedDefault(bytes, at);
}

const typers = ["send_keys", "sendkeys", "fill", "type", "setvalue", "set_value", "fill_in", "press_sequentially", "presssequentially"];

/** `.find("password").send_keys("v")`: what a test types into the field of that name. */
function afterTyping(bytes: Uint8Array, { at, quotedName }: Around): Place | null {
  if (!quotedName) return null;
  const end = b.runEnd(bytes, at + 1, at + 24, b.word);
  return bytes[end] === open && typers.includes(b.textOf(bytes, at + 1, end).toLowerCase()) ? beforeQuote(bytes, end + 1, comma) : null;
}

const takers =
  /^(?:define|get\w*|set\w*|put\w*|add\w*|append\w*|with\w*|store\w*|insert\w*|register\w*|fetch|string\w*|fill|type|\w*(?:env|prop|header|config|option|param|field)\w*|\w*(?:entry|pair))$/;

/** Whether the quoted name at `at` is the first of a call that takes names and values, `define('X', 'v')`, or an option in a list, `"--password", "v"`. */
function isArgument(bytes: Uint8Array, at: number): boolean {
  let i = b.runStart(bytes, at, at - 64, b.word | b.dash | b.dot);
  if (bytes[i] === 0x2d) return true;
  if (bytes[i - 1] === 0x23) i--;
  while (b.is(bytes, i - 1, b.quote) || bytes[i - 1] === 0x5c || bytes[i - 1] === 0x40) i--;
  i = b.runStart(bytes, i, i - 8, b.space);
  if (bytes[i - 1] === comma) return ["buildconfigfield", "resvalue"].some((call) => b.indexFolded(bytes, i - 60, i, call) >= 0);
  if (bytes[i - 1] !== open) return false;
  const name = b.textOf(bytes, b.runStart(bytes, i - 1, i - 41, b.word), i - 1).toLowerCase();
  return takers.test(name);
}

/** Behind what ends a name: an escaped or plain quote, a bracket, an array's length. */
function closers(bytes: Uint8Array, at: number): number {
  let i = at + entityLength(bytes, at);
  if (i > at) return i;
  while (bytes[i] === 0x5c && i - at < 4 && (b.is(bytes, i + 1, b.quote) || bytes[i + 1] === 0x5c)) i++;
  if (b.is(bytes, i, b.quote)) i++;
  else if (bytes[i] === 0x5b) i = b.runEnd(bytes, i + 1, i + 8, b.alnum);
  if (bytes[i] === 0x5d || bytes[i] === 0x29) i++;
  // `**Password**: v` of Markdown
  if (bytes[i] === asterisk) {
    const end = bytes[i + 1] === asterisk ? i + 2 : i + 1;
    if (bytes[end] === colon) return end;
  }
  return i;
}

/** `=`, `:=`, `=>`, `:`; not `=~`, `::`, `==` of a comparison with a name. A YAML block's first line; a type between the colon and the value. */
function afterSign(bytes: Uint8Array, at: number): Place | null {
  const operator = bytes[at] as number;
  let i = at + 1;
  if (operator === colon && bytes[i] === colon) {
    // `::=` and `:::=` of makefiles
    const text = beforeQuote(bytes, skipSpaces(bytes, i + 1), equals);
    if (text !== null) return text;
    i = b.indexOfByte(bytes, i, i + 3, equals);
    if (i < 0 || (i === at + 3 && bytes[at + 2] !== colon)) return null;
    return { at: skipSpaces(bytes, i + 1), operator: equals };
  }
  while (i - at < 3 && (bytes[i] === equals || bytes[i] === greater)) i++;
  if (bytes[i] === 0x7e) return null;
  i = skipSpaces(bytes, i);
  return (operator === colon ? behindColon(bytes, i) : nextLine(bytes, i)) ?? bracketed(bytes, i, operator) ?? { at: i, operator };
}

/** No value stands there, nor is what stands there one. */
const nowhere = (bytes: Uint8Array): Place => ({ at: bytes.length, operator: colon });

/** What else than the value may follow a colon, and where the value stands then. */
function behindColon(bytes: Uint8Array, at: number): Place | null {
  const byte = bytes[at];
  if (byte === pipe || byte === greater) return block(bytes, at) ?? nowhere(bytes);
  // `**Password:** v` of Markdown
  if (byte === asterisk) {
    const end = b.runEnd(bytes, bytes[at + 1] === asterisk ? at + 2 : at + 1, at + 8, b.space);
    if (b.is(bytes, end - 1, b.space)) return { at: end, operator: colon };
  }
  // `Password: <b>v</b>`, `<b>Password:</b> v`
  if (byte === less) return { at: withinMarkup(bytes, at), operator: greater };
  // `"db_password": {"value": "v"`
  if (byte === brace) return pair(bytes, at + 1) ?? defaultWithin(bytes, at + 1) ?? nowhere(bytes);
  if (b.is(bytes, at, b.lineEnd)) return defaultBelow(bytes, at);
  const typed = afterType(bytes, at);
  return typed === null ? null : { at: typed, operator: equals };
}

/** `["v", "w"]`, `{"v"}` of JSX and C, `("v")` of Python: where the first of the texts between brackets stands. */
function bracketed(bytes: Uint8Array, at: number, operator: number): Place | null {
  const opener = bytes[at];
  if (opener !== 0x5b && (operator !== equals || (opener !== open && opener !== brace))) return null;
  const place = beforeQuote(bytes, skipBlanks(bytes, at + 1, 60), equals);
  return place === null ? null : { ...place, list: opener === 0x5b };
}

/** The text on the line below, where the line goes on there: behind a backslash, or an equals sign alone. */
function nextLine(bytes: Uint8Array, at: number): Place | null {
  const end = bytes[at] === backslash ? at + 1 : at;
  return b.is(bytes, end, b.lineEnd) ? beforeQuote(bytes, skipBlanks(bytes, end, 60), equals) : null;
}

const inTypes = b.setOf("[]<>&?|'");

/** `: string = "…"`, `: &str = "…"`, `: Optional[str] = "…"`: where the quote stands. */
function afterType(bytes: Uint8Array, at: number): number | null {
  if (!b.is(bytes, at, b.letter) && bytes[at] !== 0x26) return null;
  let i = at;
  while (i - at < 40 && (b.is(bytes, i, b.word | b.dot | b.space) || inTypes[bytes[i] ?? 0] === 1)) i++;
  b.work.steps += i - at;
  if (bytes[i] !== equals || bytes[i + 1] === equals) return null;
  const value = skipSpaces(bytes, i + 1);
  return b.is(bytes, value, b.quote) ? value : null;
}

/** `|`, `>-`: the first line below. */
function block(bytes: Uint8Array, at: number): Place | null {
  const i = b.runEnd(bytes, at + 1, at + 3, b.dash | b.digit);
  return b.is(bytes, i, b.lineEnd) ? { at: skipBlanks(bytes, i, 40), operator: colon } : null;
}

/** `|| "default"`, and the next cell of a table. */
function afterBar(bytes: Uint8Array, at: number): Place | null {
  if (bytes[at + 1] === pipe) return beforeQuote(bytes, skipSpaces(bytes, at + 2 + (bytes[at + 2] === equals ? 1 : 0)), equals);
  return { at: skipSpaces(bytes, at + 1), operator: pipe };
}

/** `?? "default"`, `?= value`, `?: string`. */
function afterQuestion(bytes: Uint8Array, at: number): Place | null {
  if (bytes[at + 1] === question) return beforeQuote(bytes, skipSpaces(bytes, at + 2 + (bytes[at + 2] === equals ? 1 : 0)), equals);
  if (bytes[at + 1] === equals) return { at: skipSpaces(bytes, at + 2), operator: equals };
  return bytes[at + 1] === colon ? afterSign(bytes, at + 1) : null;
}

const valueNames = ["value", "parametervalue", "android:value", "content"];
const beginsValueName = b.beginningsOf(valueNames);

/** The name stands as a value itself, its value beside it: `name="password" value="v"`, `{"name": "DB_PASSWORD", "value": "v"}`, `- name: X` above `value: v`. */
function pair(bytes: Uint8Array, at: number): Place | null {
  let i = at;
  while (i - at < 60 && (b.is(bytes, i, b.blank) || bytes[i] === comma || bytes[i] === 0x5c || b.is(bytes, i, b.quote))) i++;
  b.work.steps += i - at;
  if (i === at || beginsValueName[bytes[i] ?? 0] === 0) return null;
  const name = valueNames.find((one) => b.standsFolded(bytes, i, one));
  if (name === undefined || (name === "content" && bytes[at - 1] !== doubleQuote)) return null;
  i += name.length;
  while (bytes[i] === 0x5c || b.is(bytes, i, b.quote)) i++;
  i = skipSpaces(bytes, i);
  const operator = bytes[i];
  if (operator !== equals && operator !== colon) return null;
  return { at: skipSpaces(bytes, i + (bytes[i + 1] === greater ? 2 : 1)), operator };
}

const typeSigns = b.word | b.dot;

/** `name string = "v"` of Go and others: where the quote stands. */
function afterTypeWord(bytes: Uint8Array, at: number): Place | null {
  // `As String` of Visual Basic
  const word = bytes[at] === 0x5b && bytes[at + 1] === 0x5d ? at + 2 : b.standsFolded(bytes, at, "as ") ? at + 3 : at;
  const type = b.runEnd(bytes, word, word + 24, typeSigns);
  const sign = skipSpaces(bytes, type);
  return type > word && bytes[sign] === equals && bytes[sign + 1] !== equals ? beforeQuote(bytes, skipSpaces(bytes, sign + 1), equals) : null;
}

/**
 * `--password v` on a command line; `PASSWORD 'v'` in SQL; `apikey "v"` as a line of a configuration; `password    v` as a line of a table without lines;
 * a type or attributes between the name and the value.
 */
function afterSpace(bytes: Uint8Array, { name, at, quotedName }: Around): Place | null {
  const option = b.runStart(bytes, name, name - 48, b.word | b.dash | (quotedName ? b.dot : 0));
  // `<string name="token" translatable="false">v`
  if (quotedName) return b.is(bytes, option - 1, b.quote) && bytes[option - 2] === equals && b.is(bytes, at, b.letter) ? afterAttributes(bytes, at) : null;
  if (bytes[option] === 0x2d && (option === 0 || b.is(bytes, option - 1, b.blank | b.quote))) return { at, operator: space };
  const mark = bytes[at] === 0x40 ? at + 1 : at;
  if (bytes[mark] === apostrophe || (bytes[mark] === doubleQuote && beginsLine(bytes, option))) return { at: mark, operator: space };
  if (b.is(bytes, at, b.quote)) return isMixed(bytes, at + 1, b.indexOfByte(bytes, at + 1, at + 64, bytes[at] as number)) ? { at, operator: space } : null;
  const place = isElement(bytes, option) ? afterAttributes(bytes, at) : afterTypeWord(bytes, at);
  if (place !== null) return place;
  const start = b.runStart(bytes, name, name - 48, b.word | b.dash | b.dot);
  return isRow(bytes, option, at) || isDirective(bytes, start, at) ? { at, operator: equals } : null;
}
