/** Rows cut from a stretch of text. A row of blank space alone has no cells. */
export interface Records {
  /** cells in the order of the reader's header */
  rows: string[][];
  /** where each row ends in `text`, its line end included */
  ends: number[];
  text: string;
  /** rows that could not be read at all, by their place in `rows`: why. Their cells are none. */
  faults?: ReadonlyMap<number, string>;
}

/** Cuts a stream of text into rows, a stretch at a time; what is incomplete waits for the next. Throws FileFault. */
export interface RecordReader {
  /** the names of the columns: of a CSV once its first row was read, of JSON the columns that were asked for */
  readonly header: readonly string[] | null;
  push(text: string, last: boolean): Records;
}
