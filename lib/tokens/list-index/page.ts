import type { Bits } from "./bits";
import type { IdTable } from "./ids";
import type { SortColumn } from "./page-order";
import { unknownLast, zoneWords } from "./zones";

/** Where the last page ended, as keys of this moment. */
export interface Place {
  /** NaN: among the unknown */
  key: number;
  id: string;
}

const last = unknownLast;

/** Words of positions looked at in one go; of so many, one goes first. */
const block = 64;
const copied = new Float64Array(block * 32);

/**
 * The first `limit` of `found` after a place, in order: by the column, then by id, both in the same direction. Zones are looked at from the best on, as far as they may hold any.
 * Where a column has none a sample goes first: it turns nearly everything else away.
 */
export function firstAfter(found: Bits, column: SortColumn, ids: IdTable, descending: boolean, after: Place | null, limit: number): number[] {
  const sign = descending ? -1 : 1;
  const first = new First(ids, sign, after, limit);
  if (column.zones) {
    const { order, best } = column.zones(sign);
    for (const zone of order) {
      if (first.isBefore(best[zone] as number)) break;
      first.look(found, column, zone * zoneWords, Math.min((zone + 1) * zoneWords, found.length));
    }
    return first.inOrder();
  }
  const blocks = Math.ceil(found.length / block);
  // of equals the first by id come in, and nearly all ids lie in order: from the end that is wanted on, the others are turned away at once
  const start = (n: number) => (descending ? blocks - 1 - n : n) * block;
  for (let n = 0; n < blocks; n++) first.look(found, column, start(n), start(n) + 1);
  for (let n = 0; n < blocks; n++) first.look(found, column, start(n) + 1, Math.min(start(n) + block, found.length));
  return first.inOrder();
}

/** The values of some positions in a row, as numbers of one type whatever the column's, and where the first of them is: to have them apart keeps the loop that compares quick. */
function valuesOf({ codes, ranks }: SortColumn, from: number, to: number): { values: Float64Array; first: number } {
  if (codes instanceof Float64Array && !ranks) return { values: codes, first: from };
  const read = codes.subarray(from, to);
  copied.set(read);
  if (ranks) for (let n = 0; n < read.length; n++) copied[n] = ranks[copied[n] as number] as number;
  return { values: copied, first: 0 };
}

/** Four positions at most. */
function isSparse(bits: number): boolean {
  let left = bits & (bits - 1);
  left &= left - 1;
  left &= left - 1;
  return (left & (left - 1)) === 0;
}

/** The best so far: a heap, the worst of them on top. */
class First {
  private readonly keys: number[] = [];
  private readonly positions: number[] = [];
  private readonly afterKey: number;
  private readonly beyond: ((at: number) => boolean) | null;
  /** nothing above it can enter */
  private worst = Number.POSITIVE_INFINITY;

  constructor(
    private readonly ids: IdTable,
    private readonly sign: 1 | -1,
    after: Place | null,
    private readonly limit: number,
  ) {
    this.afterKey = after ? this.keyOf(sign * after.key) : Number.NEGATIVE_INFINITY;
    this.beyond = after && ids.comparer(after.id, sign);
  }

  private keyOf(value: number): number {
    return Number.isNaN(value) ? last : value;
  }

  /** Whether there are enough, and all of them come before `key`. */
  isBefore(key: number): boolean {
    return this.worst < key;
  }

  /** Looks at the positions of some words. */
  look(found: Bits, column: SortColumn, from: number, to: number): void {
    const { values, first } = valuesOf(column, from * 32, to * 32);
    const { sign } = this;
    let { worst } = this;
    for (let word = from; word < to; word++) {
      const bits = found[word] as number;
      if (bits === 0) continue;
      const start = first + (word - from) * 32;
      let strict = this.tiesComeLate(word);
      if ((strict && worst === last) || isSparse(bits)) {
        worst = this.lookAtEach(bits, values, start, word);
        continue;
      }
      for (let bit = 0; bit < 32; bit++) {
        const value = sign * (values[start + bit] as number);
        // nearly all end here, before it is known whether they were found, the unknown (NaN) too as long as all of the best are known
        if (strict ? !(value < worst) : !(value <= worst) && worst < last) continue;
        if (((bits >>> bit) & 1) === 0) continue;
        this.consider(value, word * 32 + bit);
        worst = this.worst;
        // another key may be the worst now, at a place of its own
        strict = this.tiesComeLate(word);
      }
    }
  }

  /**
   * Compares what was found of a word, and nothing else: where that is little, or where the unknown are among the best, and so is nearly all that was found, so that only what
   * is known still enters. Returns the worst of the best.
   */
  private lookAtEach(bits: number, values: Float64Array, start: number, word: number): number {
    let strict = this.tiesComeLate(word);
    for (let left = bits; left !== 0; left &= left - 1) {
      const bit = 31 - Math.clz32(left & -left);
      const value = this.sign * (values[start + bit] as number);
      if (strict ? !(value < this.worst) : value > this.worst) continue;
      this.consider(value, word * 32 + bit);
      strict = this.tiesComeLate(word);
    }
    return this.worst;
  }

  private consider(value: number, at: number): void {
    const key = this.keyOf(value);
    if (key === this.worst && this.sign * this.ids.compare(at, this.positions[0] as number) > 0) return;
    this.offer(key, at);
  }

  /** Whether nothing in a word comes before the worst of the best where its key is no better: there are enough, and by their ids all of the word come later. */
  private tiesComeLate(word: number): boolean {
    if (this.positions.length < this.limit) return false;
    const [at, end] = [this.positions[0] as number, this.ids.inOrder];
    if (at >= end || word * 32 + 32 > end) return false;
    return this.sign > 0 ? word > at >>> 5 : word < at >>> 5;
  }

  inOrder(): number[] {
    const places = [...this.positions.keys()];
    places.sort(
      (a, b) => (this.keys[a] as number) - (this.keys[b] as number) || this.sign * this.ids.compare(this.positions[a] as number, this.positions[b] as number),
    );
    return places.map((place) => this.positions[place] as number);
  }

  private offer(key: number, at: number): void {
    if (key < this.afterKey || (key === this.afterKey && this.beyond && !this.beyond(at))) return;
    if (this.positions.length < this.limit) {
      this.keys.push(key);
      this.positions.push(at);
      this.up(this.positions.length - 1);
    } else {
      if (key > this.worst || !this.less(key, at, 0)) return;
      this.keys[0] = key;
      this.positions[0] = at;
      this.down(0);
    }
    if (this.positions.length === this.limit) this.worst = this.keys[0] as number;
  }

  private less(key: number, at: number, place: number): boolean {
    const other = this.keys[place] as number;
    return key !== other ? key < other : this.sign * this.ids.compare(at, this.positions[place] as number) < 0;
  }

  private swap(a: number, b: number): void {
    const [key, at] = [this.keys[a] as number, this.positions[a] as number];
    this.keys[a] = this.keys[b] as number;
    this.positions[a] = this.positions[b] as number;
    this.keys[b] = key;
    this.positions[b] = at;
  }

  private up(from: number): void {
    for (let place = from; place > 0; ) {
      const parent = (place - 1) >>> 1;
      if (!this.less(this.keys[parent] as number, this.positions[parent] as number, place)) return;
      this.swap(place, parent);
      place = parent;
    }
  }

  private down(from: number): void {
    for (let place = from; ; ) {
      const left = place * 2 + 1;
      if (left >= this.positions.length) return;
      const right = left + 1;
      const larger = right < this.positions.length && this.less(this.keys[left] as number, this.positions[left] as number, right) ? right : left;
      if (!this.less(this.keys[place] as number, this.positions[place] as number, larger)) return;
      this.swap(place, larger);
      place = larger;
    }
  }
}
