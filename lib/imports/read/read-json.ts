import { counted, FileFault, largest } from "./file-fault";
import type { RecordReader, Records } from "./records";

const [quoteMark, backslash, openBrace, closeBrace, openBracket, closeBracket] = [34, 92, 123, 125, 91, 93];
const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;

/**
 * A JSON array of objects, or one object a line (NDJSON), as a stream. Objects are cut out by their braces and parsed one by one. A column is
 * a path ("creator.email"); `columns` null = all that occur, for a preview of few rows.
 */
export class JsonReader implements RecordReader {
  private rest = "";
  private row = 0;
  private state: "before" | "inside" | "after" = "before";
  private readonly found: string[] = [];

  constructor(
    private readonly form: "json" | "ndjson",
    private readonly columns: readonly string[] | null,
  ) {
    if (form === "ndjson") this.state = "inside";
  }

  get header(): readonly string[] {
    return this.columns ?? this.found;
  }

  push(more: string, last: boolean): Records {
    const text = this.rest + more;
    const records: Records = { rows: [], ends: [], text };
    let at = 0;
    for (let code = this.next(text, at); code.at < text.length; code = this.next(text, at)) {
      at = code.at;
      if (this.bracket(code.sign)) at += 1;
      else {
        if (this.state !== "inside" || code.sign !== openBrace) throw new FileFault(this.unexpected());
        const end = endOf(text, at);
        if (end < 0) break;
        this.row += 1;
        records.rows.push(this.cells(text.slice(at, end)));
        records.ends.push(end);
        at = end;
      }
    }
    this.rest = text.slice(at);
    if (this.rest.length > largest.rowCharacters)
      throw new FileFault(`Row ${counted(this.row + 1)} is longer than ${counted(largest.rowCharacters)} characters, the most a row may hold.`);
    if (last && (this.rest.trim() !== "" || (this.form === "json" && this.state !== "after")))
      throw new FileFault(`The file ends in the middle, after row ${counted(this.row)}. Was it cut off?`);
    records.text = text.slice(0, at);
    return records;
  }

  /** The next sign that says something. */
  private next(text: string, from: number): { at: number; sign: number } {
    let at = from;
    while (at < text.length && (isSpace(text.charCodeAt(at)) || (this.form === "json" && this.state === "inside" && text[at] === ","))) at += 1;
    return { at, sign: text.charCodeAt(at) };
  }

  /** The array's own brackets. */
  private bracket(sign: number): boolean {
    if (this.form !== "json") return false;
    if (this.state === "before" && sign === openBracket) this.state = "inside";
    else if (this.state === "inside" && sign === closeBracket) this.state = "after";
    else return false;
    return true;
  }

  private cells(source: string): string[] {
    let value: unknown;
    try {
      value = JSON.parse(source);
    } catch {
      throw new FileFault(`Row ${counted(this.row)} is not valid JSON. What follows can't be told apart from it, so the file was read no further.`);
    }
    if (this.columns) return this.columns.map((column) => cellOf(at(value, column)));
    collect(value, "", this.found);
    return this.found.map((column) => cellOf(at(value, column)));
  }

  private unexpected(): string {
    if (this.state === "before")
      return "The file is not a JSON array of objects. It must begin with [ and hold one object a token; one object a line works too.";
    if (this.state === "after") return `Something follows the end of the JSON array, after row ${counted(this.row)}.`;
    return `Row ${counted(this.row + 1)} is not a JSON object. Each row must be one, in braces.`;
  }
}

/** Where the object that begins at `start` ends; -1 when it does not yet. */
function endOf(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quoteMark) {
      at += 1;
      while (at < text.length && text.charCodeAt(at) !== quoteMark) at += text.charCodeAt(at) === backslash ? 2 : 1;
    } else if (code === openBrace || code === openBracket) depth += 1;
    else if (code === closeBrace || code === closeBracket) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** The value at a path; a key that itself holds dots comes first. */
function at(value: unknown, path: string): unknown {
  if (!isObject(value)) return undefined;
  if (Object.hasOwn(value, path)) return value[path];
  const dot = path.indexOf(".");
  return dot < 0 || !Object.hasOwn(value, path.slice(0, dot)) ? undefined : at(value[path.slice(0, dot)], path.slice(dot + 1));
}

function collect(value: unknown, above: string, into: string[], depth = 0): void {
  if (!isObject(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    const path = above + key;
    if (isObject(inner) && depth < 4) collect(inner, `${path}.`, into, depth + 1);
    else if (!into.includes(path) && into.length < largest.columns) into.push(path);
  }
}

/** A JSON value as a cell: lists stay JSON, so that an element with a comma stays one element. */
function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : typeof value === "object" ? JSON.stringify(value) : String(value);
}
