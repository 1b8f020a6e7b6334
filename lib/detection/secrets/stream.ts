import { forgetAssigned } from "./engine/assignment";
import { forgetRuns, textOf } from "./engine/bytes";
import { type Found, type Look, type Memo, newMemo, reach } from "./engine/look";
import type { Machine } from "./engine/machine";
import { settle } from "./engine/settle";
import { narrow, tellBy, type Wide, wideOf } from "./engine/utf16";
import type { Hit, Stretch } from "./hit";

/** A text that comes in pieces. */
export interface Stream {
  /** Takes the next piece, of any size, and gives the hits that are certain by now. */
  push(chunk: Uint8Array): Hit[];
  /** Says that nothing follows, and gives the rest. */
  end(): Hit[];
  /** What may be a secret and is not certain yet: beside what was given, none of it is to be shown. */
  waiting(): Stretch[];
}

/** So far beyond a hit it is known what else stands there when it is given. */
export const besideBytes = 512;

/** So much text is scanned at once; with what detectors look at around it, that bounds memory. Even. */
const step = 1 << 20;

/**
 * Scans a text in pieces, one line of gigabytes included, within some megabytes of memory; hits and offsets are those of the whole. Keywords are looked for up
 * to where all that a detector may look at is there; hits are given once no later one can overlap them.
 */
export class PiecewiseScan implements Stream {
  private wide: Wide | null = null;
  private beginning: Uint8Array | null = new Uint8Array(0);
  /** half of a character of UTF-16 */
  private odd: Uint8Array = new Uint8Array(0);
  private buffer = new Uint8Array(2 * step);
  private length = 0;
  /** offset of the buffer's first byte in the (narrowed) text; a multiple of four */
  private base = 0;
  /** up to where keywords have been looked for */
  private done = 0;
  private pending: Found[] = [];
  private readonly memos: Memo[];

  constructor(
    private readonly machines: readonly Machine[],
    private readonly about: Pick<Look, "prose" | "path">,
    private readonly wanted: (found: Found) => boolean,
    private readonly onSkipped: (places: number) => void,
  ) {
    this.memos = machines.map(newMemo);
  }

  push(chunk: Uint8Array): Hit[] {
    if (this.beginning !== null) {
      const so = Buffer.concat([this.beginning, chunk]);
      if (so.length < tellBy) {
        this.beginning = so;
        return [];
      }
      return this.begin(so);
    }
    return this.take(chunk);
  }

  end(): Hit[] {
    const first = this.beginning === null ? [] : this.begin(this.beginning);
    this.run(this.base + this.length);
    return [...first, ...this.certain(Number.POSITIVE_INFINITY)];
  }

  waiting(): Stretch[] {
    return this.pending.map(({ start, end }) => ({ start: placeOf(start, this.wide), end: placeOf(end, this.wide) }));
  }

  private begin(chunk: Uint8Array): Hit[] {
    this.beginning = null;
    this.wide = wideOf(chunk);
    return this.take(chunk.subarray(this.wide?.skip ?? 0));
  }

  private take(chunk: Uint8Array): Hit[] {
    const hits: Hit[] = [];
    let rest = this.wide === null ? chunk : this.narrowed(chunk, this.wide);
    while (rest.length > 0) {
      const part = rest.subarray(0, step);
      rest = rest.subarray(part.length);
      this.append(part);
      const ready = this.base + this.length - reach.after;
      if (ready - this.done < step) continue;
      this.run(ready);
      hits.push(...this.certain(this.done - reach.before - besideBytes));
      this.forget();
    }
    return hits;
  }

  private narrowed(chunk: Uint8Array, wide: Wide): Uint8Array {
    const all = this.odd.length > 0 ? Buffer.concat([this.odd, chunk]) : chunk;
    this.odd = new Uint8Array(all.subarray(all.length & ~1));
    return narrow(all.subarray(0, all.length & ~1), wide);
  }

  private append(part: Uint8Array): void {
    if (this.length + part.length > this.buffer.length) {
      const larger = new Uint8Array(2 * (this.length + part.length));
      larger.set(this.buffer.subarray(0, this.length));
      this.buffer = larger;
    }
    this.buffer.set(part, this.length);
    this.length += part.length;
  }

  /** Looks for keywords up to a place of the whole text. */
  private run(to: number): void {
    const bytes = this.buffer.subarray(0, this.length);
    const found: Found[] = [];
    this.machines.forEach((machine, at) => {
      const memo = this.memos[at] as Memo;
      const { allowance } = memo;
      const { skipped } = allowance;
      allowance.begin();
      machine.run({ ...this.about, bytes, base: this.base, found, memo }, this.done - this.base, to - this.base);
      if (allowance.skipped > skipped) this.onSkipped(allowance.skipped - skipped);
    });
    for (const one of found) {
      if (!this.wanted(one)) continue;
      const secret = one.secret ?? textOf(bytes, one.start, one.end);
      this.pending.push({ ...one, secret, start: one.start + this.base, end: one.end + this.base });
    }
    forgetAssigned();
    forgetRuns();
    this.done = to;
  }

  /** The hits of all clusters of overlapping ones that end before a place no later hit can begin before. */
  private certain(before: number): Hit[] {
    this.pending.sort((a, b) => a.start - b.start || a.end - b.end);
    let count = 0;
    let reached = 0;
    this.pending.forEach(({ start, end }, at) => {
      if (start >= reached && start <= before) count = at;
      reached = Math.max(reached, end);
    });
    if (reached <= before) count = this.pending.length;
    const hits = settle(this.pending.slice(0, count)).map((found) => hitOf(found, this.wide));
    this.pending = this.pending.slice(count);
    return hits;
  }

  /** Lets go of what no detector will look at again. */
  private forget(): void {
    const from = Math.max(0, (this.done - reach.before - this.base) & ~3);
    this.buffer.copyWithin(0, from, this.length);
    this.length -= from;
    this.base += from;
  }
}

const placeOf = (at: number, wide: Wide | null): number => (wide === null ? at : 2 * at + wide.skip);

/** A hit, its offsets in the text as it was given. */
export function hitOf({ kind, start, end, covers, secret, confidence, mark, encoding, parts }: Found, wide: Wide | null, text = secret ?? ""): Hit {
  const hit: Hit = { kind, start: placeOf(start, wide), end: placeOf(end, wide), secret: text, confidence, mark, encoding };
  if (covers !== undefined) hit.covers = { start: placeOf(covers.start, wide), end: placeOf(covers.end, wide) };
  if (parts !== undefined) hit.parts = parts;
  return hit;
}

/** The hits of a text that comes in pieces, as soon as they are certain. */
export async function* scanStream(stream: Stream, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Hit> {
  for await (const chunk of chunks) yield* stream.push(chunk);
  yield* stream.end();
}
