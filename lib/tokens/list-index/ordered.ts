/** What is kept in order: numbered things with a text each. */
export interface Ordered {
  /** compares the texts alone */
  compare(a: number, b: number): number;
  /** sorts by text, equal texts in any order */
  sort(numbers: Uint32Array): void;
  /** whether a number has a text at present */
  has(number: number): boolean;
}

/** The first place from `from` on for which `before` no longer holds. */
export function lowerBound(numbers: Uint32Array, from: number, before: (number: number) => boolean): number {
  let [low, high] = [from, numbers.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before(numbers[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}
