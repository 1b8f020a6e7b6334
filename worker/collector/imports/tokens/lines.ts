const size = 256 * 1024;

/**
 * Lines for COPY, kept as bytes: a batch of them as text would be moved about by each garbage collection. The pieces are used again for the next
 * batch: new ones would be let go of much later than they are done with.
 */
export class Lines {
  count = 0;
  private readonly pieces: Buffer[] = [];
  private taken: Buffer[] = [];
  private current: Buffer = Buffer.alloc(0);
  private at = 0;
  private next = 0;

  add(line: string): void {
    // a UTF-16 unit becomes three bytes at most
    const most = 3 * line.length;
    if (this.at + most > this.current.length) this.turn(most);
    this.at += this.current.write(line, this.at);
    this.count += 1;
  }

  /** What was added since, in pieces, which are good until the next line is added. */
  take(): Buffer[] {
    this.close();
    const { taken } = this;
    this.taken = [];
    this.current = Buffer.alloc(0);
    this.next = 0;
    this.count = 0;
    return taken;
  }

  private close(): void {
    if (this.at > 0) this.taken.push(this.current.subarray(0, this.at));
    this.at = 0;
  }

  private turn(most: number): void {
    this.close();
    if (most > size) {
      this.current = Buffer.allocUnsafeSlow(most);
      return;
    }
    this.pieces[this.next] ??= Buffer.allocUnsafeSlow(size);
    this.current = this.pieces[this.next] as Buffer;
    this.next += 1;
  }
}
