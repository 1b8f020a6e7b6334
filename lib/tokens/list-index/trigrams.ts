import { type Bits, keep, wordsOf } from "./bits";

const slices = 256;

/**
 * Which positions may hold a text: one bit for each kind of three bytes in a row (of 256 kinds), turned sideways, so that a search ands a few sets.
 * BitFunnel (SIGIR 2017) is built on the same idea.
 */
export class Trigrams {
  private readonly sets: Bits[] = Array.from({ length: slices }, () => new Int32Array(0));

  reserve(capacity: number): void {
    for (let slice = 0; slice < slices; slice++) {
      const larger = new Int32Array(wordsOf(capacity));
      larger.set(this.sets[slice] as Bits);
      this.sets[slice] = larger;
    }
  }

  /** The bytes from `from` to before `to` are at this position. */
  mark(at: number, bytes: Uint8Array, from: number, to: number): void {
    const { sets } = this;
    const [word, bit] = [at >>> 5, 1 << (at & 31)];
    for (let n = from + 2; n < to; n++) {
      const set = sets[kind(bytes[n - 2] as number, bytes[n - 1] as number, bytes[n] as number)] as Bits;
      set[word] = (set[word] as number) | bit;
    }
  }

  clear(at: number): void {
    const [word, others] = [at >>> 5, ~(1 << (at & 31))];
    for (const set of this.sets) set[word] = (set[word] as number) & others;
  }

  /** All positions below `count` that hold the text, and some that do not: fewer the longer it is, and any if it has less than three bytes. */
  near(text: Uint8Array, count: number): Bits {
    const near = new Int32Array(wordsOf(count)).fill(-1);
    const asked = new Set<number>();
    for (let n = 2; n < text.length; n++) asked.add(kind(text[n - 2] as number, text[n - 1] as number, text[n] as number));
    for (const slice of asked) keep(near, this.sets[slice] as Bits);
    if (count & 31) near[near.length - 1] = (near[near.length - 1] as number) & ((1 << (count & 31)) - 1);
    return near;
  }
}

const kind = (a: number, b: number, c: number): number => (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35)) >>> 24;
