import type { Channel, Location } from "../../domain/exposures";
import type { Piece } from "./piece";

/** How much is gathered before it is looked through: small enough for the processor's cache, large enough that starting costs nothing. */
const batchBytes = 256 * 1024;
const newline = 10;

interface Segment<O> {
  from: number;
  origin: O;
}

/**
 * Many short texts (hunks, messages, fields) as one piece: looked through together, each found place told by its own origin. Between two stands an
 * empty line with a NUL, across which no secret reaches.
 */
export class Segments<O> {
  private bytes = Buffer.allocUnsafe(batchBytes * 2);
  private used = 0;
  private segments: Segment<O>[] = [];

  constructor(
    private readonly about: { channel: Channel; prose: boolean },
    private readonly pathOf: (origin: O) => string | null,
    /** `line`: from 1, within the segment */
    private readonly locate: (origin: O, line: number) => Location,
  ) {}

  get full(): boolean {
    return this.used >= batchBytes;
  }

  /** Begins the text of an origin. */
  begin(origin: O): void {
    if (this.used > 0) this.append(separator);
    this.segments.push({ from: this.used, origin });
  }

  append(bytes: Uint8Array): void {
    if (this.used + bytes.length > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.used + bytes.length));
      this.bytes.copy(larger, 0, 0, this.used);
      this.bytes = larger;
    }
    this.bytes.set(bytes, this.used);
    this.used += bytes.length;
  }

  /** What was gathered, or null; begins anew. */
  take(): Piece | null {
    if (this.used === 0) return null;
    const { segments } = this;
    const content = Buffer.from(this.bytes.subarray(0, this.used));
    this.segments = [];
    this.used = 0;
    let counted: { segment: Segment<O>; lines: Lines } | null = null;
    return {
      ...this.about,
      content,
      pathAt: (offset) => this.pathOf(at(segments, offset).origin),
      locate: ({ offset }) => {
        const segment = at(segments, offset);
        if (counted?.segment !== segment) counted = { segment, lines: new Lines(content, segment.from) };
        return this.locate(segment.origin, counted.lines.at(offset));
      },
    };
  }
}

const separator = Buffer.from("\n\0\n");

function at<O>(segments: readonly Segment<O>[], offset: number): Segment<O> {
  let [low, high] = [0, segments.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((segments[middle] as Segment<O>).from <= offset) low = middle;
    else high = middle - 1;
  }
  return segments[low] as Segment<O>;
}

/** Lines of some bytes, counted onward from the last that was asked for: places come in order, and each stretch is counted once. */
export class Lines {
  private line: number;
  /** the next line end that is not counted; -1 = there is none */
  private next: number;
  private asked: number;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly from = 0,
    private readonly first = 1,
  ) {
    this.line = first;
    this.next = bytes.indexOf(newline, from);
    this.asked = from;
  }

  /** The line that `offset` stands on, where the one at `from` is the first. */
  at(offset: number): number {
    if (offset < this.asked) [this.line, this.next] = [this.first, this.bytes.indexOf(newline, this.from)];
    this.asked = offset;
    for (; this.next >= 0 && this.next < offset; this.next = this.bytes.indexOf(newline, this.next + 1)) this.line++;
    return this.line;
  }
}
