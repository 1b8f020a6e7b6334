import * as b from "../engine/bytes";
import { fileKind } from "../engine/file-kind";
import { type Detector, type Look, report } from "../engine/look";
import { kindOf } from "./kinds";
import { type Name, nameIn } from "./names";
import { judgeValue } from "./value";

/** A table is read so far behind its heading. */
const longest = 60_000;
const longestHeading = 600;
/** What a cell costs to be found, and what it costs to be judged, besides its bytes. */
const cellSteps = 20;
const judgedSteps = 1_200;
/** What it costs to seek the word in a name, and for each byte of a line whether it is a heading and where its cells end. */
const nameSteps = 4_000;
const headingSteps = 10;
const cellsSteps = 8;
const [pipe, comma, semicolon, tab, opening, closing, apostrophe, doubleQuote, backslash] = [0x7c, 0x2c, 0x3b, 0x09, 0x28, 0x29, 0x27, 0x22, 0x5c];
const separators = new Set([pipe, comma, semicolon, tab]);

/** Numbers in hexadecimal under the name of a password are its hash: a table of users has no other. */
const hash = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i;

function judgeCell(look: Look, name: Name, start: number, end: number): void {
  b.work.steps += cellSteps;
  if (end - start < 6 || end - start > 200) return;
  b.work.steps += judgedSteps + 20 * (end - start);
  const value = b.textOf(look.bytes, start, end);
  if (/\s/.test(value)) return;
  const judged = judgeValue(value, name, { quoted: true, operator: "(", file: fileKind(look.path), prose: look.prose });
  if (judged === null) return;
  report(look, kindOf(name.class), start, end, judged.confidence, { mark: name.class === "password" && hash.test(value) ? "hash" : judged.mark });
}

/** The bounds of the cells of a line; a separator in quotes belongs to its cell. */
function cellsOf(bytes: Uint8Array, start: number, end: number, separator: number): [number, number][] {
  const cells: [number, number][] = [];
  let from = start;
  let quoted = false;
  for (let i = start; i <= end; i++) {
    if (i < end && bytes[i] === doubleQuote && separator !== pipe) quoted = !quoted;
    if (i < end && (quoted || bytes[i] !== separator)) continue;
    cells.push(trimmed(bytes, from, i));
    from = i + 1;
  }
  b.work.steps += cellsSteps * (end - start);
  return cells;
}

/** Without spaces around it and what it is quoted with. */
function trimmed(bytes: Uint8Array, from: number, to: number): [number, number] {
  let [start, end] = [from, to];
  while (start < end && (b.is(bytes, start, b.blank) || b.is(bytes, start, b.quote))) start++;
  while (end > start && (b.is(bytes, end - 1, b.blank) || b.is(bytes, end - 1, b.quote))) end--;
  return [start, end];
}

function lineEndOf(bytes: Uint8Array, at: number, most: number): number {
  const end = b.indexOfByte(bytes, at, at + most, 0x0a);
  return end < 0 ? Math.min(bytes.length, at + most) : end;
}

/** Whether the name that ends at `after` may be a cell of a heading: a separator or the line's end stands behind it, and a separator or its beginning in front. */
export function mayBeHeading(bytes: Uint8Array, at: number, after: number): boolean {
  const end = b.runEnd(bytes, after, after + 24, b.word | b.dash);
  const next = b.runEnd(bytes, b.is(bytes, end, b.quote) ? end + 1 : end, end + 24, b.space);
  const behind = bytes[next];
  if (behind !== undefined && !separators.has(behind) && !b.is(bytes, next, b.lineEnd)) return bytes[end] === tab;
  const start = b.runStart(bytes, at, at - 24, b.word | b.dash);
  const before = b.runStart(bytes, b.is(bytes, start - 1, b.quote) ? start - 1 : start, start - 24, b.space);
  return before === 0 || b.is(bytes, before - 1, b.lineEnd) || separators.has(bytes[before - 1] as number) || bytes[start - 1] === tab;
}

/** The separator of a heading's cells; null where the line is none. */
function separatorOf(line: string): number | null {
  if (line.length >= longestHeading) return null;
  if (/^\s*\|.*\|\s*$/.test(line)) return pipe;
  for (const separator of [comma, tab, semicolon]) {
    const cells = line.split(String.fromCharCode(separator));
    if (cells.length > 1 && cells.every((cell) => /^\s*["']?[A-Za-z_][\w .()#/-]{0,30}["']?\s*$/.test(cell))) return separator;
  }
  return null;
}

/** Where the lines of values begin below the heading's end; -1 where it is no heading. */
function rowsBelow(bytes: Uint8Array, start: number, end: number, separator: number): number {
  if (separator === pipe) {
    const below = lineEndOf(bytes, end + 1, longestHeading);
    return /^\s*\|(?:\s*:?-+:?\s*\|)+\s*$/.test(b.textOf(bytes, end + 1, below)) ? below + 1 : -1;
  }
  // a text's first line, or one behind an empty line or a fence
  if (start === 0 || bytes[start - 2] === 0x0a || (bytes[start - 2] === 0x0d && bytes[start - 3] === 0x0a)) return end + 1;
  return b.stands(bytes, b.runStart(bytes, start - 1, start - 12, b.visible), "```") ? end + 1 : -1;
}

/** Reports what stands in the column whose heading the name at `at` is part of, in CSV or a table of Markdown. */
export function detectColumn(look: Look, at: number): void {
  const { bytes } = look;
  const from = Math.max(0, at - longestHeading);
  let start = at;
  while (start > from && bytes[start - 1] !== 0x0a) start--;
  const end = lineEndOf(bytes, at, longestHeading);
  if (start === from && from > 0) return;
  b.work.steps += headingSteps * (end - start);
  const separator = separatorOf(b.textOf(bytes, start, end));
  if (separator === null) return;
  const heading = cellsOf(bytes, start, end, separator);
  const column = heading.findIndex(([cellStart, cellEnd]) => cellStart <= at && at < cellEnd);
  const cell = heading[column];
  if (cell === undefined || !isNew(look, look.base + start, column)) return;
  b.work.steps += nameSteps;
  const name = nameIn(b.textOf(bytes, cell[0], cell[1]).replace(/ /g, "_"));
  let line = name === null ? -1 : rowsBelow(bytes, start, end, separator);
  if (name === null || line < 0) return;
  const last = Math.min(bytes.length, line + longest);
  while (line < last) {
    const next = lineEndOf(bytes, line, longestHeading);
    const cells = cellsOf(bytes, line, next, separator);
    if (cells.length !== heading.length) return;
    const [valueStart, valueEnd] = cells[column] as [number, number];
    judgeCell(look, name, valueStart, valueEnd);
    line = next + 1;
    look.memo.table.to = look.base + line;
  }
}

/** Whether the column of this heading was not read yet, nor the heading as a row of the table above it: each row is read once for each column that tells. */
function isNew({ memo }: Look, heading: number, column: number): boolean {
  if (memo.table.heading !== heading) {
    if (heading < memo.table.to) return false;
    memo.table = { heading, columns: new Set(), to: memo.table.to };
  }
  if (memo.table.columns.has(column)) return false;
  memo.table.columns.add(column);
  return true;
}

/** `INSERT INTO users (name, password) VALUES ('ada', 'v'), …`: the values under names that say "password" and the like. */
function detectInsert(look: Look, after: number): void {
  const { bytes, memo } = look;
  if (look.base + after < memo.insertedTo) return;
  const open = b.indexOfByte(bytes, after, after + 100, opening);
  const close = open < 0 ? -1 : b.indexOfByte(bytes, open, open + longestHeading, closing);
  if (close < 0) return;
  const names = b.textOf(bytes, open + 1, close).split(",");
  if (names.length < 2 || !names.every((name) => /^\s*[`"'[]?\w+[`"'\]]?\s*$/.test(name))) return;
  const columns = names.map((name) => nameIn(name.replace(/\W/g, "")));
  b.work.steps += nameSteps * names.length;
  const values = b.runEnd(bytes, close + 1, close + 40, b.blank);
  if (!columns.some((name) => name !== null) || !b.standsFolded(bytes, values, "values")) return;
  let i = values + 6;
  const last = Math.min(bytes.length, i + longest);
  while (i < last) {
    i = b.runEnd(bytes, i, i + 200, b.blank);
    if (bytes[i] === comma) i = b.runEnd(bytes, i + 1, i + 200, b.blank);
    if (bytes[i] !== opening) return;
    const end = readTuple(look, i + 1, last, columns);
    memo.insertedTo = look.base + (end < 0 ? last : end);
    if (end < 0) return;
    i = end;
  }
}

/** Where the text that begins at `start` ends, and whether it holds an apostrophe, written twice. */
function readText(bytes: Uint8Array, start: number, last: number): { end: number; doubled: boolean } {
  let doubled = false;
  let i = start;
  for (; i < last && (bytes[i] !== apostrophe || bytes[i + 1] === apostrophe); i++) {
    if (bytes[i] !== backslash && bytes[i] !== apostrophe) continue;
    doubled ||= bytes[i] === apostrophe;
    i++;
  }
  b.work.steps += i - start;
  return { end: i, doubled };
}

/** Reports what the tuple that begins at `at` holds in the columns; where it ends, -1 where it does not. */
function readTuple(look: Look, at: number, last: number, columns: readonly (Name | null)[]): number {
  const { bytes } = look;
  let column = 0;
  let i = at;
  while (i < last) {
    i = b.runEnd(bytes, i, i + 60, b.blank);
    if (bytes[i] === apostrophe) {
      const start = i + 1;
      const text = readText(bytes, start, last);
      i = text.end;
      const name = columns[column];
      // what holds an apostrophe does not stand there as it is
      if (name != null && !text.doubled) judgeCell(look, name, start, i);
      i++;
    } else if (bytes[i] === comma) {
      column++;
      i++;
    } else if (bytes[i] === closing) return i + 1;
    else i++;
    b.work.steps += 20;
  }
  return -1;
}

export const inserts: Detector = { kinds: [], keywords: [{ text: "insert into ", exact: false }], detect: (look, _at, after) => detectInsert(look, after) };
