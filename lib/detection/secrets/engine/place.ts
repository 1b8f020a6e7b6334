import * as b from "./bytes";

/** Where a value begins, and the first byte of the operator that assigns it. */
export interface Place {
  at: number;
  operator: number;
  /** the first of several texts between brackets */
  list?: boolean;
}

/** What stands around a possible operator. */
export interface Around {
  /** a place within the name */
  name: number;
  /** behind the name and what closes it */
  closed: number;
  /** the operator, behind spaces */
  at: number;
  quotedName: boolean;
}

/** Behind white space, with or without ends of lines. */
export const skipBlanks = (bytes: Uint8Array, at: number, most: number): number => b.runEnd(bytes, at, at + most, b.blank);
export const skipSpaces = (bytes: Uint8Array, at: number, most = 40): number => b.runEnd(bytes, at, at + most, b.space);

/** Where a text in quotes begins at `at`, an escaped quote too; null where none does. */
export const beforeQuote = (bytes: Uint8Array, at: number, operator: number): Place | null => {
  const mark = bytes[at] === 0x5c ? at + 1 : at;
  return b.is(bytes, mark, b.quote) ? { at, operator } : null;
};
