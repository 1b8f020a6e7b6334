import { Late } from "./late";
import { lowerBound, type Ordered } from "./ordered";

/** The late ones become part of the whole once they are a quarter of it: that costs as much as the whole is long. */
const mostLate = 4;

/**
 * Where each number stands by its text. What changed is sorted by itself and merged in once somebody asks. New numbers get places between those of
 * their neighbours, so that a list which grows costs what is new; what had a place and changed costs one pass over the whole.
 */
export class KeptOrder {
  private places = new Float64Array(0);
  private order = new Uint32Array(0);
  private readonly pending = new Set<number>();
  private readonly late: Late;

  constructor(private readonly of: Ordered) {
    this.late = new Late(of);
  }

  /** The text of a number is another, new or gone. Before the first asking nobody need say so. */
  changed(number: number): void {
    this.pending.add(number);
  }

  /** By number, below `count`: its place; equal texts share one, NaN is for those without a text. */
  ranks(count: number): Float64Array {
    if (this.pending.size > 0 || this.places.length < count) this.merge(count);
    return this.places;
  }

  /** Where a text stands among the ranks, by how a number's text compares with it: its own place, or one between its neighbours'. */
  place(count: number, compareWith: (number: number) => number): number {
    const ranks = this.ranks(count);
    const stands = (numbers: Uint32Array) => {
      const at = lowerBound(numbers, 0, (number) => compareWith(number) < 0);
      return { before: ranks[numbers[at - 1] ?? -1], next: numbers[at] };
    };
    const [whole, late] = [stands(this.order), stands(this.late.numbers)];
    for (const { next } of [whole, late]) if (next !== undefined && compareWith(next) === 0) return ranks[next] as number;
    const place = (number: number | undefined) => (number === undefined ? Number.POSITIVE_INFINITY : (ranks[number] as number));
    return between(Math.max(whole.before ?? -1, late.before ?? -1), Math.min(place(whole.next), place(late.next)));
  }

  private merge(count: number): void {
    const first = this.order.length === 0;
    const moved = first ? this.all(count) : Uint32Array.from([...this.pending].filter((number) => this.of.has(number)));
    this.of.sort(moved);
    this.grow(count);
    const areNew = !first && [...this.pending].every((number) => Number.isNaN(this.places[number]));
    if (areNew && (this.late.numbers.length + moved.length) * mostLate <= this.order.length) this.late.add(moved, this.order, this.places);
    else {
      const whole = this.late.foldedInto(this.order);
      this.order = merged(first ? whole : this.without(whole, count), moved, this.of);
      this.number();
    }
    this.pending.clear();
  }

  private all(count: number): Uint32Array<ArrayBuffer> {
    const numbers = new Uint32Array(count);
    let size = 0;
    for (let number = 0; number < count; number++) if (this.of.has(number)) numbers[size++] = number;
    return numbers.slice(0, size);
  }

  private without(whole: Uint32Array<ArrayBuffer>, count: number): Uint32Array<ArrayBuffer> {
    const out = new Uint8Array(count);
    for (const number of this.pending) out[number] = 1;
    return whole.filter((number) => out[number] === 0);
  }

  private grow(count: number): void {
    if (this.places.length >= count) return;
    const places = new Float64Array(Math.ceil(count * 1.1)).fill(Number.NaN);
    places.set(this.places);
    this.places = places;
  }

  /** Gives out the places anew. Of two neighbours that stayed it is known whether their texts are equal. */
  private number(): void {
    const former = this.places;
    const places = new Float64Array(former.length).fill(Number.NaN);
    const stayed = new Uint8Array(places.length).fill(1);
    for (const number of this.pending) stayed[number] = 0;
    let place = -1;
    let before = -1;
    for (const number of this.order) {
      const known = before >= 0 && stayed[before] === 1 && stayed[number] === 1 && !Number.isNaN(former[number]);
      const same = before >= 0 && (known ? former[before] === former[number] : this.of.compare(before, number) === 0);
      if (!same) place += 1;
      places[number] = place;
      before = number;
    }
    this.places = places;
  }
}

/** A place between two, the upper one of which may be infinite. */
const between = (low: number, high: number): number => (Number.isFinite(high) ? (low + high) / 2 : Number.MAX_SAFE_INTEGER);

/** Both in order, in order. */
function merged(kept: Uint32Array, moved: Uint32Array, of: Ordered): Uint32Array<ArrayBuffer> {
  const all = new Uint32Array(kept.length + moved.length);
  let [from, to] = [0, 0];
  for (const number of moved) {
    const before = kept.length === 0 ? 0 : lowerBound(kept, from, (other) => of.compare(other, number) < 0);
    all.set(kept.subarray(from, before), to);
    to += before - from;
    all[to++] = number;
    from = before;
  }
  all.set(kept.subarray(from), to);
  return all;
}
