import * as b from "./bytes";
import { entityLength } from "./entity";

/** Where a value begins, and the first byte of the operator that assigns it. */
export interface Place {
  at: number;
  operator: number;
  /** the first of several texts between brackets */
  list?: boolean;
}

const [equals, colon, comma, greater, less, open, pipe, question, brace, space] = [0x3d, 0x3a, 0x2c, 0x3e, 0x3c, 0x28, 0x7c, 0x3f, 0x7b, 0x20];
const [backslash, dot, exclamation, asterisk, doubleQuote, apostrophe] = [0x5c, 0x2e, 0x21, 0x2a, 0x22, 0x27];
/** The colon of Chinese and Japanese texts, in UTF-8. */
const wideColon = [0xef, 0xbc, 0x9a];

const skipBlanks = (bytes: Uint8Array, at: number, most: number): number => b.runEnd(bytes, at, at + most, b.blank);
const skipSpaces = (bytes: Uint8Array, at: number, most = 40): number => b.runEnd(bytes, at, at + most, b.space);

/** What stands around a possible operator. */
interface Around {
  /** a place within the name */
  name: number;
  /** behind the name and what closes it */
  closed: number;
  /** the operator, behind spaces */
  at: number;
  quotedName: boolean;
}

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

/** `"--token", type=str, default="v"`: an argument of the call that says what holds without another. */
function namedDefault(bytes: Uint8Array, at: number): Place | null {
  const found = b.indexFolded(bytes, at, at + 100, "default");
  if (found < 0 || b.indexOfByte(bytes, at, found, 0x29) >= 0) return null;
  const sign = skipSpaces(bytes, found + 7);
  return bytes[sign] === equals || bytes[sign] === colon ? beforeQuote(bytes, skipSpaces(bytes, sign + 1), equals) : null;
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

/** The next cell of a line of a table in CSV that begins with the name. */
function cell(bytes: Uint8Array, { name, at }: Around): Place | null {
  const start = b.runStart(bytes, name, name - 48, b.word | b.dash | b.dot);
  const end = b.runEnd(bytes, at + 1, at + 200, b.word | b.dash | b.slashPlus | b.equals | b.dot);
  const ends = end === bytes.length || bytes[end] === comma || b.is(bytes, end, b.lineEnd);
  return end > at + 1 && ends && (start === 0 || b.is(bytes, start - 1, b.lineEnd)) ? { at: at + 1, operator: comma } : null;
}

/** Whether the quoted name at `name` is an attribute's value as a whole: `name="password"`, not `href="#password"`. */
const isAttribute = (bytes: Uint8Array, name: number): boolean => b.is(bytes, b.runStart(bytes, name, name - 48, b.word | b.dash | b.dot) - 1, b.quote);

/** Where the text of an element begins whose tag ends before `at`: it may stand on a line of its own. */
function inElement(bytes: Uint8Array, name: number, at: number): number {
  const spaces = skipSpaces(bytes, at);
  if (!b.is(bytes, spaces, b.lineEnd)) return withinMarkup(bytes, spaces);
  const start = b.runStart(bytes, name, name - 48, b.word | b.dash | b.dot);
  return bytes[start - 1] === less || b.is(bytes, start - 1, b.quote) ? withinMarkup(bytes, skipBlanks(bytes, spaces, 60)) : spaces;
}

const aroundText = new Set("value b i u em strong code tt kbd span font p pre div li td th dd".split(" "));

/** Behind the tags that may stand around an element's text, `<value>`, `<code class="x">`, `</strong>`, and `<![CDATA[`. */
function withinMarkup(bytes: Uint8Array, at: number): number {
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

/** `variable "db_password" { … default = "v" }` of Terraform. */
function defaultOf(bytes: Uint8Array, { name, at, quotedName }: Around): Place | null {
  if (!quotedName) return null;
  const start = b.runStart(bytes, name, name - 64, b.word | b.dash);
  if (!b.stands(bytes, start - 10, 'variable "')) return null;
  const end = b.indexOfByte(bytes, at, at + 400, 0x7d);
  const found = b.indexFolded(bytes, at, end < 0 ? at + 400 : end, "default");
  if (found < 0) return null;
  const sign = skipSpaces(bytes, found + 7);
  return bytes[sign] === equals ? beforeQuote(bytes, skipSpaces(bytes, sign + 1), equals) : null;
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

const defaults = ["defaultvalue", "default"];

/** `{"type": "securestring", "defaultValue": "v"}`: what holds where nobody says otherwise. */
function defaultWithin(bytes: Uint8Array, at: number): Place | null {
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
function defaultBelow(bytes: Uint8Array, at: number): Place | null {
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

/** `<key>password</key><string>v`, `<td>password</td><td>v`. */
function afterTag(bytes: Uint8Array, at: number): Place | null {
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

const beforeQuote = (bytes: Uint8Array, at: number, operator: number): Place | null => {
  const mark = bytes[at] === 0x5c ? at + 1 : at;
  return b.is(bytes, mark, b.quote) ? { at, operator } : null;
};

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
const beginsValueName = b.setOf(valueNames.flatMap(([first = ""]) => [first, first.toUpperCase()]).join(""));

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

/** A name at the beginning of its line, three spaces or more, and one word that ends it. */
function isRow(bytes: Uint8Array, nameStart: number, at: number): boolean {
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
function isMixed(bytes: Uint8Array, start: number, end: number): boolean {
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
function isDirective(bytes: Uint8Array, nameStart: number, at: number): boolean {
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

const typeSigns = b.word | b.dot;

/** `name string = "v"` of Go and others: where the quote stands. */
function afterTypeWord(bytes: Uint8Array, at: number): Place | null {
  // `As String` of Visual Basic
  const word = bytes[at] === 0x5b && bytes[at + 1] === 0x5d ? at + 2 : b.standsFolded(bytes, at, "as ") ? at + 3 : at;
  const type = b.runEnd(bytes, word, word + 24, typeSigns);
  const sign = skipSpaces(bytes, type);
  return type > word && bytes[sign] === equals && bytes[sign + 1] !== equals ? beforeQuote(bytes, skipSpaces(bytes, sign + 1), equals) : null;
}

/** `<Pass encoding="base64">v`: behind the tag. */
function afterAttributes(bytes: Uint8Array, at: number): Place | null {
  const end = b.indexOfByte(bytes, at, at + 120, greater);
  return end < 0 || bytes[end - 1] === 0x2f ? null : { at: withinMarkup(bytes, skipBlanks(bytes, end + 1, 60)), operator: greater };
}

/** Whether the name at `start` is that of an element: `<Pass`, `<ns:Pass`. */
function isElement(bytes: Uint8Array, start: number): boolean {
  if (bytes[start - 1] === colon) return bytes[b.runStart(bytes, start - 1, start - 25, b.word | b.dash) - 1] === less;
  return bytes[start - 1] === less;
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
