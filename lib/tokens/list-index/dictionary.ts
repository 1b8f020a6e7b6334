import { positionsOf } from "./bits";
import { KeptOrder } from "./kept-order";
import { Needle } from "./needle";
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
  private room = 0;
  private readonly order = new KeptOrder({
    compare: (a, b) => compareText(this.entries[a]?.text ?? "", this.entries[b]?.text ?? ""),
    sort: (codes) => codes.sort((a, b) => compareText(this.entries[a]?.text ?? "", this.entries[b]?.text ?? "")),
    has: (code) => typeof this.entries[code]?.text === "string",
  });

  /** The number of a value, new or known. `make` gives what is known of it; a known value keeps its entry unless its text or what `differs` says is another. */
  code(key: string, text: string | null, make: () => E, differs?: (known: E) => boolean): number {
    const known = this.codes.get(key);
    if (known !== undefined) {
      const former = this.entries[known];
      if (former && former.text === text && !differs?.(former)) return known;
      this.entries[known] = make();
      if (former?.text !== text) this.keep(known, text);
      return known;
    }
    const code = this.entries.length;
    this.entries.push(make());
    this.codes.set(key, code);
    this.keep(code, text);
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
    const needle = new Needle(part);
    const found = new Uint8Array(this.entries.length);
    for (const code of positionsOf(this.texts.near(needle, this.room))) if (this.texts.holds(code, needle)) found[code] = 1;
    return found.includes(1) ? found : null;
  }

  private keep(code: number, text: string | null): void {
    this.order.changed(code);
    if (text === null) return;
    if (code >= this.room) {
      this.room = Math.max(64, code * 2);
      this.texts.reserve(this.room);
    }
    this.texts.put(code, text, "", "");
  }
}

/** Dictionaries whose values are nothing but key and text. */
export const plain = (dictionary: Dictionary, key: string | null, text: string | null): number =>
  key === null ? 0 : dictionary.code(key, text, () => ({ key, text }));
