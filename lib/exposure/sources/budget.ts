import type { UnreadableReason } from "../../domain/exposures";

/** How far archives are opened. */
export const archiveLimits = {
  /** archives in archives */
  depth: 4,
  /** unpacked bytes for each packed one, once more than `free` came out; text packs 20:1, logs up to 60:1 */
  ratio: 100,
  free: 32 * 1024 * 1024,
  /** bytes out of one file, however large it is */
  bytes: 8 * 1024 ** 3,
  entries: 1_000_000,
  /** an archive within an archive is held in memory */
  held: 64 * 1024 * 1024,
};

/** Something can't be looked at (further): the reason, and in words what exactly. */
export class Unlookable extends Error {
  override name = "Unlookable";
  constructor(
    readonly reason: UnreadableReason,
    readonly detail: string | null = null,
  ) {
    super(reason);
  }
}

/** What one file on disk may unpack to, all archives in it together. */
export class Budget {
  private unpacked = 0;
  private entries = 0;

  constructor(
    private readonly packed: number,
    private readonly limits = archiveLimits,
  ) {}

  /** Counts bytes that came out. Throws {@link Unlookable} once they are too many. */
  count(bytes: number): void {
    this.unpacked += bytes;
    if (this.unpacked > this.limits.free && this.unpacked > this.packed * this.limits.ratio)
      throw new Unlookable("bomb", `more than ${this.limits.ratio} bytes for each packed one`);
    if (this.unpacked > this.limits.bytes) throw new Unlookable("too_large", `more than ${this.limits.bytes} bytes unpacked`);
  }

  entry(): void {
    if (++this.entries > this.limits.entries) throw new Unlookable("bomb", `more than ${this.limits.entries} entries`);
  }

  /** Bytes as they come out, counted. */
  async *counted(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      this.count(chunk.length);
      yield chunk;
    }
  }
}
