import { type Bits, readPositions } from "./bits";
import type { IdTable } from "./ids";
import type { SortColumn } from "./page-order";

/** Where the last page ended, as keys of this moment. */
export interface Place {
  /** NaN: among the unknown */
  key: number;
  id: string;
}

/** Unknown comes last in either direction, "never" before it. */
const last = Number.MAX_VALUE;
const never = 1e300;

/** Words of positions looked at in one go, and every how manyth word goes first. */
const block = 64;
const places = new Uint32Array(block * 32);
const values = new Float64Array(block * 32);

/**
 * The first `limit` of `found` after a place, in order: by the column, then by id, both in the same direction. A heap keeps the best so far; a
 * sample goes first, so that nearly everything else is turned away by one comparison.
 */
export function firstAfter(found: Bits, column: SortColumn, ids: IdTable, descending: boolean, after: Place | null, limit: number): number[] {
  const sign = descending ? -1 : 1;
  const heap = new Heap(limit, (a, b) => sign * ids.compare(a, b));
  const afterKey = after ? keyOf(after.key, sign) : Number.NEGATIVE_INFINITY;
  const beyond = after ? ids.comparer(after.id, sign) : null;
  const offer = (value: number, at: number): void => {
    const key = keyOf(value, sign);
    if (key < afterKey || key > heap.worstKey || (key === afterKey && beyond && !beyond(at))) return;
    heap.offer(key, at);
  };
  const look = (from: number, to: number, step: number): void => {
    const count = readPositions(found, from, to, step, places);
    readValues(column, count);
    for (let n = 0; n < count; n++) {
      const value = values[n] as number;
      // nearly all end here, the unknown (NaN) too; where those or "never" are among the best, everything is looked at
      if (!(sign * value <= heap.worstKey) && heap.worstKey < never) continue;
      offer(value, places[n] as number);
    }
  };
  for (let word = 0; word < found.length; word += block * block) look(word, word + block * block, block);
  for (let word = 0; word < found.length; word += block) look(word + 1, word + block, 1);
  return heap.sorted();
}

/** The values at `places`. Columns are of several types: to read them apart keeps the loop that compares quick. */
function readValues({ codes, ranks }: SortColumn, count: number): void {
  if (ranks) for (let n = 0; n < count; n++) values[n] = ranks[codes[places[n] as number] as number] as number;
  else for (let n = 0; n < count; n++) values[n] = codes[places[n] as number] as number;
}

const keyOf = (value: number, sign: 1 | -1): number => (Number.isNaN(value) ? last : sign * Math.min(never, value));

/** The `limit` smallest, the largest of them on top. */
class Heap {
  private readonly keys: number[] = [];
  private readonly items: number[] = [];
  /** nothing above it can enter */
  worstKey = Number.POSITIVE_INFINITY;

  constructor(
    private readonly limit: number,
    private readonly tie: (a: number, b: number) => number,
  ) {}

  offer(key: number, item: number): void {
    if (this.items.length < this.limit) {
      this.keys.push(key);
      this.items.push(item);
      this.up(this.items.length - 1);
    } else {
      if (!this.less(key, item, 0)) return;
      this.keys[0] = key;
      this.items[0] = item;
      this.down(0);
    }
    if (this.items.length === this.limit) this.worstKey = this.keys[0] as number;
  }

  sorted(): number[] {
    const places = [...this.items.keys()];
    places.sort((a, b) => (this.keys[a] as number) - (this.keys[b] as number) || this.tie(this.items[a] as number, this.items[b] as number));
    return places.map((place) => this.items[place] as number);
  }

  private less(key: number, item: number, place: number): boolean {
    const other = this.keys[place] as number;
    return key !== other ? key < other : this.tie(item, this.items[place] as number) < 0;
  }

  private swap(a: number, b: number): void {
    const [key, item] = [this.keys[a] as number, this.items[a] as number];
    this.keys[a] = this.keys[b] as number;
    this.items[a] = this.items[b] as number;
    this.keys[b] = key;
    this.items[b] = item;
  }

  private up(from: number): void {
    for (let place = from; place > 0; ) {
      const parent = (place - 1) >>> 1;
      if (!this.less(this.keys[parent] as number, this.items[parent] as number, place)) return;
      this.swap(place, parent);
      place = parent;
    }
  }

  private down(from: number): void {
    for (let place = from; ; ) {
      const left = place * 2 + 1;
      if (left >= this.items.length) return;
      const right = left + 1;
      const larger = right < this.items.length && this.less(this.keys[left] as number, this.items[left] as number, right) ? right : left;
      if (!this.less(this.keys[place] as number, this.items[place] as number, larger)) return;
      this.swap(place, larger);
      place = larger;
    }
  }
}
