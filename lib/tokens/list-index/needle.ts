/** A text to be found in bytes. */
export class Needle {
  readonly bytes: Uint8Array;
  /** by byte: how far to look on where it stands under the end of the text (Horspool, 1980); too short a way for texts above 255 bytes is a detour only */
  private readonly leaps: Uint8Array;

  constructor(text: string) {
    this.bytes = Buffer.from(text, "utf8");
    const { length } = this.bytes;
    this.leaps = new Uint8Array(256).fill(Math.min(255, length));
    for (let n = 0; n < length - 1; n++) this.leaps[this.bytes[n] as number] = Math.min(255, length - 1 - n);
  }

  /** Whether it is between `from` and before `to`. */
  isIn(hay: Uint8Array, from: number, to: number): boolean {
    const { bytes, leaps } = this;
    const last = bytes.length - 1;
    const end = bytes[last];
    for (let at = from + last; at < to; at += leaps[hay[at] as number] as number) {
      if (hay[at] !== end) continue;
      let back = 1;
      while (back <= last && hay[at - back] === bytes[last - back]) back++;
      if (back > last) return true;
    }
    return false;
  }
}
