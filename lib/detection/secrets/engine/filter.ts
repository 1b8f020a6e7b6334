/** A text to look for: ASCII, three bytes or more. */
export interface Pattern {
  text: string;
  /** letters in this case alone */
  exact: boolean;
}

const buckets = 10;
const first = (1 << buckets) - 1;
const last = first << (2 * buckets);
const shortBuckets = 4;

/**
 * Finds where any of many patterns stands, in one pass over pairs of bytes.
 *
 * Text is read two bytes at a time. A pattern's first six bytes are three such pairs, or four of which the outer two are half: both alignments are entered
 * into a table from a pair to the places where it may stand, ten buckets of patterns by three places in one word. A shift and an AND a pair then leave a bit
 * only where three pairs of one bucket follow each other. What is left (well below 1 % of text) is compared with a trie over the case-folded patterns.
 */
export class Filter {
  private readonly table = new Int32Array(65_536);
  private readonly classOf = new Uint8Array(256);
  private readonly width: number;
  private readonly next: Int32Array;
  private readonly ends: (readonly number[] | undefined)[];
  /** the longest pattern, in bytes */
  readonly longest: number;

  constructor(private readonly patterns: readonly Pattern[]) {
    const order = patterns.map((_, at) => at).sort((a, b) => (folded(patterns[a]) < folded(patterns[b]) ? -1 : 1));
    this.fillTable(
      order.filter((at) => length(patterns[at]) <= 4),
      0,
      shortBuckets,
    );
    this.fillTable(
      order.filter((at) => length(patterns[at]) > 4),
      shortBuckets,
      buckets - shortBuckets,
    );
    this.longest = Math.max(...patterns.map(({ text }) => text.length));

    let classCount = 1;
    for (const { text } of patterns) {
      for (const byte of Buffer.from(text.toLowerCase(), "latin1")) {
        if (this.classOf[byte] !== 0) continue;
        this.classOf[byte] = classCount;
        if (byte >= 0x61 && byte <= 0x7a) this.classOf[byte - 0x20] = classCount;
        classCount++;
      }
    }
    this.width = classCount;
    const rows: Int32Array[] = [new Int32Array(classCount)];
    this.ends = [undefined];
    patterns.forEach(({ text }, id) => {
      let node = 0;
      for (const byte of Buffer.from(text.toLowerCase(), "latin1")) {
        const row = rows[node] as Int32Array;
        const step = this.classOf[byte] as number;
        if (row[step] === 0) {
          row[step] = rows.length;
          rows.push(new Int32Array(classCount));
          this.ends.push(undefined);
        }
        node = row[step] as number;
      }
      this.ends[node] = [...(this.ends[node] ?? []), id];
    });
    this.next = new Int32Array(rows.length * classCount);
    rows.forEach((row, node) => {
      this.next.set(row, node * classCount);
    });
  }

  /** Calls `found` with each pattern that begins within `[from, to)`, in order of place; patterns may reach beyond `to`, up to the text's end. */
  each(bytes: Uint8Array, from: number, to: number, found: (pattern: number, at: number, after: number) => void): void {
    const even = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
    const pairs = new Uint16Array(even.buffer, even.byteOffset, even.length >> 1);
    // the pass ends two pairs behind the last place where a pattern may begin
    const end = ((to + 1) >> 1) + 2;
    const compare = (start: number) => {
      if (start >= from && start < to) this.compare(even, start, found);
      if (start + 1 >= from && start + 1 < to) this.compare(even, start + 1, found);
    };
    const state = this.pass(pairs, from >> 1, Math.min(end, pairs.length), 0, (pair) => compare(2 * pair - 4));
    // behind the last whole pair: what is left of the text, then nothing
    const rest = Uint16Array.of(even.length % 2 === 1 ? pairOf(even[even.length - 1] as number, 0) : 0, 0, 0);
    this.pass(rest, 0, Math.min(rest.length, end - pairs.length), state, (pair) => compare(2 * (pairs.length + pair) - 4));
  }

  /** Goes over pairs and calls `full` with each at which three pairs of a bucket end; gives the state to go on with. */
  private pass(pairs: Uint16Array, from: number, to: number, before: number, full: (pair: number) => void): number {
    const { table } = this;
    // not shared: what is found may be decoded and scanned in turn
    const places = new Int32Array(Math.min(4096, Math.max(0, to - from)));
    let state = before;
    for (let pair = from; pair < to; ) {
      let count = 0;
      for (; pair < to && count < places.length; pair++) {
        state = ((state << buckets) | first) & (table[pairs[pair] as number] as number);
        if ((state & last) !== 0) places[count++] = pair;
      }
      for (let i = 0; i < count; i++) full(places[i] as number);
    }
    return state;
  }

  private compare(bytes: Uint8Array, at: number, found: (pattern: number, at: number, after: number) => void): void {
    const { next, classOf, width, ends } = this;
    let node = 0;
    for (let i = at; i < bytes.length; i++) {
      node = next[node * width + (classOf[bytes[i] as number] as number)] as number;
      if (node === 0) return;
      const ended = ends[node];
      if (ended === undefined) continue;
      for (const id of ended) if (!this.patterns[id]?.exact || sameCase(bytes, at, this.patterns[id].text)) found(id, at, i + 1);
    }
  }

  /** Enters patterns, alike ones together, into `count` buckets from `bucket` on. */
  private fillTable(order: readonly number[], bucket: number, count: number): void {
    order.forEach((id, at) => {
      const pattern = this.patterns[id] as Pattern;
      const place = 1 << (bucket + Math.floor((at * count) / order.length));
      const bytes = [...pattern.text].map((character) => cases(character, pattern.exact));
      const any: number[] = [];
      const even = [bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5]].map((of) => of ?? any);
      const odd = [any, bytes[0], bytes[1], bytes[2], bytes[3], bytes[4]].map((of) => of ?? any);
      for (const six of [even, odd]) {
        for (let stage = 0; stage < 3; stage++) this.enter(six[2 * stage] as number[], six[2 * stage + 1] as number[], place << (stage * buckets));
      }
    });
  }

  private enter(lows: readonly number[], highs: readonly number[], bit: number): void {
    const all = (of: readonly number[]) => (of.length > 0 ? of : everyByte);
    for (const low of all(lows)) for (const high of all(highs)) this.table[pairOf(low, high)] = (this.table[pairOf(low, high)] as number) | bit;
  }
}

const everyByte = Array.from({ length: 256 }, (_, byte) => byte);
const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
const pairOf = (before: number, after: number): number => (littleEndian ? before | (after << 8) : (before << 8) | after);
const folded = (pattern: Pattern | undefined): string => (pattern?.text ?? "").toLowerCase();
const length = (pattern: Pattern | undefined): number => pattern?.text.length ?? 0;

function cases(character: string, exact: boolean): number[] {
  return [...new Set(exact ? [character] : [character.toLowerCase(), character.toUpperCase()])].map((one) => one.charCodeAt(0));
}

function sameCase(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}
