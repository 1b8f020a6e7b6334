import { randomBytes } from "node:crypto";

/** So many ids are remembered: 16 MB a million, 256 MB would be the end of a small machine. Beyond, a later row of the same id counts. */
const most = 12_000_000;
/** Of so many tokens the inventory's facts and marks are remembered too, in twice as much again. Beyond, the database compares. */
const mostKnown = 4_000_000;

/**
 * Remembers which ids a file has had and what the inventory knows under them, as 64 bits of a seeded hash each, in 16 to 72 bytes instead of
 * hundreds. Two different ids fall together once in about 37 million files of a million rows (n² / 2⁶⁵); such a row is told as a duplicate,
 * and nothing else happens. What changed is taken for unchanged once in 2⁶⁴.
 */
export class SeenIds {
  private slots = new Uint32Array(2 << 14);
  /** a byte a slot: whether the file had it */
  private had = new Uint8Array(1 << 14);
  /** four a slot: the hash of the facts, that of the mark */
  private facts: Uint32Array | null = null;
  private mask = (1 << 14) - 1;
  private count = 0;
  private known = 0;
  /** whether all that the inventory knows was learned */
  private whole = true;
  private readonly seeds = new Uint32Array(new Uint8Array(randomBytes(8)).buffer);
  private a = 0;
  private b = 0;

  /** No further id is remembered. */
  get full(): boolean {
    return this.count >= most;
  }

  /** Whether the file had the id before; it has from now on. */
  add(id: string): boolean {
    this.hash(id);
    const at = this.slot(this.a, this.b);
    if (at < 0 || this.had[at] === 1) return at >= 0;
    this.had[at] = 1;
    return false;
  }

  /** Notes, before the file's first row, what the inventory knows. False when that is too much to be remembered. */
  learn(id: string, facts: string, mark: string): boolean {
    this.whole = this.known < mostKnown;
    if (!this.whole) return false;
    this.known += 1;
    this.facts ??= new Uint32Array(2 * this.slots.length);
    this.hash(id);
    const at = this.slot(this.a, this.b);
    for (const [place, text] of [
      [4 * at, facts],
      [4 * at + 2, mark],
    ] as const) {
      this.hash(text);
      this.facts[place] = this.a;
      this.facts[place + 1] = this.b;
    }
    return true;
  }

  /** Whether the inventory knows nothing under an id that the file has had once. False where that is not certain. */
  isNew(id: string): boolean {
    if (this.full || !this.whole) return false;
    this.hash(id);
    return this.facts?.[4 * this.slot(this.a, this.b) + 1] === undefined || this.facts[4 * this.slot(this.a, this.b) + 1] === 0;
  }

  /** Whether the inventory knows exactly these facts under this id. */
  knows(id: string, facts: string): boolean {
    return this.found(id, facts, 0) >= 0;
  }

  /** Whether the inventory knows this row: null = it does not. The file has had its id from then on. */
  addKnown(id: string, mark: string): "first" | "again" | null {
    const at = this.found(id, mark, 2);
    if (at < 0) return null;
    if (this.had[at] === 1) return "again";
    this.had[at] = 1;
    return "first";
  }

  /** The slot of an id, where that stands at that place of what is known of it; else -1. */
  private found(id: string, what: string, place: 0 | 2): number {
    if (!this.facts) return -1;
    this.hash(id);
    const at = this.slot(this.a, this.b);
    this.hash(what);
    return at >= 0 && this.facts[4 * at + place] === this.a && this.facts[4 * at + place + 1] === this.b ? at : -1;
  }

  /** cyrb53 by bryc (public domain), kept at its full 64 bits, in `a` and `b` */
  private hash(text: string): void {
    let a = 0xdeadbeef ^ (this.seeds[0] as number);
    let b = 0x41c6ce57 ^ (this.seeds[1] as number);
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      a = Math.imul(a ^ code, 2654435761);
      b = Math.imul(b ^ code, 1597334677);
    }
    a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
    b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
    this.a = a >>> 0;
    // an empty slot is two zeros
    this.b = b >>> 0 || 1;
  }

  /** The slot of a hash, made where it is new; -1 when no more are. */
  private slot(a: number, b: number): number {
    if (this.count > this.mask * 0.7) this.grow();
    const { slots, mask } = this;
    let at = a & mask;
    for (; slots[2 * at + 1] !== 0; at = (at + 1) & mask) if (slots[2 * at + 1] === b && slots[2 * at] === a) return at;
    if (this.count >= most) return -1;
    slots[2 * at] = a;
    slots[2 * at + 1] = b;
    this.count += 1;
    return at;
  }

  private grow(): void {
    const { slots, had, facts } = this;
    this.mask = this.mask * 2 + 1;
    this.slots = new Uint32Array(2 * (this.mask + 1));
    this.had = new Uint8Array(this.mask + 1);
    this.facts = facts && new Uint32Array(2 * this.slots.length);
    this.count = 0;
    for (let from = 0; from < had.length; from += 1) {
      if (slots[2 * from + 1] === 0) continue;
      const to = this.slot(slots[2 * from] as number, slots[2 * from + 1] as number);
      this.had[to] = had[from] as number;
      this.facts?.set((facts as Uint32Array).subarray(4 * from, 4 * from + 4), 4 * to);
    }
  }
}
