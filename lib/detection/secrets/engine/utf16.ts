/** How a text in UTF-16 is written: which byte of a pair is the low one, and how many bytes of order mark stand in front. */
export interface Wide {
  low: 0 | 1;
  skip: 0 | 2;
}

/** How many bytes are looked at to tell. */
export const tellBy = 256;

/** Whether a text is UTF-16, by its order mark or by a NUL at nearly every other byte of its beginning (`tellBy` bytes or all there are); null where it isn't. */
export function wideOf(beginning: Uint8Array): Wide | null {
  const a = beginning[0];
  const b = beginning[1];
  if (a === 0xff && b === 0xfe) return { low: 0, skip: 2 };
  if (a === 0xfe && b === 0xff) return { low: 1, skip: 2 };
  const length = Math.min(tellBy, beginning.length) & ~1;
  // nearly every text is none: no NUL among the first bytes says so
  if (length < 8 || !hasNul(beginning, 16)) return null;
  const nuls = [0, 0];
  for (let i = 0; i < length; i++) if (beginning[i] === 0) nuls[i & 1] = (nuls[i & 1] as number) + 1;
  const [even, odd] = nuls as [number, number];
  const most = (length / 2) * 0.9;
  if (odd >= most && even < length / 20) return { low: 0, skip: 0 };
  return even >= most && odd < length / 20 ? { low: 1, skip: 0 } : null;
}

function hasNul(bytes: Uint8Array, most: number): boolean {
  for (let i = 0; i < most; i++) if (bytes[i] === 0) return true;
  return false;
}

/** One byte for each two: ASCII as it is, all else 0xFF. */
export function narrow(bytes: Uint8Array, { low }: Wide): Uint8Array {
  const out = new Uint8Array(bytes.length >> 1);
  for (let i = 0; i < out.length; i++) {
    const unit = bytes[2 * i + low] as number;
    out[i] = bytes[2 * i + 1 - low] === 0 && unit < 0x80 ? unit : 0xff;
  }
  return out;
}
