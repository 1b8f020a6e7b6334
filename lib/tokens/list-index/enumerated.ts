import { add, type Bits, drop, wordsOf } from "./bits";

/** A column of few values: each position's code, and for each value the set of the positions that have it. */
export class Enumerated {
  codes = new Uint8Array(0);
  /** by value; positions that hold no token may be in them */
  readonly sets: Bits[];

  /** `several`: a code is not one value, but a bit for each value that the position has */
  constructor(
    values: number,
    private readonly several = false,
  ) {
    this.sets = Array.from({ length: values }, () => new Int32Array(0));
  }

  reserve(capacity: number): void {
    if (capacity <= this.codes.length) return;
    const codes = new Uint8Array(capacity);
    codes.set(this.codes);
    this.codes = codes;
    for (const [value, set] of this.sets.entries()) {
      const larger = new Int32Array(wordsOf(capacity));
      larger.set(set);
      this.sets[value] = larger;
    }
  }

  put(at: number, code: number): void {
    const former = this.codes[at] as number;
    this.codes[at] = code;
    if (!this.several) {
      drop(this.sets[former] as Bits, at);
      add(this.sets[code] as Bits, at);
      return;
    }
    for (const [value, set] of this.sets.entries())
      if ((code >>> value) & 1) add(set, at);
      else if ((former >>> value) & 1) drop(set, at);
  }
}
