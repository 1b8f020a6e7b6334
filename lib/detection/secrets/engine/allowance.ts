import { work } from "./bytes";

/** Steps at once, and for each byte. */
const atOnce = 12_000_000;
const eachByte = 17;

/**
 * What may be spent on a text, in steps (about a nanosecond each): so much at once, and more for each byte of it. No text that people write comes near; of one
 * made to take long, what stands where nothing is left is not looked at, and counted.
 */
export class Allowance {
  private left = atOnce;
  private from = 0;
  private counted = work.steps;
  /** places that may hold a keyword and were not looked at */
  skipped = 0;

  /** What was done so far is not for this text. */
  begin(): void {
    this.counted = work.steps;
  }

  /** Whether so many places, from this one of the text on, may be looked at. Places come in about their order. */
  allows(at: number, places = 1): boolean {
    this.left -= work.steps - this.counted;
    this.counted = work.steps;
    if (at > this.from) {
      this.left = Math.min(atOnce, this.left + (at - this.from) * eachByte);
      this.from = at;
    }
    if (this.left > 0) return true;
    this.skipped += places;
    return false;
  }
}
