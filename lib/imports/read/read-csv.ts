import { counted, FileFault, largest } from "./file-fault";
import type { RecordReader, Records } from "./records";

/**
 * RFC 4180 and its dialects, as a stream: any one-character delimiter and quote, line ends of all kinds, line breaks inside quotes. Our own
 * because it runs on both sides (the preview in the browser, the import in the collector), bounds what one row may hold, and says where
 * each row ends, which a resumed upload needs. The first row is the header.
 */
export class CsvReader implements RecordReader {
  header: string[] | null = null;
  private rest = "";
  private row = 0;

  constructor(
    private readonly delimiter: string,
    private readonly quote: string,
  ) {}

  push(more: string, last: boolean): Records {
    const text = this.rest === "" ? more : this.rest + more;
    const records: Records = { rows: [], ends: [], text };
    const [delimiter, quote] = [this.delimiter.charCodeAt(0), this.quote.charCodeAt(0)];
    let start = 0;
    while (start < text.length) {
      const cells: string[] = [];
      const end = this.cut(text, start, last, delimiter, quote, cells);
      if (end < 0) break;
      if (end - start > largest.rowCharacters) this.tooLong();
      start = end;
      const blank = cells.length === 1 && (cells[0] as string).trim() === "";
      if (this.header) {
        this.row += 1;
        records.rows.push(blank ? [] : cells);
        records.ends.push(end);
      } else if (!blank) this.header = cells.map((name) => name.trim());
    }
    this.rest = text.slice(start);
    if (this.rest.length > largest.rowCharacters) this.tooLong();
    records.text = text.slice(0, start);
    return records;
  }

  /** Reads one row into `cells`. Returns where the next begins, or -1 when this one is not complete yet. */
  // biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one pass over the text, of which every call in the loop would cost
  private cut(text: string, start: number, last: boolean, delimiter: number, quote: number, cells: string[]): number {
    let at = start;
    for (;;) {
      let value = "";
      let from = at;
      if (text.charCodeAt(at) === quote) {
        from = at + 1;
        for (;;) {
          const close = text.indexOf(this.quote, from);
          if (close < 0 && last) this.unclosed();
          if (close < 0 || (close + 1 === text.length && !last)) return -1;
          if (text.charCodeAt(close + 1) !== quote) {
            value += text.slice(from, close);
            from = at = close + 1;
            break;
          }
          value += text.slice(from, close + 1);
          from = close + 2;
        }
      }
      let code = 0;
      while (at < text.length) {
        code = text.charCodeAt(at);
        if (code === delimiter || code === 10 || code === 13) break;
        at += 1;
      }
      if (at === text.length && !last) return -1;
      cells.push(from === at ? value : value + text.slice(from, at));
      if (cells.length > largest.columns)
        throw new FileFault(`${this.where()} has more than ${counted(largest.columns)} columns. Is the delimiter the right one?`);
      if (at === text.length) return at;
      if (code === delimiter) {
        at += 1;
        continue;
      }
      if (code === 10) return at + 1;
      if (at + 1 === text.length && !last) return -1;
      return text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1;
    }
  }

  private where(): string {
    return this.header ? `Row ${counted(this.row + 1)}` : "The header row";
  }

  private tooLong(): never {
    throw new FileFault(
      `${this.where()} is longer than ${counted(largest.rowCharacters)} characters, the most a row may hold. A quote that is never closed reads like that too.`,
    );
  }

  private unclosed(): never {
    throw new FileFault(`${this.where()} opens a quote (${this.quote}) that the file never closes. Mend that row, or choose another quote.`);
  }
}
