import { leftEdge, stands, standsFolded, work } from "./bytes";

/** A text to look for: ASCII, three bytes or more. */
export interface Pattern {
  text: string;
  /** letters in this case alone */
  exact: boolean;
  /** a word may not go on into it */
  edge?: boolean | undefined;
  /** what must follow, as bytes: without it, anything */
  following?: readonly number[] | undefined;
}

/** Hears of each pattern; and is asked first whether some places in a stretch, which begins at `at`, are to be looked at. */
export interface Hearer {
  looks(at: number, places: number): boolean;
  found(pattern: number, at: number, after: number): void;
}

/** Bits of the hash of four bytes; there is one mark for each value. */
const hashBits = 20;
/** A gram of a pattern, and how far behind the pattern's beginning it stands. */
type Entry = readonly [gram: number, pattern: number, shift: number];
/** Knuth's multiplicative hash: 2^32 over the golden ratio. */
const golden = 0x9e3779b1;
const hash = (gram: number): number => Math.imul(gram, golden) >>> (32 - hashBits);
/** Letters of both cases alike, and what else differs in this bit alone, in four bytes at once. */
const folding = 0x20202020;
const foldingBit = 0x20;
const everyByte = Array.from({ length: 256 }, (_, byte) => byte);
/** What may stand before a word's beginning: no letter, figure or underscore, but those that end an escape (`\n`, `%3D`). */
const beforeWord = everyByte.filter((byte) => !/[g-mo-qsu-zG-Z_]/.test(String.fromCharCode(byte)));
/** What a look at one pattern that may stand somewhere costs, and one that does. */
const entrySteps = 6;
const matchSteps = 150;
/** words at once */
const batch = 1024;
/** A match is one number: its place times this and its pattern, so that matches sort by place. */
const mostPatterns = 65_536;

/**
 * Finds where any of many patterns stands, in one pass over a text, two bytes at a time.
 *
 * Of each pattern two overlapping stretches of four bytes, its rarest, are kept: one of the two stands at an even place. At each even place of a text the four
 * bytes there, case folded, are hashed, and one bit says whether they are any pattern's. What is left (one or two per cent of text) is looked up and compared.
 */
export class Filter {
  private readonly marks = new Int32Array(1 << (hashBits - 5));
  /** two numbers each: a gram and its first entry; a gram whose place is taken stands at the next free one. A quarter of the places is taken at most. */
  private readonly grams: Int32Array;
  /** three numbers each: pattern, how far behind the pattern's beginning the gram stands, the gram's next entry */
  private readonly entries: Int32Array;
  private readonly folded: Uint8Array[];
  private readonly lower: string[];
  private readonly idle: Int32Array[] = [];
  /** the longest pattern, in bytes */
  readonly longest: number;

  constructor(private readonly patterns: readonly Pattern[]) {
    if (patterns.length > mostPatterns) throw new Error(`${patterns.length} patterns are too many`);
    this.lower = patterns.map(({ text }) => text.toLowerCase());
    this.folded = this.lower.map((text) => Buffer.from(text, "latin1"));
    const entries = this.folded.flatMap((text, id) => entriesOf(text, id, patterns[id] as Pattern));
    this.grams = new Int32Array(2 * placesFor(entries.length));
    // none is the first, so that 0 is no entry
    this.entries = new Int32Array(3 * entries.length + 3);
    for (const [n, entry] of entries.entries()) this.add(entry, 3 * n + 3);
    this.longest = Math.max(...patterns.map(({ text }) => text.length));
  }

  private add([gram, id, shift]: Entry, entry: number): void {
    const place = hash(gram);
    this.marks[place >>> 5] = (this.marks[place >>> 5] as number) | (1 << (place & 31));
    const slot = this.slotOf(gram);
    this.entries.set([id, shift, this.grams[slot + 1] as number], entry);
    this.grams[slot] = gram;
    this.grams[slot + 1] = entry;
  }

  /** Where a gram stands, or would: no gram is 0, for each byte has the bit that folds. */
  private slotOf(gram: number): number {
    const { grams } = this;
    const last = grams.length - 1;
    let slot = (2 * hash(gram)) & last;
    while (grams[slot] !== gram && grams[slot] !== 0) slot = (slot + 2) & last;
    return slot;
  }

  /**
   * Tells each pattern that begins within `[from, to)`, in order of place; patterns may reach beyond `to`, up to the text's end. What is found is
   * the same for a part of a text that begins at a multiple of four of it as for the whole.
   */
  each(bytes: Uint8Array, from: number, to: number, hearer: Hearer): void {
    const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
    const words = new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2);
    const begin = Math.max(0, (from - 1) >> 2);
    // the last whole word has no next one: from there on each place is looked up
    const last = Math.max(0, words.length - 1);
    const end = Math.min((to + this.longest + 3) >> 2, last);
    // one for each pass under way: what is found may be decoded and scanned in turn
    const places = this.idle.pop() ?? new Int32Array(2 * batch);
    let waiting: number[] = [];
    for (let word = Math.min(begin, end); word <= end; ) {
      const upTo = Math.min(end, word + batch);
      const count = this.marked(words, word, upTo, places);
      if (count > 0 && hearer.looks(4 * word, count)) for (let i = 0; i < count; i++) this.lookUp(aligned, places[i] as number, from, to, waiting);
      if (upTo === last) for (let place = 4 * last; place + 4 <= aligned.length; place += 2) this.lookUp(aligned, place, from, to, waiting);
      const done = upTo === end;
      word = done ? end + 1 : upTo;
      if (waiting.length === 0) continue;
      // one that begins before is found in this batch at the latest
      waiting = this.deliver(waiting, done ? Number.POSITIVE_INFINITY : 4 * word - this.longest, hearer);
    }
    this.idle.push(places);
  }

  /** Tells the matches that begin before `settled`, by place, and gives the others. */
  private deliver(waiting: number[], settled: number, hearer: Hearer): number[] {
    waiting.sort((a, b) => a - b);
    let ready = 0;
    for (; ready < waiting.length; ready++) {
      const match = waiting[ready] as number;
      const at = Math.floor(match / mostPatterns);
      if (at >= settled) break;
      const id = match - at * mostPatterns;
      hearer.found(id, at, at + (this.folded[id] as Uint8Array).length);
    }
    work.steps += ready * matchSteps;
    return waiting.slice(ready);
  }

  /** Writes to `places` the even places within the words `[from, to)` at which four marked bytes begin, and says how many. */
  private marked(words: Int32Array, from: number, to: number, places: Int32Array): number {
    const { marks } = this;
    let count = 0;
    let word = (words[from] as number) | folding;
    for (let i = from; i < to; i++) {
      const next = (words[i + 1] as number) | folding;
      const first = Math.imul(word, golden);
      const second = Math.imul(littleEndian ? (word >>> 16) | (next << 16) : (word << 16) | (next >>> 16), golden);
      if (((marks[first >>> (37 - hashBits)] as number) >>> (first >>> (32 - hashBits))) & 1) places[count++] = 4 * i;
      if (((marks[second >>> (37 - hashBits)] as number) >>> (second >>> (32 - hashBits))) & 1) places[count++] = 4 * i + 2;
      word = next;
    }
    return count;
  }

  private lookUp(bytes: Uint8Array, place: number, from: number, to: number, found: number[]): void {
    const { entries } = this;
    if (place + 4 > bytes.length) return;
    work.steps += entrySteps;
    const gram = gramOf(bytes[place] as number, bytes[place + 1] as number, bytes[place + 2] as number, bytes[place + 3] as number);
    for (let entry = this.grams[this.slotOf(gram) + 1] as number; entry !== 0; entry = entries[entry + 2] as number) {
      work.steps += entrySteps;
      const id = entries[entry] as number;
      const at = place - (entries[entry + 1] as number);
      if (at >= from && at < to && this.stands(bytes, at, id)) found.push(at * mostPatterns + id);
    }
  }

  private stands(bytes: Uint8Array, at: number, id: number): boolean {
    const { text, exact, edge } = this.patterns[id] as Pattern;
    if (edge && !leftEdge(bytes, at)) return false;
    return exact ? stands(bytes, at, text) : standsFolded(bytes, at, this.lower[id] as string);
  }
}

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
const gramOf = (a: number, b: number, c: number, d: number): number =>
  (littleEndian ? a | (b << 8) | (c << 16) | (d << 24) : (a << 24) | (b << 16) | (c << 8) | d) | folding;

/** A power of two, so that a gram's place is some bits of its hash. */
const placesFor = (entries: number): number => 2 ** Math.ceil(Math.log2(4 * entries + 4));

/** A pattern's two stretches; one too short for two goes on with what may follow, and one of three bytes has any byte in front. */
function entriesOf(text: Uint8Array, id: number, { following: next, edge }: Pattern): Entry[] {
  const entry = ([a, b, c, d]: Uint8Array, shift: number): Entry => [gramOf(a as number, b as number, c as number, d as number), id, shift];
  if (text.length >= 5) {
    const at = rarest(text);
    return [entry(text.subarray(at, at + 4), at), entry(text.subarray(at + 1, at + 5), at + 1)];
  }
  const folded = (bytes: readonly number[]) => [...new Set(bytes.map((byte) => byte | foldingBit))];
  const behind = () => folded(next ?? everyByte).map((byte) => entry(Uint8Array.of(...text.subarray(-3), byte), text.length - 3));
  const before = () => folded(edge === true ? beforeWord : everyByte).map((byte) => entry(Uint8Array.of(byte, ...text.subarray(0, 3)), -1));
  return [
    ...(text.length === 3 || next !== undefined ? behind() : []),
    ...(text.length === 4 ? [entry(text, 0)] : []),
    // what may follow may be the text's end: the byte in front then
    ...(text.length === 3 || next === undefined ? before() : []),
  ];
}

/** Letters and the space by how often they stand in English and in programs, rarest first; all else is rarer. */
const common = "zqjxkvwbyhgmufdplcosnriate ";
const weight = (byte: number | undefined): number => 1 + common.indexOf(String.fromCharCode(byte ?? 0));

/** Four bytes that stand everywhere, though some of their letters are rare. */
const everyday = new Set(
  "tion ion_ ions type ypes able comm cont prop node mand ache modu code work ing_ defa ndar entr test econ push lass equi quir prov ndex vide figu loca auth over prot deve base ctor path opti ando andl name valu rval ring tabl nabl ecti ctio ment".split(
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
