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

const slices = 256;

/**
 * The searchable text of each position: name, NUL, the rest, as UTF-8 in one buffer; and beside it one bit for each kind of three bytes in a row
 * (of 256 kinds), turned sideways: a search ands a few rows of bits and reads the text of what is left. BitFunnel (SIGIR 2017) is built on the same idea.
 */
export class Texts {
  private bytes = Buffer.alloc(1 << 16);
  private used = 0;
  private wasted = 0;
  private starts: Uint32Array = new Uint32Array(0);
  private nameEnds: Uint32Array = new Uint32Array(0);
  private ends: Uint32Array = new Uint32Array(0);
  private readonly bits: Uint32Array[] = Array.from({ length: slices }, () => new Uint32Array(0));

  reserve(capacity: number): void {
    if (this.starts.length >= capacity) return;
    this.starts = grown(this.starts, capacity);
    this.nameEnds = grown(this.nameEnds, capacity);
    this.ends = grown(this.ends, capacity);
    for (let slice = 0; slice < slices; slice++) this.bits[slice] = grown(this.bits[slice] as Uint32Array, (capacity + 31) >>> 5);
  }

  put(at: number, name: string, details: string): void {
    this.remove(at);
    const most = (name.length + details.length) * 3 + 1;
    if (this.used + most > this.bytes.length) this.makeRoom(most);
    const start = this.used;
    const nameEnd = start + this.bytes.write(name, start);
    this.bytes[nameEnd] = 0;
    const end = nameEnd + 1 + this.bytes.write(details, nameEnd + 1);
    this.starts[at] = start;
    this.nameEnds[at] = nameEnd;
    this.ends[at] = end;
    this.used = end;
    const [word, bit] = [at >>> 5, 1 << (at & 31)];
    for (let n = start + 2; n < end; n++) {
      const row = this.bits[kind(this.bytes[n - 2] as number, this.bytes[n - 1] as number, this.bytes[n] as number)] as Uint32Array;
      row[word] = (row[word] as number) | bit;
    }
  }

  remove(at: number): void {
    const length = (this.ends[at] as number) - (this.starts[at] as number);
    if (length === 0) return;
    this.wasted += length;
    this.starts[at] = this.nameEnds[at] = this.ends[at] = 0;
    const [word, keep] = [at >>> 5, ~(1 << (at & 31))];
    for (const row of this.bits) row[word] = (row[word] as number) & keep;
  }

  name(at: number): string {
    return this.bytes.toString("utf8", this.starts[at], this.nameEnds[at]);
  }

  nameIs(at: number, name: string): boolean {
    return this.name(at) === name;
  }

  /** Names by their bytes, as PostgreSQL compares in collation "C". */
  compareNames(a: number, b: number): number {
    return this.bytes.compare(this.bytes, this.starts[b], this.nameEnds[b], this.starts[a], this.nameEnds[a]);
  }

  /** Sorts positions by name: three-way radix quicksort (Bentley and Sedgewick, 1997), which reads each byte about once where comparing reads beginnings again and again. */
  sortByName(positions: Uint32Array): void {
    const byte = (at: number, depth: number): number => {
      const n = (this.starts[at] as number) + depth;
      return n < (this.nameEnds[at] as number) ? (this.bytes[n] as number) : -1;
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

  /** Compares the name at a position with a text. */
  compareName(at: number, text: Buffer): number {
    return this.bytes.compare(text, 0, text.length, this.starts[at], this.nameEnds[at]);
  }

  /** Calls `hit` for each position below `count` whose text holds `part`. */
  search(part: string, count: number, hit: (at: number) => void): void {
    const needle = Buffer.from(part, "utf8");
    const words = (count + 31) >>> 5;
    const near = new Uint32Array(words).fill(0xffffffff);
    const asked = new Set<number>();
    for (let n = 2; n < needle.length; n++) asked.add(kind(needle[n - 2] as number, needle[n - 1] as number, needle[n] as number));
    for (const slice of asked) {
      const row = this.bits[slice] as Uint32Array;
      for (let word = 0; word < words; word++) near[word] = (near[word] as number) & (row[word] as number);
    }
    for (let word = 0; word < words; word++) {
      let left = near[word] as number;
      while (left !== 0) {
        const bit = 31 - Math.clz32(left & -left);
        left &= left - 1;
        const at = word * 32 + bit;
        if (at < count && this.holds(at, needle)) hit(at);
      }
    }
  }

  private holds(at: number, needle: Buffer): boolean {
    const { bytes } = this;
    const first = needle[0] as number;
    const last = (this.ends[at] as number) - needle.length;
    next: for (let n = this.starts[at] as number; n <= last; n++) {
      if (bytes[n] !== first) continue;
      for (let m = 1; m < needle.length; m++) if (bytes[n + m] !== needle[m]) continue next;
      return true;
    }
    return false;
  }

  /** A larger buffer; or the same texts without what was given up, once that is a quarter. */
  private makeRoom(more: number): void {
    const kept = this.used - this.wasted;
    const larger = Buffer.alloc(Math.ceil((kept + more) * 1.25));
    if (this.wasted < this.used / 4) {
      const plain = Buffer.alloc(Math.ceil((this.used + more) * 1.25));
      this.bytes.copy(plain, 0, 0, this.used);
      this.bytes = plain;
      return;
    }
    let to = 0;
    for (let at = 0; at < this.starts.length; at++) {
      const [start, nameEnd, end] = [this.starts[at] as number, this.nameEnds[at] as number, this.ends[at] as number];
      if (start === end) continue;
      this.bytes.copy(larger, to, start, end);
      this.starts[at] = to;
      this.nameEnds[at] = to + nameEnd - start;
      to += end - start;
      this.ends[at] = to;
    }
    this.bytes = larger;
    this.used = to;
    this.wasted = 0;
  }
}

const kind = (a: number, b: number, c: number): number => (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35)) >>> 24;

function grown(array: Uint32Array, length: number): Uint32Array {
  const larger = new Uint32Array(length);
  larger.set(array);
  return larger;
}
