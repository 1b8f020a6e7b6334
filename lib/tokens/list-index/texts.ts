import type { Bits } from "./bits";
import type { Needle } from "./needle";
import { Trigrams } from "./trigrams";

/** UTF-8 bytes sort as code points do, UTF-16 units do not: where the two differ is in surrogates alone. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let n = 0; n < length; n++) {
    let [x, y] = [a.charCodeAt(n), b.charCodeAt(n)];
    if (x === y) continue;
    // surrogates stand for code points above everything else
    if (x >= 0xd800 && y >= 0xd800) {
      x = x >= 0xe000 ? x - 0x800 : x + 0x2000;
      y = y >= 0xe000 ? y - 0x800 : y + 0x2000;
    }
    return x - y;
  }
  return a.length - b.length;
}

/** What is sorted of a position's text. */
export type Part = "name" | "purpose";

/** A stretch of bytes. */
export interface Stretch {
  bytes: Uint8Array;
  from: number;
  to: number;
}

/** The searchable text of each position: name, NUL, details, NUL, purpose, as UTF-8 in one buffer. */
export class Texts {
  private bytes = Buffer.alloc(1 << 16);
  private used = 0;
  private wasted = 0;
  private starts: Uint32Array = new Uint32Array(0);
  private nameEnds: Uint32Array = new Uint32Array(0);
  private purposes: Uint32Array = new Uint32Array(0);
  private ends: Uint32Array = new Uint32Array(0);
  private readonly trigrams = new Trigrams();

  reserve(capacity: number): void {
    if (this.starts.length >= capacity) return;
    this.starts = grown(this.starts, capacity);
    this.nameEnds = grown(this.nameEnds, capacity);
    this.purposes = grown(this.purposes, capacity);
    this.ends = grown(this.ends, capacity);
    this.trigrams.reserve(capacity);
  }

  put(at: number, name: string, details: string, purpose: string): void {
    const whole = Buffer.from(`${name}\0${details}\0${purpose}`, "utf8");
    const [first, last] = [whole.indexOf(0), whole.lastIndexOf(0)];
    const stretch = (from: number, to: number): Stretch => ({ bytes: whole, from, to });
    this.putBytes(at, stretch(0, first), stretch(first + 1, last), stretch(last + 1, whole.length));
  }

  putBytes(at: number, name: Stretch, details: Stretch, purpose: Stretch): void {
    this.remove(at);
    const most = name.to - name.from + details.to - details.from + purpose.to - purpose.from + 2;
    if (this.used + most > this.bytes.length) this.makeRoom(most);
    this.starts[at] = this.used;
    this.append(name);
    this.nameEnds[at] = this.used;
    this.bytes[this.used++] = 0;
    this.append(details);
    this.bytes[this.used++] = 0;
    this.purposes[at] = this.used;
    this.append(purpose);
    this.ends[at] = this.used;
    this.trigrams.mark(at, this.bytes, this.starts[at], this.ends[at]);
  }

  private append({ bytes, from, to }: Stretch): void {
    const { bytes: into } = this;
    let { used } = this;
    for (let n = from; n < to; n++) into[used++] = bytes[n] as number;
    this.used = used;
  }

  remove(at: number): void {
    const length = (this.ends[at] as number) - (this.starts[at] as number);
    if (length === 0) return;
    this.wasted += length;
    this.starts[at] = this.nameEnds[at] = this.purposes[at] = this.ends[at] = 0;
    this.trigrams.clear(at);
  }

  /** Gives back the room that was kept for more. */
  trim(): void {
    this.bytes = Buffer.from(this.bytes.subarray(0, Math.ceil(this.used * 1.02) + (1 << 16)));
  }

  text(part: Part, at: number): string {
    return this.bytes.toString("utf8", this.from(part)[at], this.to(part)[at]);
  }

  has(part: Part, at: number): boolean {
    return (this.from(part)[at] as number) < (this.to(part)[at] as number);
  }

  private from = (part: Part): Uint32Array => (part === "name" ? this.starts : this.purposes);
  private to = (part: Part): Uint32Array => (part === "name" ? this.nameEnds : this.ends);

  /** By their bytes, as PostgreSQL compares in collation "C". */
  compare(part: Part, a: number, b: number): number {
    const { bytes } = this;
    const [from, to] = [this.from(part), this.to(part)];
    let [x, y] = [from[a] as number, from[b] as number];
    const [xEnd, yEnd] = [to[a] as number, to[b] as number];
    // names are short: a call of Buffer.compare takes ten times as long
    for (; x < xEnd && y < yEnd; x++, y++) if (bytes[x] !== bytes[y]) return (bytes[x] as number) - (bytes[y] as number);
    return xEnd - x - (yEnd - y);
  }

  /** Sorts positions: three-way radix quicksort (Bentley and Sedgewick, 1997), which reads each byte about once where comparing reads beginnings again and again. */
  sort(part: Part, positions: Uint32Array): void {
    const { bytes } = this;
    const [from, to] = [this.from(part), this.to(part)];
    const byte = (at: number, depth: number): number => {
      const n = (from[at] as number) + depth;
      return n < (to[at] as number) ? (bytes[n] as number) : -1;
    };
    const swap = (a: number, b: number): void => {
      const kept = positions[a] as number;
      positions[a] = positions[b] as number;
      positions[b] = kept;
    };
    const todo: [low: number, high: number, depth: number][] = [[0, positions.length, 0]];
    for (let part = todo.pop(); part; part = todo.pop()) {
      const [low, high, depth] = part;
      if (high - low < 2) continue;
      const pivot = byte(positions[(low + high) >>> 1] as number, depth);
      let [less, more] = [low, high];
      for (let n = low; n < more; ) {
        const order = byte(positions[n] as number, depth) - pivot;
        if (order < 0) swap(less++, n++);
        else if (order > 0) swap(n, --more);
        else n++;
      }
      todo.push([low, less, depth], [more, high, depth]);
      if (pivot >= 0) todo.push([less, more, depth + 1]);
    }
  }

  /** Compares what is at a position with a text. */
  compareWith(part: Part, at: number, text: Buffer): number {
    return this.bytes.compare(text, 0, text.length, this.from(part)[at], this.to(part)[at]);
  }

  /** All positions below `count` that hold the text, and some that do not. */
  near(needle: Needle, count: number): Bits {
    return this.trigrams.near(needle.bytes, count);
  }

  holds(at: number, needle: Needle): boolean {
    return needle.isIn(this.bytes, this.starts[at] as number, this.ends[at] as number);
  }

  /** A larger buffer; or the same texts without what was given up, once that is a quarter. */
  private makeRoom(more: number): void {
    const compact = this.wasted >= this.used / 4;
    const larger = Buffer.alloc(Math.ceil((this.used - (compact ? this.wasted : 0) + more) * 1.25));
    if (!compact) {
      this.bytes.copy(larger, 0, 0, this.used);
      this.bytes = larger;
      return;
    }
    let to = 0;
    for (let at = 0; at < this.starts.length; at++) {
      const [start, end] = [this.starts[at] as number, this.ends[at] as number];
      if (start === end) continue;
      this.bytes.copy(larger, to, start, end);
      this.starts[at] = to;
      this.nameEnds[at] = (this.nameEnds[at] as number) + to - start;
      this.purposes[at] = (this.purposes[at] as number) + to - start;
      this.ends[at] = to + end - start;
      to += end - start;
    }
    this.bytes = larger;
    this.used = to;
    this.wasted = 0;
  }
}

function grown(array: Uint32Array, length: number): Uint32Array {
  const larger = new Uint32Array(length);
  larger.set(array);
  return larger;
}
