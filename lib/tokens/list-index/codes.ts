import { type Bits, readPositions, wordsOf } from "./bits";

/** A column: by position, a small number that stands for a value or several. */
export type Codes = Uint8Array | Uint16Array | Uint32Array;

/** The positions below `count` whose code passes: 1 by code. Nothing is decided by branches, which a million unforeseeable ones would make dear. */
export function marked(codes: Codes, passes: Uint8Array, count: number): Bits {
  const bits = new Int32Array(wordsOf(count));
  const pass = (at: number): number => passes[codes[at] as number] as number;
  const fours = count - (count & 3);
  let word = 0;
  for (let at = 0; at < fours; at += 4) {
    word |= (pass(at) | (pass(at + 1) << 1) | (pass(at + 2) << 2) | (pass(at + 3) << 3)) << (at & 31);
    if ((at & 28) !== 28) continue;
    bits[at >>> 5] = word;
    word = 0;
  }
  for (let at = fours; at < count; at++) word |= pass(at) << (at & 31);
  if (count & 31) bits[bits.length - 1] = word;
  return bits;
}

/** Words counted at a time. */
const block = 256;
const places = new Uint32Array(block * 32);

/** How many of these positions have each code below `size`. */
export function tally(codes: Codes, size: number, positions: Bits): Uint32Array {
  const counts = new Uint32Array(size);
  for (let from = 0; from < positions.length; from += block) {
    const found = readPositions(positions, from, from + block, 1, places);
    for (let n = 0; n < found; n++) {
      const code = codes[places[n] as number] as number;
      counts[code] = (counts[code] as number) + 1;
    }
  }
  return counts;
}
