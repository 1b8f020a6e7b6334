import { keepable } from "../../core/keepable";
import type { Reject } from "../contract";
import { dateOf } from "./dates";
import { compilePath } from "./json-path";
import type { DateField } from "./schema/listing";

/** A row that can't be used: which field, and why. Never with the value, which may be a secret. */
export class RowFault extends Error {
  constructor(
    readonly field: string,
    readonly reason: string,
  ) {
    super(`${field} ${reason}`);
  }
}

const longestText = 2_000;

/** One row as the file's paths see it. Every look says for which of our fields it is. */
export class Row {
  constructor(readonly value: unknown) {}

  /** What stands at a path, first; undefined when nothing or null does. */
  at(path: string): unknown {
    return compilePath(path)(this.value).find((found) => found !== null && found !== undefined);
  }

  /** Text or a number as text; null when nothing is there. Throws RowFault for anything else. */
  text(field: string, path: string | undefined): string | null {
    const found = path === undefined ? undefined : this.at(path);
    if (found === undefined || found === "") return null;
    return asText(field, found);
  }

  /** The same, all values of a path. */
  texts(field: string, path: string): string[] {
    return compilePath(path)(this.value)
      .flat()
      .filter((found) => found !== null && found !== "")
      .map((found) => asText(field, found));
  }

  /** The first of several paths at which text stands. */
  firstText(field: string, paths: string | readonly string[] | undefined): string | null {
    for (const path of typeof paths === "string" ? [paths] : (paths ?? [])) {
      const found = this.text(field, path);
      if (found !== null) return found;
    }
    return null;
  }

  /** A date; null when nothing is there. Throws RowFault for what is none. */
  date(field: string, given: DateField | undefined): Date | null {
    if (given === undefined) return null;
    const { path, format } = typeof given === "string" ? { path: given, format: "iso" as const } : given;
    const found = this.at(path);
    if (found === undefined || found === "") return null;
    const date = dateOf(found, format);
    if ("not" in date) throw new RowFault(field, date.not);
    return date;
  }
}

function asText(field: string, found: unknown): string {
  if (typeof found === "boolean") return String(found);
  if (typeof found === "number") {
    // JSON's numbers lose the end of long ids, and another token's id would be left
    if (Number.isInteger(found) && !Number.isSafeInteger(found)) throw new RowFault(field, "is a number too long to be exact; the system must give it as text");
    return String(found);
  }
  if (typeof found !== "string") throw new RowFault(field, "is neither text nor a number");
  if (found.length > longestText) throw new RowFault(field, `is longer than ${longestText} characters`);
  return found;
}

/** Rows that can be used, and a counted reject for each that can't. */
export function mapRows<T>(rows: readonly unknown[], map: (row: Row) => T, name: (row: Row) => string | null): { items: T[]; rejected: Reject[] } {
  const items: T[] = [];
  const rejected: Reject[] = [];
  for (const [at, value] of rows.entries()) {
    const row = new Row(value);
    try {
      if (typeof value !== "object" || value === null) throw new RowFault("row", "is no object");
      items.push(map(row));
    } catch (error) {
      if (!(error instanceof RowFault)) throw error;
      rejected.push({ reference: keepable(named(row, name) ?? `row ${at + 1}`).slice(0, 200), field: error.field, reason: error.reason });
    }
  }
  return { items, rejected };
}

function named(row: Row, name: (row: Row) => string | null): string | null {
  try {
    return name(row);
  } catch (error) {
    if (error instanceof RowFault) return null;
    throw error;
  }
}
