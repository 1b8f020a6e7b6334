import { lowerBound, type Ordered } from "./ordered";

/**
 * Numbers that came after the whole was put in order, in order themselves, with places between those of their neighbours in the whole. The whole's
 * places are whole numbers, one apart.
 */
export class Late {
  numbers: Uint32Array<ArrayBuffer> = new Uint32Array(0);
  /** by place in `numbers`: before which place of the whole it stands */
  private gaps: Uint32Array<ArrayBuffer> = new Uint32Array(0);

  constructor(private readonly of: Ordered) {}

  /** Takes in numbers that are in order and had no place, and writes their places. */
  add(more: Uint32Array, whole: Uint32Array, places: Float64Array): void {
    const { of, numbers: former, gaps: formerGaps } = this;
    const [numbers, gaps] = [new Uint32Array(former.length + more.length), new Uint32Array(former.length + more.length)];
    let [from, to, gap, numbered] = [0, 0, 0, 0];
    const take = (until: number) => {
      numbers.set(former.subarray(from, until), to);
      gaps.set(formerGaps.subarray(from, until), to);
      to += until - from;
      from = until;
    };
    const touched: number[] = [];
    for (const number of more) {
      gap = lowerBound(whole, gap, (other) => of.compare(other, number) < 0);
      take(lowerBound(former, from, (other) => of.compare(other, number) < 0));
      touched.push(to);
      numbers[to] = number;
      gaps[to++] = gap;
    }
    take(former.length);
    this.numbers = numbers;
    this.gaps = gaps;
    for (const at of touched) if (at >= numbered) numbered = this.number(at, whole, places);
  }

  /** The whole with these in it. None is left here. */
  foldedInto(whole: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
    const { numbers, gaps } = this;
    if (numbers.length === 0) return whole;
    const all = new Uint32Array(whole.length + numbers.length);
    let [from, to] = [0, 0];
    for (let at = 0; at < numbers.length; at++) {
      const until = gaps[at] as number;
      if (until > from) {
        all.set(whole.subarray(from, until), to);
        to += until - from;
        from = until;
      }
      all[to++] = numbers[at] as number;
    }
    all.set(whole.subarray(from), to);
    this.numbers = new Uint32Array(0);
    this.gaps = new Uint32Array(0);
    return all;
  }

  /** Writes the places of all that stand in the same gap as the one at `at`. Returns where the next gap begins. */
  private number(at: number, whole: Uint32Array, places: Float64Array): number {
    const { of, numbers, gaps } = this;
    const gap = gaps[at] as number;
    let [first, end] = [at, at + 1];
    while (first > 0 && gaps[first - 1] === gap) first -= 1;
    while (end < numbers.length && gaps[end] === gap) end += 1;
    const next = whole[gap];
    const before = gap === 0 ? -1 : (places[whole[gap - 1] as number] as number);
    // those equal to the next of the whole share its place, and stand last
    let own = end;
    while (next !== undefined && own > first && of.compare(numbers[own - 1] as number, next) === 0) places[numbers[--own] as number] = places[next] as number;
    const differs = (n: number): boolean => n === first || of.compare(numbers[n - 1] as number, numbers[n] as number) !== 0;
    let texts = 0;
    for (let n = first; n < own; n++) if (differs(n)) texts += 1;
    let nth = 0;
    for (let n = first; n < own; n++) {
      if (differs(n)) nth += 1;
      places[numbers[n] as number] = before + nth / (texts + 1);
    }
    return end;
  }
}
