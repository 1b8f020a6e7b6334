import { leftEdge, stands, standsFolded, work } from "./bytes";
import { around, batch, type Entry, gramOf, portion, Sieve } from "./sieve";

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

const foldingBit = 0x20;
const everyByte = Array.from({ length: 256 }, (_, byte) => byte);
/** What may stand before a word's beginning: no letter, figure or underscore, but those that end an escape (`\n`, `%3D`). */
const beforeWord = everyByte.filter((byte) => !/[g-mo-qsu-zG-Z_]/.test(String.fromCharCode(byte)));
/** What it costs to see whether a pattern may stand somewhere, whether it does, and to tell of it. */
const entrySteps = 6;
const foundSteps = 50;
const matchSteps = 200;
/** A match is one number: its place times this and its pattern, so that matches sort by place. */
const mostPatterns = 65_536;

/**
 * Finds where any of many patterns stands, in one pass over a text, two bytes at a time.
 *
 * Of each pattern two overlapping stretches of four bytes, its rarest, are kept: one of the two stands at an even place. At each even place of a text the four
 * bytes there, case folded, are hashed, and one bit says whether they are any pattern's. What is left (three per cent of text) is looked up, and where four more
 * bytes of the pattern stand too (one place in a thousand), it is compared.
 */
export class Filter {
  private readonly sieve: Sieve;
  private readonly folded: Uint8Array[];
  private readonly lower: string[];
  private readonly preceding: (Uint8Array | undefined)[];
  private readonly following: (Uint8Array | undefined)[];
  /** the longest pattern, in bytes */
  readonly longest: number;

  constructor(private readonly patterns: readonly Pattern[]) {
    if (patterns.length > mostPatterns) throw new Error(`${patterns.length} patterns are too many`);
    this.longest = Math.max(...patterns.map(({ text }) => text.length));
    if (this.longest > around) throw new Error(`a pattern of ${this.longest} bytes is too long: ${around} at most`);
    this.lower = patterns.map(({ text }) => text.toLowerCase());
    this.folded = this.lower.map((text) => Buffer.from(text, "latin1"));
    this.preceding = patterns.map(({ preceding }) => tableOf(preceding));
    this.following = patterns.map(({ following }) => tableOf(following));
    this.sieve = new Sieve(this.folded.flatMap((text, id) => entriesOf(text, id, patterns[id] as Pattern)));
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
    // they come by the places of their grams: nearly in order
    const sorted = inOrder(waiting) ? waiting : new Float64Array(waiting).sort();
    let ready = 0;
    for (; ready < sorted.length; ready++) {
      const match = sorted[ready] as number;
      const at = Math.floor(match / mostPatterns);
      if (at >= settled) break;
      const id = match - at * mostPatterns;
      hearer.found(id, at, at + (this.folded[id] as Uint8Array).length);
    }
    return [...sorted.slice(ready)];
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
    const { text, exact, edge } = this.patterns[id] as Pattern;
    if (this.preceding[id]?.[bytes[at - 1] ?? noByte] === 0) return false;
    if (this.following[id]?.[bytes[at + text.length] ?? noByte] === 0) return false;
    if (edge && !leftEdge(bytes, at)) return false;
    return exact ? stands(bytes, at, text) : standsFolded(bytes, at, this.lower[id] as string);
  }
}

/** Where there is no byte, in a table of bytes. */
const noByte = 256;
/** Which bytes are among these, 1 for each. */
function tableOf(bytes: readonly number[] | undefined): Uint8Array | undefined {
  if (bytes === undefined) return undefined;
  const table = new Uint8Array(noByte + 1);
  for (const byte of bytes) table[byte] = 1;
  return table;
}

function inOrder(numbers: readonly number[]): boolean {
  for (let n = 1; n < numbers.length; n++) if ((numbers[n - 1] as number) > (numbers[n] as number)) return false;
  return true;
}

/** A pattern's two stretches; one too short for two goes on with what may follow or begins with what may stand before, one of three bytes does both. */
function entriesOf(text: Uint8Array, id: number, { preceding, following, edge }: Pattern): Entry[] {
  const entry = (gram: Uint8Array, shift: number): Entry => {
    // as far from the gram as the pattern goes; one of three bytes has no more than its gram
    const more = text.length === 3 ? shift : 2 * shift > text.length - 4 ? 0 : text.length - 4;
    return { gram: gramIn(gram), pattern: id, shift, more: gramIn(text.length === 3 ? gram : text.subarray(more)), moreBehind: more - shift };
  };
  if (text.length >= 5) {
    const at = rarest(text);
    return [entry(text.subarray(at, at + 4), at), entry(text.subarray(at + 1, at + 5), at + 1)];
  }
  const folded = (bytes: readonly number[]) => [...new Set(bytes.map((byte) => byte | foldingBit))];
  const before = folded(preceding ?? (edge === true ? beforeWord : everyByte)).map((byte) => entry(Uint8Array.of(byte, ...text.subarray(0, 3)), -1));
  const behind = folded(following ?? everyByte).map((byte) => entry(Uint8Array.of(...text.subarray(-3), byte), text.length - 3));
  if (text.length === 3) return [...behind, ...before];
  // where the text may end behind it, the byte in front
  return [entry(text, 0), ...(following !== undefined && behind.length <= before.length ? behind : before)];
}

const gramIn = ([a, b, c, d]: Uint8Array): number => gramOf(a as number, b as number, c as number, d as number);

/** Letters and the space by how often they stand in English and in programs, rarest first; all else is rarer. */
const common = "zqjxkvwbyhgmufdplcosnriate ";
const weight = (byte: number | undefined): number => 1 + common.indexOf(String.fromCharCode(byte ?? 0));

/** Four bytes that stand everywhere, though some of their letters are rare. */
const everyday = new Set(
  "user with logi evel view ent_ ore. tion ion_ ions type ypes able comm cont prop node mand ache modu code work ing_ defa ndar entr test econ push lass equi quir prov ndex vide figu loca auth over prot deve base ctor path opti ando andl name valu rval ring tabl nabl ecti ctio ment".split(
    " ",
  ),
);
const everydayTimes = 30;

/** Where a pattern's rarest five bytes begin. */
function rarest(text: Uint8Array): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at + 5 <= text.length; at++) {
    const inner = weight(text[at + 1]) * weight(text[at + 2]) * weight(text[at + 3]);
    const word = Buffer.from(text.subarray(at, at + 5)).toString("latin1");
    const usual = everyday.has(word.slice(0, 4)) || everyday.has(word.slice(1));
    const cost = inner * (weight(text[at]) + weight(text[at + 4])) * (usual ? everydayTimes : 1);
    if (cost < least) [best, least] = [at, cost];
  }
  return best;
}
