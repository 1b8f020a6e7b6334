/** Work of which one piece is under way at a time, beside whatever its caller goes on with. */
export class Beside {
  private underWay: Promise<void> = Promise.resolve();

  /** `onFailure` hears of a failure at once; it is thrown where somebody waits. */
  constructor(private readonly onFailure: () => void) {}

  /** Begins a piece once the one before is done. Throws what that one threw, and begins nothing after it. */
  async begin(work: () => Promise<void>): Promise<void> {
    await this.underWay;
    this.underWay = work();
    this.underWay.catch(this.onFailure);
  }

  /** Waits for what is under way. Throws what it threw. */
  done(): Promise<void> {
    return this.underWay;
  }
}
