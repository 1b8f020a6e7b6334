import * as b from "./bytes";
import { entityLength } from "./entity";
import { beginsLine } from "./lines";
import { startOfValue } from "./operator";

/** A name and the literal that is assigned to it, as offsets. */
export interface Assigned {
  /** the name as it stands, from its first to behind its last character: `DB_PASSWORD`, `spring.datasource.password` */
  nameStart: number;
  nameEnd: number;
  /** the operator's first byte; a space: `--password v` */
  operator: number;
  /** the value without its quotes */
  start: number;
  end: number;
  /** the quotation mark, 0 without */
  quote: number;
  /** the value stands in a text that is itself a JSON string: quotes are escaped */
  escaped: boolean;
  /** the first of several between brackets */
  list?: boolean;
}

const [colon, brace, closing, dollar, question] = [0x3a, 0x7b, 0x7d, 0x24, 0x3f];
const longestName = 48;
const longestValue = 600;
const longestBare = 200;

/** What reading an assignment costs besides the bytes looked at. */
const readSteps = 300;

/** Lets go of the text that was looked at last. */
export function forgetAssigned(): void {
  latest.bytes = null;
  latest.assigned = null;
  goesOn = null;
}

/** the latest stretch in which no bare value ends */
let goesOn: { bytes: Uint8Array; operator: number; start: number; end: number } | null = null;

const latest: { bytes: Uint8Array | null; at: number; after: number; assigned: Assigned | null } = { bytes: null, at: 0, after: 0, assigned: null };

/**
 * What is assigned to the name around `[at, after)`, in the syntaxes of configuration, code, markup, command lines and headers; null where nothing literal is.
 * Several detectors ask for one name after the other: the latest answer is kept.
 */
export function assignedAt(bytes: Uint8Array, at: number, after: number): Assigned | null {
  if (latest.bytes !== bytes || latest.at !== at || latest.after !== after) {
    latest.assigned = readAssigned(bytes, at, after);
    latest.bytes = bytes;
    latest.at = at;
    latest.after = after;
  }
  return latest.assigned;
}

function readAssigned(bytes: Uint8Array, at: number, after: number): Assigned | null {
  b.work.steps += readSteps;
  const nameEnd = b.runEnd(bytes, after, after + longestName, b.word | b.dash | b.dot);
  if (nameEnd - after === longestName) return null;
  const nameStart = b.runStart(bytes, at, at - longestName, b.word | b.dash | b.dot);
  if (bytes[nameEnd] === colon && bytes[nameStart - 1] === brace && bytes[nameStart - 2] === dollar) return readDefault(bytes, nameStart, nameEnd);
  const place = startOfValue(bytes, at, nameEnd);
  if (place === null) return null;
  // a method's call: `password.encode("utf8")`
  if (place.operator === 0x28 && b.indexOfByte(bytes, after, nameEnd, 0x2e) >= 0) return null;
  const value = valueAt(bytes, place.at, place.operator);
  if (value === null) return null;
  const assigned: Assigned = { nameStart, nameEnd, operator: place.operator, ...toLineEnd(bytes, nameStart, value) };
  if (place.list === true) assigned.list = true;
  return assigned;
}

/** `${NAME:-v}` of shells and Compose, `${name:v}` of Spring: what holds where the variable is not set. */
function readDefault(bytes: Uint8Array, nameStart: number, nameEnd: number): Assigned | null {
  const sign = bytes[nameEnd + 1];
  // `:?message`, `:+other`, and `:0:8`, a part of the value
  if (sign === question || sign === 0x2b) return null;
  const start = sign === 0x2d || sign === 0x3d ? nameEnd + 2 : nameEnd + 1;
  const end = b.indexOfByte(bytes, start, start + longestBare, closing);
  const line = b.runEnd(bytes, start, start + longestBare, b.visible);
  return end > start && line >= end ? { nameStart, nameEnd, operator: question, start, end, quote: closing, escaped: false } : null;
}

/** The next text of a list behind the one that ends at `end`, closing quote and all; null where there is none. */
export function nextInList(bytes: Uint8Array, { end, quote, escaped }: Assigned): { start: number; end: number } | null {
  if (escaped || bytes[end] !== quote) return null;
  let i = b.runEnd(bytes, end + 1, end + 5, b.blank);
  if (bytes[i] !== comma) return null;
  i = b.runEnd(bytes, i + 1, i + 60, b.blank);
  return bytes[i] === quote ? valueAt(bytes, i, 0x3d) : null;
}

const farthestQuote = 240;

/** Whether `at` lies within a text in quotes that began on its line. */
export function isInText(bytes: Uint8Array, at: number): boolean {
  const from = Math.max(0, at - farthestQuote);
  let begin = at;
  while (begin > from && !b.is(bytes, begin - 1, b.lineEnd)) begin--;
  // of a line that is longer nobody knows what its quotes begin
  if (begin === from && from > 0) return false;
  let within = 0;
  for (let i = begin; i < at; i++) {
    const byte = bytes[i] as number;
    if (byte === backslash) i++;
    else if (within === 0 ? b.is(bytes, i, b.quote) : byte === within) within = within === 0 ? byte : 0;
  }
  b.work.steps += at - begin;
  return within !== 0;
}

const longestOdd = 64;
const endingSigns = b.setOf("<>;&,");

/** A bare value that a sign ended, where its line begins with the name and the rest of it, one word, is mixed as chance mixes: all of that. */
function toLineEnd(bytes: Uint8Array, nameStart: number, value: Value): Value {
  const { start, end, quote } = value;
  if (quote !== 0 || endingSigns[bytes[end] ?? 0] !== 1 || !b.is(bytes, end + 1, b.visible) || !beginsLine(bytes, nameStart)) return value;
  const whole = b.runEnd(bytes, start, start + longestOdd, b.visible);
  if (whole < bytes.length && !b.is(bytes, whole, b.lineEnd)) return value;
  const text = b.textOf(bytes, start, whole);
  const mixed = /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text) && !/[a-z]{4}|["'`\\]|<\/|[;,]$|&\w*=/.test(text);
  return mixed ? { ...value, end: whole } : value;
}

type Value = Pick<Assigned, "start" | "end" | "quote" | "escaped">;

const backslash = 0x5c;

/** The literal that begins at `at`: in quotes (of any level of escaping), or bare up to what can't belong to it. */
export function valueAt(bytes: Uint8Array, at: number, operator: number): Value | null {
  let i = at;
  while (bytes[i] === backslash && i - at < 4) i++;
  const slashes = i - at;
  if (b.is(bytes, i, b.quote)) return quoted(bytes, i, slashes);
  const entity = entityLength(bytes, i);
  if (entity > 0) return inEntities(bytes, i + entity);
  const literal = stringPrefix(bytes, i);
  if (literal > 0) return quoted(bytes, i + literal, slashes);
  return bare(bytes, at, operator);
}

/** The text up to the next quotation mark that is written out, `&quot;v&quot;`. */
function inEntities(bytes: Uint8Array, start: number): Value | null {
  const end = b.indexOfByte(bytes, start, start + longestBare, 0x26);
  return end > start && entityLength(bytes, end) > 0 ? { start, end, quote: 0x22, escaped: true } : null;
}

/** `b"…"`, `@"…"`, `[]byte("…")`, `new String("…")`, `SecretStr("…")`: how many bytes stand before the quote. */
function stringPrefix(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  if (literalMarks[first] === 1 && b.is(bytes, at + 1, b.quote)) return 1;
  if (wrapperBeginnings[first] === 1)
    for (const wrapper of wrappers) if (b.stands(bytes, at, wrapper) && b.is(bytes, at + wrapper.length, b.quote)) return wrapper.length;
  return 0;
}

const wrappers = [
  "[]byte(",
  "new String(",
  "String(",
  "SecretStr(",
  "Buffer.from(",
  "String::from(",
  "bytes(",
  "str(",
  "SecureString(",
  "!!str ",
  "NSString stringWithString:@",
  "Secret(",
  "SecretString(",
];
const literalMarks = b.setOf("brfuLN@$!");
const wrapperBeginnings = b.setOf(wrappers.map(([first]) => first).join(""));

function quoted(bytes: Uint8Array, at: number, slashes: number): Value | null {
  const mark = bytes[at] as number;
  const triple = bytes[at + 1] === mark && bytes[at + 2] === mark ? 2 : 0;
  const start = at + 1 + triple;
  const limit = Math.min(bytes.length, start + longestValue);
  let end = start;
  for (; end < limit; end++) {
    const byte = bytes[end] as number;
    if (byte === 0x0a) break;
    if (byte === mark && before(bytes, end, start) === slashes) break;
    if (byte === backslash && slashes === 0) end++;
  }
  b.work.steps += end - start;
  if (end >= limit || bytes[end] !== mark) return null;
  const inner = innerQuote(bytes, start, end - slashes);
  return { start: start + inner, end: end - slashes - inner, quote: mark, escaped: slashes > 0 };
}

/** How many bytes of the text are quotes of its own at either end: `'"v"'`, `"\\"v\\""`. */
function innerQuote(bytes: Uint8Array, start: number, end: number): number {
  const at = bytes[start] === backslash ? start + 1 : start;
  const length = at - start + 1;
  if (end - start < 2 * length + 3 || !b.is(bytes, at, b.quote) || bytes[end - 1] !== bytes[at]) return 0;
  return length === 1 || bytes[end - 2] === backslash ? length : 0;
}

/** How many backslashes stand before `at`. */
function before(bytes: Uint8Array, at: number, from: number): number {
  let count = 0;
  while (at - count > from && bytes[at - 1 - count] === backslash && count < 8) count++;
  return count;
}

const comma = 0x2c;
const semicolon = 0x3b;

function bare(bytes: Uint8Array, at: number, operator: number): Value | null {
  const limit = Math.min(bytes.length, at + longestBare);
  let end = at;
  // a name within another's value has the same end: no byte is looked at again for it
  if (goesOn !== null && goesOn.bytes === bytes && goesOn.operator === operator && at >= goesOn.start && at < goesOn.end) end = Math.min(limit, goesOn.end);
  else goesOn = { bytes, operator, start: at, end: at };
  const known = end;
  while (end < limit && !endsBare(bytes, end, operator)) end++;
  b.work.steps += end - known;
  goesOn.end = Math.max(goesOn.end, end);
  if (end === limit && limit < bytes.length) return null;
  // the next cell of a table, which must end too
  if (operator === 0x7c && bytes[b.runEnd(bytes, end, end + 80, b.space)] !== 0x7c) return null;
  while (end > at && trailing(bytes, at, end)) end--;
  return end > at ? { start: at, end, quote: 0, escaped: false } : null;
}

function endsBare(bytes: Uint8Array, at: number, operator: number): boolean {
  const byte = bytes[at] as number;
  if (byte <= 0x20 || byte === 0x22 || byte === 0x27 || byte === 0x60 || byte === 0x3c || byte === 0x3e || byte === backslash) return true;
  if (operator === 0x7c) return byte === 0x7c;
  if (byte === semicolon || byte === 0x26) return operator === 0x3d;
  return byte === comma && (operator === 0x3d || operator === comma || !b.is(bytes, at + 1, b.visible));
}

/** Punctuation of the text around a bare value; brackets belong to it where both stand in it. */
function trailing(bytes: Uint8Array, start: number, end: number): boolean {
  const byte = bytes[end - 1] as number;
  if (byte === comma || byte === semicolon || byte === 0x7c) return true;
  const opener = byte === 0x29 ? 0x28 : byte === 0x5d ? 0x5b : byte === 0x7d ? 0x7b : 0;
  return opener !== 0 && b.indexOfByte(bytes, start, end - 1, opener) < 0;
}
