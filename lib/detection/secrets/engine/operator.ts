import * as b from "./bytes";

/** Where a value begins, and the first byte of the operator that assigns it. */
export interface Place {
  at: number;
  operator: number;
}

const [equals, colon, comma, greater, less, open, pipe, question, brace, space] = [0x3d, 0x3a, 0x2c, 0x3e, 0x3c, 0x28, 0x7c, 0x3f, 0x7b, 0x20];
const [backslash, dot, exclamation] = [0x5c, 0x2e, 0x21];
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
  [dot, (bytes, { at }) => (bytes[at + 1] === equals ? afterSign(bytes, at + 1) : null)],
  [exclamation, (bytes, { at }) => (bytes[at + 1] === equals ? afterSign(bytes, at + 1) : null)],
  [
    wideColon[0] as number,
    (bytes, { at }) => (wideColon.every((byte, n) => bytes[at + n] === byte) ? { at: skipSpaces(bytes, at + 3), operator: colon } : null),
  ],
  [greater, (bytes, { name, at, closed }) => (at === closed && bytes[at - 1] !== 0x2d ? { at: inElement(bytes, name, at + 1), operator: greater } : null)],
  [less, (bytes, { at }) => afterTag(bytes, at)],
  [open, (bytes, { at }) => (b.is(bytes, skipSpaces(bytes, at + 1, 4), b.quote) ? { at: skipSpaces(bytes, at + 1, 4), operator: open } : null)],
  [comma, (bytes, around) => (around.quotedName ? (pair(bytes, around.closed) ?? argument(bytes, around)) : cell(bytes, around))],
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

const argument = (bytes: Uint8Array, { name, at }: Around): Place | null =>
  isArgument(bytes, name) ? beforeQuote(bytes, skipSpaces(bytes, at + 1), comma) : null;

const takers =
  /^(?:define|get\w*|set\w*|put\w*|add\w*|append\w*|with\w*|store\w*|insert\w*|register\w*|\w*(?:env|prop|header|config|option|param|field)\w*|\w*(?:entry|pair))$/;

/** The next cell of a line of a table in CSV that begins with the name. */
function cell(bytes: Uint8Array, { name, at }: Around): Place | null {
  const start = b.runStart(bytes, name, name - 48, b.word | b.dash | b.dot);
  const end = b.runEnd(bytes, at + 1, at + 200, b.word | b.dash | b.slashPlus | b.equals | b.dot);
  const ends = end === bytes.length || bytes[end] === comma || b.is(bytes, end, b.lineEnd);
  return end > at + 1 && ends && (start === 0 || b.is(bytes, start - 1, b.lineEnd)) ? { at: at + 1, operator: comma } : null;
}

/** Where the text of an element begins whose tag ends before `at`: it may stand on a line of its own. */
function inElement(bytes: Uint8Array, name: number, at: number): number {
  const spaces = skipSpaces(bytes, at);
  if (!b.is(bytes, spaces, b.lineEnd)) return spaces;
  const start = b.runStart(bytes, name, name - 48, b.word | b.dash | b.dot);
  return bytes[start - 1] === less ? skipBlanks(bytes, spaces, 60) : spaces;
}

/** Whether the quoted name at `at` is the first of a call that takes names and values, `define('X', 'v')`, or an option in a list, `"--password", "v"`. */
function isArgument(bytes: Uint8Array, at: number): boolean {
  let i = b.runStart(bytes, at, at - 64, b.word | b.dash | b.dot);
  if (bytes[i] === 0x2d) return true;
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
  let i = at;
  while (bytes[i] === 0x5c && i - at < 4 && (b.is(bytes, i + 1, b.quote) || bytes[i + 1] === 0x5c)) i++;
  if (b.is(bytes, i, b.quote)) i++;
  else if (bytes[i] === 0x5b) i = b.runEnd(bytes, i + 1, i + 8, b.alnum);
  if (bytes[i] === 0x5d || bytes[i] === 0x29) i++;
  return i;
}

/** `=`, `:=`, `=>`, `:`; not `=~`, `::`, `==` of a comparison with a name. A YAML block's first line; a type between the colon and the value. */
function afterSign(bytes: Uint8Array, at: number): Place | null {
  const operator = bytes[at] as number;
  let i = at + 1;
  if (operator === colon && bytes[i] === colon) {
    // `::=` and `:::=` of makefiles
    i = b.indexOfByte(bytes, i, i + 3, equals);
    if (i < 0 || (i === at + 3 && bytes[at + 2] !== colon)) return null;
    return { at: skipSpaces(bytes, i + 1), operator: equals };
  }
  while (i - at < 3 && (bytes[i] === equals || bytes[i] === greater)) i++;
  if (bytes[i] === 0x7e) return null;
  i = skipSpaces(bytes, i);
  const below = operator === equals ? nextLine(bytes, i) : null;
  if (below !== null) return below;
  if (operator === colon && (bytes[i] === pipe || bytes[i] === greater)) return block(bytes, i);
  if (operator === colon) {
    // `"db_password": {"value": "v"`
    if (bytes[i] === brace) return pair(bytes, i + 1);
    const typed = afterType(bytes, i);
    if (typed !== null) return { at: typed, operator: equals };
  }
  return { at: i, operator };
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
  if (bytes[at + 1] !== 0x2f) return null;
  const closed = b.indexOfByte(bytes, at, at + 24, greater);
  if (closed < 0) return null;
  const i = skipBlanks(bytes, closed + 1, 40);
  if (bytes[i] !== less || bytes[i + 1] === 0x2f) return null;
  const opened = b.indexOfByte(bytes, i, i + 40, greater);
  return opened < 0 ? null : { at: opened + 1, operator: greater };
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

/** The name stands as a value itself, its value beside it: `name="password" value="v"`, `{"name": "DB_PASSWORD", "value": "v"}`, `- name: X` above `value: v`. */
function pair(bytes: Uint8Array, at: number): Place | null {
  let i = at;
  while (i - at < 60 && (b.is(bytes, i, b.blank) || bytes[i] === comma || bytes[i] === 0x5c || b.is(bytes, i, b.quote))) i++;
  b.work.steps += i - at;
  if (i === at || !b.standsFolded(bytes, i, "value")) return null;
  i += 5;
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
  const end = b.runEnd(bytes, at, at + 200, b.visible);
  return end - at >= 8 && (end === bytes.length || b.is(bytes, end, b.lineEnd));
}

/** Whether a line, or a directive of the preprocessor or of a shell, begins with the name at `start`. */
export function beginsLine(bytes: Uint8Array, start: number): boolean {
  const i = b.runStart(bytes, start, start - 40, b.space | b.dash);
  if (i === 0 || b.is(bytes, i - 1, b.lineEnd)) return true;
  return i < start && ["define", "set", "setenv", "export", "env"].includes(b.textOf(bytes, b.runStart(bytes, i, i - 8, b.letter), i).toLowerCase());
}

const typeSigns = b.word | b.dot;

/** `name string = "v"` of Go and others: where the quote stands. */
function afterTypeWord(bytes: Uint8Array, at: number): Place | null {
  const word = bytes[at] === 0x5b && bytes[at + 1] === 0x5d ? at + 2 : at;
  const type = b.runEnd(bytes, word, word + 24, typeSigns);
  const sign = skipSpaces(bytes, type);
  return type > word && bytes[sign] === equals && bytes[sign + 1] !== equals ? beforeQuote(bytes, skipSpaces(bytes, sign + 1), equals) : null;
}

/** `<Pass encoding="base64">v`: behind the tag. */
function afterAttributes(bytes: Uint8Array, at: number): Place | null {
  const end = b.indexOfByte(bytes, at, at + 120, greater);
  return end < 0 || bytes[end - 1] === 0x2f ? null : { at: skipBlanks(bytes, end + 1, 60), operator: greater };
}

/**
 * `--password v` on a command line; `PASSWORD 'v'` in SQL; `apikey "v"` as a line of a configuration; `password    v` as a line of a table without lines;
 * a type or attributes between the name and the value.
 */
function afterSpace(bytes: Uint8Array, { name, at, quotedName }: Around): Place | null {
  if (quotedName) return null;
  const option = b.runStart(bytes, name, name - 48, b.word | b.dash);
  if (bytes[option] === 0x2d && (option === 0 || b.is(bytes, option - 1, b.blank | b.quote))) return { at, operator: space };
  if (bytes[at] === 0x27 || (bytes[at] === 0x22 && beginsLine(bytes, option))) return { at, operator: space };
  const place = bytes[option - 1] === less ? afterAttributes(bytes, at) : afterTypeWord(bytes, at);
  if (place !== null) return place;
  return isRow(bytes, option, at) ? { at, operator: equals } : null;
}
