/** What is kept in order: numbered things with a text each. */
export interface Ordered {
  /** compares the texts alone */
  compare(a: number, b: number): number;
  /** sorts by text, equal texts in any order */
  sort(numbers: Uint32Array): void;
  /** whether a number has a text at present */
  has(number: number): boolean;
}

/** Where each number stands by its text. What changed is sorted by itself and merged in once somebody asks: the cost of a few changes hardly grows with the whole. */
export class KeptOrder {
  private places = new Float64Array(0);
  private order = new Uint32Array(0);
  private readonly pending = new Set<number>();

  constructor(private readonly of: Ordered) {}

  /** The text of a number is another, new or gone. Before the first asking nobody need say so. */
  changed(number: number): void {
    this.pending.add(number);
  }

  /** By number, below `count`: its place; equal texts share one, NaN is for those without a text. */
  ranks(count: number): Float64Array {
    if (this.pending.size > 0 || this.places.length < count) this.merge(count);
    return this.places;
  }

  /** Where a text stands among the ranks, by how a number's text compares with it: its own place, or half a place before the next. */
  place(count: number, compareWith: (number: number) => number): number {
    const ranks = this.ranks(count);
    const at = lowerBound(this.order, 0, (number) => compareWith(number) < 0);
    const number = this.order[at];
    if (number === undefined) return Number.MAX_SAFE_INTEGER;
    return compareWith(number) === 0 ? (ranks[number] as number) : (ranks[number] as number) - 0.5;
  }

  private merge(count: number): void {
    const moved = this.order.length > 0 ? Uint32Array.from([...this.pending].filter((number) => this.of.has(number))) : this.all(count);
    this.of.sort(moved);
    const kept = this.order.length > 0 ? this.without(count) : this.order;
    const merged = new Uint32Array(kept.length + moved.length);
    let [from, to] = [0, 0];
    for (const number of moved) {
      const before = kept.length === 0 ? 0 : lowerBound(kept, from, (other) => this.of.compare(other, number) < 0);
      merged.set(kept.subarray(from, before), to);
      to += before - from;
      merged[to++] = number;
      from = before;
    }
    merged.set(kept.subarray(from), to);
    this.order = merged;
    this.number(count);
    this.pending.clear();
  }

  private all(count: number): Uint32Array<ArrayBuffer> {
    const numbers = new Uint32Array(count);
    let size = 0;
    for (let number = 0; number < count; number++) if (this.of.has(number)) numbers[size++] = number;
    return numbers.slice(0, size);
  }

  private without(count: number): Uint32Array<ArrayBuffer> {
    const out = new Uint8Array(count);
    for (const number of this.pending) out[number] = 1;
    return this.order.filter((number) => out[number] === 0);
  }

  /** Gives out the places. Of two neighbours that stayed it is known whether their texts are equal. */
  private number(count: number): void {
    const former = this.places;
    const places = new Float64Array(Math.max(count, former.length < count ? Math.ceil(count * 1.1) : former.length)).fill(Number.NaN);
    const stayed = new Uint8Array(places.length).fill(1);
    for (const number of this.pending) stayed[number] = 0;
    let place = -1;
    let before = -1;
    for (const number of this.order) {
      const same =
        before >= 0 &&
        (stayed[before] === 1 && stayed[number] === 1 && former.length > 0 ? former[before] === former[number] : this.of.compare(before, number) === 0);
      if (!same) place += 1;
      places[number] = place;
      before = number;
    }
    this.places = places;
  }
}

/** The first place from `from` on for which `before` no longer holds. */
function lowerBound(numbers: Uint32Array, from: number, before: (number: number) => boolean): number {
  let [low, high] = [from, numbers.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before(numbers[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}
