import type { Spot } from "./sources/piece";
import { Lines } from "./sources/segments";

/** What is kept of a stream behind its end: a scanner tells of a hit once it is sure, some megabytes later. */
const kept = 4 * 1024 * 1024;
const newline = 10;

interface Chunk {
  bytes: Uint8Array;
  from: number;
  line: number;
}

/** The last stretch of a stream, with the number of lines before it: for places and surroundings of what is found late. */
export class Tail {
  private chunks: Chunk[] = [];
  private counted: { chunk: Chunk; lines: Lines } | null = null;
  private end = 0;
  private line = 1;

  push(bytes: Uint8Array): void {
    this.chunks.push({ bytes, from: this.end, line: this.line });
    this.end += bytes.length;
    for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) this.line++;
    while (this.chunks.length > 1 && (this.chunks[1] as Chunk).from < this.end - kept) this.chunks.shift();
  }

  /** The line, from 1, on which an offset of the whole stream stands; of what lies further back than is kept, the first that is kept. */
  spot(offset: number): Spot {
    const chunk = this.chunks.findLast(({ from }) => from <= offset) ?? this.chunks[0];
    if (!chunk) return { offset, line: 1 };
    if (this.counted?.chunk !== chunk) this.counted = { chunk, lines: new Lines(chunk.bytes, 0, chunk.line) };
    return { offset, line: this.counted.lines.at(offset - chunk.from) };
  }

  /** The bytes between two offsets of the whole stream, and where they begin, as far as they are kept. */
  around(from: number, to: number): { bytes: Uint8Array; base: number } {
    const within = this.chunks.filter((chunk) => chunk.from < to && chunk.from + chunk.bytes.length > from);
    const base = within[0]?.from ?? from;
    return { bytes: within.length === 1 ? (within[0]?.bytes as Uint8Array) : Buffer.concat(within.map(({ bytes }) => bytes)), base };
  }
}
