const piece = 256 * 1024;

/** Lines for COPY, kept as bytes: a batch of them as text would be moved about by each garbage collection. */
export class Lines {
  count = 0;
  private full: Buffer[] = [];
  private current = Buffer.allocUnsafe(piece);
  private at = 0;

  add(line: string): void {
    // a UTF-16 unit becomes three bytes at most
    if (this.at + 3 * line.length > this.current.length) this.turn(3 * line.length);
    this.at += this.current.write(line, this.at);
    this.count += 1;
  }

  /** What was added since, in pieces. */
  take(): Buffer[] {
    this.turn(0);
    const taken = this.full;
    this.full = [];
    this.count = 0;
    return taken;
  }

  private turn(room: number): void {
    if (this.at > 0) this.full.push(this.current.subarray(0, this.at));
    this.current = Buffer.allocUnsafe(Math.max(piece, room));
    this.at = 0;
  }
}
