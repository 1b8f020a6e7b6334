import { leftEdge, work } from "./bytes";
import { entriesOf } from "./grams";
import { around, batch, portion, Sieve } from "./sieve";

/** A text to look for: ASCII, three bytes or more. */
export interface Pattern {
  text: string;
  /** letters in this case alone */
  exact: boolean;
  /** a word may not go on into it */
  edge?: boolean | undefined;
  /** what must stand before it and what must follow, as bytes: without it, anything */
  preceding?: readonly number[] | undefined;
  following?: readonly number[] | undefined;
}

/** Hears of each pattern, and may look through another text meanwhile; is asked first whether some places in a stretch, which begins at `at`, are to be looked at, and looks through nothing then. */
export interface Hearer {
  looks(at: number, places: number): boolean;
  found(pattern: number, at: number, after: number): void;
}

/** What it costs to see whether a pattern may stand somewhere, whether it does, and to tell of it. */
const entrySteps = 3;
const foundSteps = 20;
const matchSteps = 40;
/** A match is one number: its place times this and its pattern, so that matches sort by place. */
const mostPatterns = 65_536;

/**
 * Finds where any of many patterns stands, in one pass over a text, two bytes at a time.
 *
 * Of each pattern two overlapping stretches of four bytes, its rarest, are kept: one of the two stands at an even place. At each even place of a text the four
 * bytes there, folded, are hashed, and two bits say whether they are any pattern's. What is left (one per cent of text) is looked up, and where four more
 * bytes of the pattern stand too (one place in a thousand), it is compared.
 */
export class Filter {
  private readonly sieve: Sieve;
  /** all patterns' bytes, one behind the other, a letter of any case as a small one; which bit makes it one; where each pattern begins, and the last one ends */
  private readonly codes: Uint8Array;
  private readonly cases: Uint8Array;
  private readonly starts: Int32Array;
  private readonly preceding: (Uint8Array | undefined)[];
  private readonly following: (Uint8Array | undefined)[];
  /** the longest pattern, in bytes */
  readonly longest: number;

  constructor(private readonly patterns: readonly Pattern[]) {
    if (patterns.length > mostPatterns) throw new Error(`${patterns.length} patterns are too many`);
    this.longest = Math.max(...patterns.map(({ text }) => text.length));
    if (this.longest > around) throw new Error(`a pattern of ${this.longest} bytes is too long: ${around} at most`);
    const texts = patterns.map(({ text, exact }) => Buffer.from(exact ? text : text.toLowerCase(), "latin1"));
    this.codes = Buffer.concat(texts);
    this.cases = Uint8Array.from(patterns.flatMap(({ text, exact }) => Array.from(text, (character) => (!exact && /[a-z]/i.test(character) ? caseBit : 0))));
    this.starts = new Int32Array(patterns.length + 1);
    for (const [id, text] of texts.entries()) this.starts[id + 1] = (this.starts[id] as number) + text.length;
    this.preceding = patterns.map(({ preceding }) => tableOf(preceding));
    this.following = patterns.map(({ following }) => tableOf(following));
    this.sieve = new Sieve(texts.flatMap((text, id) => entriesOf(text, id, patterns[id] as Pattern)));
  }

  /**
   * Tells each pattern that begins within `[from, to)`, in order of place; patterns may reach beyond `to`, up to the text's end; one of three bytes at the very
   * end, where nothing follows, is told or not. What is found is the same for a part of a text that begins at a multiple of four of it as for the whole.
   */
  each(bytes: Uint8Array, from: number, to: number, hearer: Hearer): void {
    // a gram may stand one byte before its pattern
    const end = Math.min(to + this.longest, bytes.length - 3);
    try {
      let waiting: number[] = [];
      for (let at = Math.max(0, from - 1) & ~3; at < end; at += batch) {
        const upTo = Math.min(end, at + batch);
        const count = this.sieve.mark(bytes, at, upTo);
        // where they are many, in portions: what lies far enough behind them is looked at again
        for (let first = 0; first < count; first += portion) {
          const last = Math.min(first + portion, count);
          if (hearer.looks(this.sieve.noted(first), last - first)) this.lookUp(bytes, first, last, from, to, waiting);
        }
        if (waiting.length === 0) continue;
        // one that begins before is found in this batch at the latest
        waiting = this.deliver(waiting, upTo === end ? Number.POSITIVE_INFINITY : upTo - this.longest, hearer);
      }
    } finally {
      this.sieve.forget();
    }
  }

  /** Tells the matches that begin before `settled`, by place, and gives the others. */
  private deliver(waiting: number[], settled: number, hearer: Hearer): number[] {
    putInOrder(waiting);
    const before = settled * mostPatterns;
    let ready = 0;
    for (; ready < waiting.length; ready++) {
      const match = waiting[ready] as number;
      if (match >= before) break;
      const at = Math.floor(match / mostPatterns);
      const id = match - at * mostPatterns;
      hearer.found(id, at, at + this.lengthOf(id));
    }
    return ready === waiting.length ? [] : waiting.slice(ready);
  }

  /** Adds which patterns stand at the noted places from `first` on before `last`. */
  private lookUp(bytes: Uint8Array, first: number, last: number, from: number, to: number, found: number[]): void {
    const { sieve } = this;
    const sifted = sieve.sift(first, last);
    const before = found.length;
    for (let n = 0; n < sifted.found; n++) {
      const at = sieve.place(n);
      const id = sieve.pattern(n);
      if (at >= from && at < to && this.stands(bytes, at, id)) found.push(at * mostPatterns + id);
    }
    work.steps += sifted.looked * entrySteps + sifted.found * foundSteps + (found.length - before) * matchSteps;
  }

  private stands(bytes: Uint8Array, at: number, id: number): boolean {
    const length = this.lengthOf(id);
    if (at + length > bytes.length) return false;
    if (this.preceding[id]?.[bytes[at - 1] ?? noByte] === 0) return false;
    if (this.following[id]?.[bytes[at + length] ?? noByte] === 0) return false;
    const start = this.starts[id] as number;
    for (let i = 0; i < length; i++) if (((bytes[at + i] as number) | (this.cases[start + i] as number)) !== this.codes[start + i]) return false;
    return this.patterns[id]?.edge !== true || leftEdge(bytes, at);
  }

  private lengthOf(id: number): number {
    return (this.starts[id + 1] as number) - (this.starts[id] as number);
  }
}

/** What differs between a letter and its capital. */
const caseBit = 0x20;
/** Where there is no byte, in a table of bytes. */
const noByte = 256;
/** Which bytes are among these, 1 for each. */
function tableOf(bytes: readonly number[] | undefined): Uint8Array | undefined {
  if (bytes === undefined) return undefined;
  const table = new Uint8Array(noByte + 1);
  for (const byte of bytes) table[byte] = 1;
  return table;
}

/** Sorts matches, which come by the places of their grams: each is as good as there, no further away than patterns are long. */
function putInOrder(matches: number[]): void {
  for (let n = 1; n < matches.length; n++) {
    const match = matches[n] as number;
    let at = n;
    for (; at > 0 && (matches[at - 1] as number) > match; at--) matches[at] = matches[at - 1] as number;
    if (at === n) continue;
    matches[at] = match;
    work.steps += n - at;
  }
}
