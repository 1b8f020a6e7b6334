import { KeptOrder } from "./kept-order";
import { compareText, Texts } from "./texts";

/** One value that many tokens share. `text` is what it is searched and sorted by, lower case; null where there is none. */
export interface Entry {
  key: string;
  text: string | null;
}

/** Values by small numbers. 0 is always "none" or "unknown"; a value keeps its number for as long as the list lives. */
export class Dictionary<E extends Entry = Entry> {
  readonly entries: (E | null)[] = [null];
  private readonly codes = new Map<string, number>();
  private readonly texts = new Texts();
  private readonly order = new KeptOrder({
    compare: (a, b) => compareText(this.entries[a]?.text ?? "", this.entries[b]?.text ?? ""),
    sort: (codes) => codes.sort((a, b) => compareText(this.entries[a]?.text ?? "", this.entries[b]?.text ?? "")),
    has: (code) => typeof this.entries[code]?.text === "string",
  });

  /** The number of a value, new or known. What is known of it by now replaces what was. */
  code(entry: E | null): number {
    if (!entry) return 0;
    const known = this.codes.get(entry.key);
    if (known !== undefined) {
      const former = this.entries[known]?.text;
      this.entries[known] = entry;
      if (former !== entry.text) this.keep(known, entry);
      return known;
    }
    const code = this.entries.length;
    this.entries.push(entry);
    this.codes.set(entry.key, code);
    this.keep(code, entry);
    return code;
  }

  /** The number of a value; -1 where no token has ever had it. "none" and "unknown" are asked for by the caller, as 0. */
  find(key: string): number {
    return this.codes.get(key) ?? -1;
  }

  /** By number: the place of its text in PostgreSQL's order by bytes; equal texts share a place, NaN is for those without. */
  rank(): Float64Array {
    return this.order.ranks(this.entries.length);
  }

  /** Where a text stands among the ranks: its own place, or half a place before the next. */
  place(text: string): number {
    return this.order.place(this.entries.length, (code) => compareText(this.entries[code]?.text ?? "", text));
  }

  /** By number, 1 where the text holds `part`. Null where none does. */
  holding(part: string): Uint8Array | null {
    let any = false;
    const found = new Uint8Array(this.entries.length);
    this.texts.search(part, this.entries.length, (code) => {
      found[code] = 1;
      any = true;
    });
    return any ? found : null;
  }

  private keep(code: number, entry: E): void {
    this.order.changed(code);
    if (entry.text === null) return;
    this.texts.reserve(Math.ceil((code + 1) / 4096) * 8192);
    this.texts.put(code, entry.text, "");
  }
}
