import { add, type Bits, wordsOf } from "./bits";

/** A column: by position, a small number that stands for a value or several. */
export type Codes = Uint8Array | Uint16Array | Uint32Array;

/** The positions below `count` whose code passes: 1 by code. Nothing is decided by branches, which a million unforeseeable ones would make dear. */
export function marked(codes: Codes, passes: Uint8Array, count: number): Bits {
  const bits = new Int32Array(wordsOf(count));
  const whole = count - (count & 31);
  for (let at = 0; at < whole; at += 32) {
    let word = 0;
    for (let bit = 0; bit < 32; bit += 4)
      word |=
        ((passes[codes[at + bit] as number] as number) |
          ((passes[codes[at + bit + 1] as number] as number) << 1) |
          ((passes[codes[at + bit + 2] as number] as number) << 2) |
          ((passes[codes[at + bit + 3] as number] as number) << 3)) <<
        bit;
    bits[at >>> 5] = word;
  }
  for (let at = whole; at < count; at++) if (passes[codes[at] as number] === 1) add(bits, at);
  return bits;
}

/** How many of these positions have each code below `size`. */
export function tally(codes: Codes, size: number, positions: Bits): Uint32Array {
  const counts = new Uint32Array(size);
  for (let word = 0; word < positions.length; word++)
    for (let left = positions[word] as number; left !== 0; left &= left - 1) {
      const code = codes[(word << 5) + 31 - Math.clz32(left & -left)] as number;
      counts[code] = (counts[code] as number) + 1;
    }
  return counts;
}
