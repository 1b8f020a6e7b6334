import { sieveModule } from "./sieve-module";

/**
 * A gram of a pattern (four bytes, folded), how far behind the pattern's beginning it stands, and four more bytes of the pattern, folded, with how far
 * behind the gram they stand: at most `around` from it either way.
 */
export interface Entry {
  gram: number;
  pattern: number;
  shift: number;
  more: number;
  moreBehind: number;
}

/** What is known around a stretch, in bytes: no pattern is longer. */
export const around = 252;
/** Bytes of a text that are taken in, and marked, at once. */
export const batch = 16_384;
/** Noted places that are looked at at once. */
export const portion = 256;

// as sieve.wat has it
const textAt = 256;
const notedAt = 0x4800;
const lookedAt = 0xfffc;
const marksAt = 0x1_0000;
const marksLength = 0x8000;
const gramsAt = 0x2_0000;
const gramLength = 8;
const entryLength = 20;
const foundLength = 8;
const pageLength = 65_536;

/** Knuth's multiplicative hash: 2^32 over the golden ratio. */
const golden = 0x9e3779b1;
const hash = (gram: number): number => Math.imul(gram, golden) >>> 12;
/**
 * Of a gram's two halves, each times a number. The four numbers are, of fifteen hundred tried at random, those by which the fewest grams of others' texts (programs,
 * documents, data) are taken for a pattern's: half as many as by most.
 */
const hash16 = (gram: number, low: number, high: number): number => (Math.imul(gram & 0xffff, low) + Math.imul(gram >>> 16, high)) & 0xffff;
/** Letters of both cases alike, and what else differs in these two bits alone, in four bytes at once: what is no ASCII doubles no pattern's grams. */
const folding = 0xa0a0a0a0;

/** Four bytes as one number, folded. Never 0, for each byte has the bits that fold. */
export const gramOf = (a: number, b: number, c: number, d: number): number => a | (b << 8) | (c << 16) | (d << 24) | folding;

let compiled: WebAssembly.Module | undefined;

/**
 * The loops that see each byte, in WebAssembly (sieve.wat): which places of a stretch of text may hold a pattern's gram, and at which of them a pattern
 * stands with eight of its bytes. A gram whose place in its table is taken stands at the next free one; half of the places is taken at most.
 */
export class Sieve {
  private readonly bytes: Uint8Array;
  private readonly words: Int32Array;
  private readonly marks: Uint16Array;
  private readonly markPlaces: (place: number, end: number) => number;
  private readonly siftPlaces: (from: number, to: number, last: number, found: number) => number;
  /** the last gram's address, from the first */
  private readonly last: number;
  private readonly foundAt: number;
  /** the text that a stretch was taken of, and where it begins and ends in it */
  private text: Uint8Array | null = null;
  private from = 0;
  private to = 0;
  /** how much of the text's room was used */
  private used = 0;

  constructor(entries: readonly Entry[]) {
    if (new Uint8Array(new Uint16Array([1]).buffer)[0] !== 1) throw new Error("secrets are found on little-endian processors alone");
    const places = 2 ** Math.ceil(Math.log2(2 * entries.length + 2));
    this.last = gramLength * (places - 1);
    const entriesAt = gramsAt + gramLength * places;
    this.foundAt = entriesAt + entryLength * entries.length;
    // at each place each pattern of a gram; what is not written to takes no memory
    const most = portion * longestChain(entries);
    const memory = new WebAssembly.Memory({ initial: Math.ceil((this.foundAt + foundLength * most) / pageLength) });
    compiled ??= new WebAssembly.Module(Buffer.from(sieveModule, "base64"));
    const { mark, sift } = new WebAssembly.Instance(compiled, { sieve: { memory } }).exports;
    this.markPlaces = mark as Sieve["markPlaces"];
    this.siftPlaces = sift as Sieve["siftPlaces"];
    this.bytes = new Uint8Array(memory.buffer);
    this.words = new Int32Array(memory.buffer);
    this.marks = new Uint16Array(memory.buffer, marksAt, marksLength);
    for (const [n, entry] of entries.entries()) this.add(entry, entriesAt + entryLength * n);
  }

  private add({ gram, pattern, shift, more, moreBehind }: Entry, at: number): void {
    const bits = hash16(gram, 0xf887, 0x88a3);
    const word = hash16(gram, 0xf2d1, 0xb23d) >>> 1;
    this.marks[word] = (this.marks[word] as number) | (1 << ((bits >>> 5) & 7)) | (0x100 << (bits >>> 13));
    const slot = this.slotOf(gram);
    this.words.set([pattern, shift, more, moreBehind, this.words[slot + 1] as number], at >> 2);
    this.words.set([gram, at], slot);
  }

  /** Where a gram stands, or would. */
  private slotOf(gram: number): number {
    let slot = (gramLength * hash(gram)) & this.last;
    const taken = () => this.words[(gramsAt + slot) >> 2] as number;
    while (taken() !== gram && taken() !== 0) slot = (slot + gramLength) & this.last;
    return (gramsAt + slot) >> 2;
  }

  /** Says at how many even places of a text from `from` on, a multiple of four, a gram may stand, and notes them: up to `to`, at most `batch` further on. */
  mark(text: Uint8Array, from: number, to: number): number {
    // what is found may be decoded and looked through in turn: then the text is taken in again
    if (this.text !== text || from < this.from || to > this.to) this.take(text, from);
    return this.markPlaces(from - this.from, to - this.from);
  }

  private take(text: Uint8Array, from: number): void {
    const before = Math.min(from, around);
    // a view is made of a part alone: of a small text that takes as long as to copy it
    const part = from === 0 && text.length <= batch + around ? text : text.subarray(from - before, from + batch + around);
    this.bytes.set(part, textAt - before);
    this.text = text;
    this.from = from;
    this.to = from + batch;
    this.used = Math.max(this.used, textAt - before + part.length);
  }

  /** Which place was noted, by its number. */
  noted(n: number): number {
    return this.from + (this.words[(notedAt >> 2) + n] as number);
  }

  /** Of the places noted last, from one on up to another, `portion` at most: how many patterns may stand there, which `pattern` and `place` give, and how many places and entries were looked at for it. */
  sift(from: number, to: number): { found: number; looked: number } {
    const found = this.siftPlaces(from, to, this.last, this.foundAt);
    return { found, looked: to - from + (this.words[lookedAt >> 2] as number) };
  }

  /** Which pattern may stand, and where it begins. */
  pattern(n: number): number {
    return this.words[(this.foundAt >> 2) + 2 * n] as number;
  }
  place(n: number): number {
    return this.from + (this.words[(this.foundAt >> 2) + 2 * n + 1] as number);
  }

  /** Lets go of the text. */
  forget(): void {
    this.bytes.fill(0, 0, this.used);
    this.used = 0;
    this.text = null;
  }
}

/** How many entries the most frequent gram has. */
function longestChain(entries: readonly Entry[]): number {
  const counts = new Map<number, number>();
  for (const { gram } of entries) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  return [...counts.values()].reduce((most, count) => Math.max(most, count), 0);
}
