import { randomBytes } from "node:crypto";

/** So many ids are remembered: 16 MB a million, 256 MB would be the end of a small machine. Beyond, a later row of the same id counts. */
const most = 12_000_000;

/**
 * Remembers which ids a file has had, as 64 bits of a seeded hash each, in 16 to 24 bytes instead of a hundred. Two different ids fall together
 * once in about 37 million files of a million rows (n² / 2⁶⁵); such a row is told as a duplicate, and nothing else happens.
 */
export class SeenIds {
  private slots = new Uint32Array(2 << 14);
  private mask = (1 << 14) - 1;
  private count = 0;
  private readonly seeds = new Uint32Array(new Uint8Array(randomBytes(8)).buffer);

  /** Whether the id was there before; it is from now on. */
  add(id: string): boolean {
    // cyrb53 by bryc (public domain), kept at its full 64 bits
    let a = 0xdeadbeef ^ (this.seeds[0] as number);
    let b = 0x41c6ce57 ^ (this.seeds[1] as number);
    for (let at = 0; at < id.length; at += 1) {
      const code = id.charCodeAt(at);
      a = Math.imul(a ^ code, 2654435761);
      b = Math.imul(b ^ code, 1597334677);
    }
    a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
    b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
    // an empty slot is two zeros
    return this.place(a >>> 0, b >>> 0 || 1);
  }

  private place(a: number, b: number): boolean {
    const { slots, mask } = this;
    let at = a & mask;
    for (;;) {
      const high = slots[2 * at + 1];
      if (high === 0) break;
      if (high === b && slots[2 * at] === a) return true;
      at = (at + 1) & mask;
    }
    if (this.count >= most) return false;
    slots[2 * at] = a;
    slots[2 * at + 1] = b;
    this.count += 1;
    if (this.count > mask * 0.7) this.grow();
    return false;
  }

  private grow(): void {
    const old = this.slots;
    this.mask = this.mask * 2 + 1;
    this.slots = new Uint32Array(2 * (this.mask + 1));
    this.count = 0;
    for (let at = 0; at < old.length; at += 2) if (old[at + 1] !== 0) this.place(old[at] as number, old[at + 1] as number);
  }
}
