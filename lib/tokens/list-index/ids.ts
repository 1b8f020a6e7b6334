/** The 16 bytes of a UUID as four numbers of 32 bits, gravest first, written to `into` from `at`. */
export function readId(id: string, into: Uint32Array, at: number): void {
  into[at] = Number.parseInt(id.slice(0, 8), 16);
  into[at + 1] = Number.parseInt(id.slice(9, 13) + id.slice(14, 18), 16);
  into[at + 2] = Number.parseInt(id.slice(19, 23) + id.slice(24, 28), 16);
  into[at + 3] = Number.parseInt(id.slice(28, 36), 16);
}

/** The same of an id in 16 bytes. */
export function readIdBytes(bytes: Uint8Array, from: number, into: Uint32Array, at: number): void {
  for (let n = 0; n < 4; n++) {
    const b = from + n * 4;
    into[at + n] = ((bytes[b] as number) << 24) | ((bytes[b + 1] as number) << 16) | ((bytes[b + 2] as number) << 8) | (bytes[b + 3] as number);
  }
}

const hex = (value: number): string => value.toString(16).padStart(8, "0");

/** Ids by position and positions by id, 24 to 32 bytes each: strings in a Map would take four times that. Ids compare as PostgreSQL's uuid does, by their bytes. */
export class IdTable {
  words = new Uint32Array(0);
  /** position + 1 by hash, 0 = free; linear probing, at most half full */
  private slots = new Uint32Array(16);
  private readonly wanted = new Uint32Array(4);
  private ordered = 0;
  private readonly highest = new Uint32Array(4);

  reserve(capacity: number): void {
    if (this.words.length < capacity * 4) {
      const grown = new Uint32Array(capacity * 4);
      grown.set(this.words);
      this.words = grown;
    }
    let size = this.slots.length;
    while (size < capacity * 2) size *= 2;
    if (size > this.slots.length) this.rehash(size);
  }

  /** Where an id is; -1 if it is not here. */
  find(id: string): number {
    readId(id, this.wanted, 0);
    return this.findWanted();
  }

  /** The same of an id in 16 bytes. */
  findBytes(bytes: Uint8Array, from: number): number {
    readIdBytes(bytes, from, this.wanted, 0);
    return this.findWanted();
  }

  private findWanted(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.wanted;
    const mask = this.slots.length - 1;
    for (let slot = hash(a, b, c, d) & mask; ; slot = (slot + 1) & mask) {
      const at = (this.slots[slot] as number) - 1;
      if (at < 0) return -1;
      const w = at * 4;
      if (this.words[w] === a && this.words[w + 1] === b && this.words[w + 2] === c && this.words[w + 3] === d) return at;
    }
  }

  /** The ids of so many positions from the first on come in order: of two of them the earlier one's comes first. A table is loaded in that order, and new ids are the highest. */
  get inOrder(): number {
    return this.ordered;
  }

  /** Puts an id that is not here at a position that is free. */
  put(id: string, at: number): void {
    readId(id, this.words, at * 4);
    this.entered(at);
  }

  putBytes(bytes: Uint8Array, from: number, at: number): void {
    readIdBytes(bytes, from, this.words, at * 4);
    this.entered(at);
  }

  /** Frees the position. */
  remove(at: number): void {
    const mask = this.slots.length - 1;
    let slot = this.hashAt(at) & mask;
    while (this.slots[slot] !== at + 1) slot = (slot + 1) & mask;
    this.slots[slot] = 0;
    // those behind it in the same run could no longer be found: enter them again
    for (slot = (slot + 1) & mask; this.slots[slot] !== 0; slot = (slot + 1) & mask) {
      const moved = (this.slots[slot] as number) - 1;
      this.slots[slot] = 0;
      this.enter(moved);
    }
    this.words.fill(0, at * 4, at * 4 + 4);
  }

  at(position: number): string {
    const w = position * 4;
    const [a, b, c, d] = [hex(this.words[w] as number), hex(this.words[w + 1] as number), hex(this.words[w + 2] as number), hex(this.words[w + 3] as number)];
    return `${a}-${b.slice(0, 4)}-${b.slice(4)}-${c.slice(0, 4)}-${c.slice(4)}${d}`;
  }

  /** Negative where the id at `left` comes before the one at `right`. */
  compare(left: number, right: number): number {
    const { words, ordered } = this;
    if (left < ordered && right < ordered) return left - right;
    const [l, r] = [left * 4, right * 4];
    for (let n = 0; n < 4; n++) {
      const difference = (words[l + n] as number) - (words[r + n] as number);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  /** Tells of a position whether its id comes after `id`; with sign -1, before it. */
  comparer(id: string, sign: 1 | -1): (at: number) => boolean {
    const words = new Uint32Array(4);
    readId(id, words, 0);
    return (at) => {
      for (let n = 0; n < 4; n++) {
        const difference = (this.words[at * 4 + n] as number) - (words[n] as number);
        if (difference !== 0) return sign * difference > 0;
      }
      return false;
    };
  }

  /** An id is new at a position. */
  private entered(at: number): void {
    this.enter(at);
    if (at < this.ordered) this.ordered = at;
    else if (at === this.ordered && this.isHighest(at)) {
      this.highest.set(this.words.subarray(at * 4, at * 4 + 4));
      this.ordered += 1;
    }
  }

  private isHighest(at: number): boolean {
    if (at === 0) return true;
    for (let n = 0; n < 4; n++) {
      const difference = (this.words[at * 4 + n] as number) - (this.highest[n] as number);
      if (difference !== 0) return difference > 0;
    }
    return false;
  }

  private enter(at: number): void {
    const mask = this.slots.length - 1;
    let slot = this.hashAt(at) & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = at + 1;
  }

  private hashAt(at: number): number {
    const w = at * 4;
    return hash(this.words[w] as number, this.words[w + 1] as number, this.words[w + 2] as number, this.words[w + 3] as number);
  }

  private rehash(size: number): void {
    const former = this.slots;
    this.slots = new Uint32Array(size);
    for (const entry of former) if (entry !== 0) this.enter(entry - 1);
  }
}

/** Version 7 ids share their beginning and version 4 ids nothing: all words count. */
function hash(a: number, b: number, c: number, d: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35) ^ Math.imul(d, 0x27d4eb2f);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}
