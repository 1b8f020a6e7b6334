/** A set of positions, one bit each. Positions behind its end are not in it. */
export type Bits = Int32Array;

export const wordsOf = (count: number): number => (count + 31) >>> 5;

export const has = (bits: Bits, at: number): boolean => (((bits[at >>> 5] ?? 0) >>> (at & 31)) & 1) === 1;

export function add(bits: Bits, at: number): void {
  bits[at >>> 5] = (bits[at >>> 5] as number) | (1 << (at & 31));
}

export function drop(bits: Bits, at: number): void {
  bits[at >>> 5] = (bits[at >>> 5] as number) & ~(1 << (at & 31));
}

/** These positions, in so many words. */
export function bitsOf(positions: readonly number[], words: number): Bits {
  const bits = new Int32Array(words);
  for (const at of positions) add(bits, at);
  return bits;
}

/** Keeps what is in `other` too, which is as long at least. */
export function keep(bits: Bits, other: Bits): void {
  for (let word = 0; word < bits.length; word++) bits[word] = (bits[word] as number) & (other[word] as number);
}

/** Adds what is in `other`, which is as long at least. */
export function join(bits: Bits, other: Bits): void {
  for (let word = 0; word < bits.length; word++) bits[word] = (bits[word] as number) | (other[word] as number);
}

/**
 * How many positions are in both. Three words at a time are added to one of ones and one of twos first, which saves a third of the counting
 * ("Faster Population Counts Using AVX2 Instructions", Muła, Kurz, Lemire 2016, does so with sixteen); then bits are added in pairs, fours and bytes.
 */
export function countBoth(bits: Bits, other: Bits): number {
  let count = 0;
  const end = bits.length - (bits.length % 3);
  for (let word = 0; word < end; word += 3) {
    const a = (bits[word] as number) & (other[word] as number);
    const b = (bits[word + 1] as number) & (other[word + 1] as number);
    const c = (bits[word + 2] as number) & (other[word + 2] as number);
    count += inBytes((a ^ b ^ c) | 0, (a & b) | ((a ^ b) & c) | 0);
  }
  for (let word = end; word < bits.length; word++) count += inBytes((bits[word] as number) & (other[word] as number), 0);
  return count;
}

export const countOf = (bits: Bits): number => countBoth(bits, bits);

function inBytes(ones: number, twos: number): number {
  let [a, b] = [ones - ((ones >>> 1) & 0x55555555), twos - ((twos >>> 1) & 0x55555555)];
  a = (a & 0x33333333) + ((a >>> 2) & 0x33333333);
  b = (b & 0x33333333) + ((b >>> 2) & 0x33333333);
  a = ((a + (a >>> 4)) & 0x0f0f0f0f) + (((b + (b >>> 4)) & 0x0f0f0f0f) << 1);
  return Math.imul(a, 0x01010101) >>> 24;
}

/** All positions in order. */
export function positionsOf(bits: Bits): Uint32Array {
  const positions = new Uint32Array(countOf(bits));
  let count = 0;
  for (let word = 0; word < bits.length; word++)
    for (let left = bits[word] as number; left !== 0; left &= left - 1) positions[count++] = (word << 5) + 31 - Math.clz32(left & -left);
  return positions;
}
