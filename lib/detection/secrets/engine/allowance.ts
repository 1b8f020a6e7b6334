/**
 * How often something may be done along a text: so many times at once, and once more for each so many bytes. No text that people write comes near; one made
 * to take long is left out in parts. It depends on places alone, so a text in pieces is treated as the whole.
 */
export class Allowance {
  private left: number;
  private from = 0;

  constructor(
    private readonly most: number,
    private readonly bytesEach: number,
  ) {
    this.left = most;
  }

  /** Whether it may be done at this place of the text. Places come in about their order. */
  take(at: number): boolean {
    const earned = Math.floor((at - this.from) / this.bytesEach);
    if (earned > 0) {
      this.left = Math.min(this.most, this.left + earned);
      this.from += earned * this.bytesEach;
    }
    if (this.left === 0) return false;
    this.left--;
    return true;
  }

  /** The latest time doesn't count. */
  giveBack(): void {
    this.left++;
  }
}
