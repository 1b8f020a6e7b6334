import { add, type Bits, drop, wordsOf } from "./bits";

/** More values than this are looked for position by position: a set takes a bit for every position. */
const most = 64;

/** The positions of each value of a dictionary that has few: what is asked of them is asked of whole words. */
export class ValueSets {
  /** by value; positions that hold no token may be in them. Null as soon as there are many values. */
  sets: Bits[] | null = [];
  private capacity = 0;

  reserve(capacity: number): void {
    if (capacity <= this.capacity) return;
    this.capacity = capacity;
    this.sets = this.sets?.map((set) => this.roomy(set)) ?? null;
  }

  /** A position has other values than before. */
  move(at: number, former: Iterable<number>, now: Iterable<number>): void {
    for (const value of former) if (this.sets?.[value]) drop(this.sets[value], at);
    for (const value of now) {
      while (this.sets && this.sets.length <= value) {
        if (this.sets.length < most) this.sets.push(this.roomy(new Int32Array(0)));
        else this.sets = null;
      }
      if (this.sets) add(this.sets[value] as Bits, at);
    }
  }

  private roomy(set: Bits): Bits {
    const larger = new Int32Array(wordsOf(this.capacity));
    larger.set(set);
    return larger;
  }
}
