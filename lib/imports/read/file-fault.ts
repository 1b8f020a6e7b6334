/** The file as a whole can't be read on: its message says where, what was found and what to do. Never holds a value of the file. */
export class FileFault extends Error {
  override name = "FileFault";
}

/** What one row of a file may hold at most. A longer one is no listing but an accident (a missing quote, a binary file). */
export const largest = { rowCharacters: 1_048_576, columns: 1_000 } as const;

/** A number as sentences show it. */
export const counted = (n: number): string => n.toLocaleString("en-US");
