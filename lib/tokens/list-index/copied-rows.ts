const signatureBytes = 11;

/**
 * Rows as COPY gives them in binary (PostgreSQL manual, "COPY", "Binary Format"), read where they lie: a million rows as objects would cost more than
 * all that is done with them. `starts` and `lengths` say where each field of the present row lies in `bytes`; a length of -1 is null.
 */
export class CopiedRows {
  bytes: Buffer = Buffer.alloc(0);
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  private begun = false;

  constructor(fields: number) {
    this.starts = new Int32Array(fields);
    this.lengths = new Int32Array(fields);
  }

  /** Takes the next piece and calls `row` for each row that is complete. */
  feed(piece: Buffer, row: () => void): void {
    this.bytes = this.bytes.length > 0 ? Buffer.concat([this.bytes, piece]) : piece;
    let at = 0;
    if (!this.begun) {
      const header = signatureBytes + 8;
      if (this.bytes.length < header) return;
      at = header + this.bytes.readInt32BE(signatureBytes + 4);
      if (this.bytes.length < at) return;
      this.begun = true;
    }
    for (let end = this.rowFrom(at); end > 0; end = this.rowFrom(at)) {
      row();
      at = end;
    }
    this.bytes = this.bytes.subarray(at);
  }

  /** Notes where the fields of the row at `at` are. Returns where it ends; 0 if it is not all there, or nothing follows. */
  private rowFrom(at: number): number {
    const { bytes, starts, lengths } = this;
    if (at + 2 > bytes.length) return 0;
    const fields = bytes.readInt16BE(at);
    if (fields === -1) return 0;
    if (fields !== starts.length) throw new Error(`a row of ${starts.length} fields was expected, not of ${fields}`);
    let next = at + 2;
    for (let field = 0; field < fields; field++) {
      if (next + 4 > bytes.length) return 0;
      const length = int(bytes, next);
      starts[field] = next + 4;
      lengths[field] = length;
      next += 4 + Math.max(0, length);
    }
    return next <= bytes.length ? next : 0;
  }

  isNull(field: number): boolean {
    return this.lengths[field] === -1;
  }

  start(field: number): number {
    return this.starts[field] as number;
  }

  end(field: number): number {
    return (this.starts[field] as number) + Math.max(0, this.lengths[field] as number);
  }

  text(field: number): string {
    return this.bytes.toString("utf8", this.start(field), this.end(field));
  }

  integer(field: number): number {
    return int(this.bytes, this.start(field));
  }

  boolean(field: number): boolean {
    return this.bytes[this.start(field)] === 1;
  }

  /** A timestamptz as milliseconds since 1970; NaN for null. */
  date(field: number): number {
    if (this.isNull(field)) return Number.NaN;
    const at = this.start(field);
    const microseconds = int(this.bytes, at) * 4_294_967_296 + (int(this.bytes, at + 4) >>> 0);
    return Math.round(microseconds / 1000) + sinceMillennium;
  }

  /** Where the ids of a uuid[] lie, each of 16 bytes. */
  ids(field: number): number[] {
    const dimensions = this.integer(field);
    const count = dimensions === 0 ? 0 : int(this.bytes, this.start(field) + 12);
    return Array.from({ length: count }, (_, n) => this.start(field) + 20 + n * 20 + 4);
  }
}

/** PostgreSQL counts from 2000. */
const sinceMillennium = Date.UTC(2000, 0, 1);

const int = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) << 24) | ((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
