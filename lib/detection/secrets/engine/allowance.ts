import { work } from "./bytes";

/** Steps at once, and for each byte. */
export const allowed = { atOnce: 6_000_000, eachByte: 10 };
/** Of so many different secrets of a text the finding costs nothing. */
const mostSpared = 25_000;

/**
 * What may be spent on a text, in steps (about a nanosecond each): so much at once, and more for each byte of it. What finds a
 * secret is not counted. Texts that people write stay below it, but for large ones of hardly anything else than names of secrets without secrets (a table of users with a million
 * empty passwords): of those as of texts made to take long, what stands where nothing is left is not looked at, and counted.
 */
export class Allowance {
  private left = allowed.atOnce;
  private from = 0;
  private counted = work.steps;
  /** the secrets whose finding was not counted, by a hash */
  private spared: Set<number> | null = null;
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
      this.left = Math.min(allowed.atOnce, this.left + (at - this.from) * allowed.eachByte);
      this.from = at;
    }
    if (this.left > 0) return true;
    this.skipped += places;
    return false;
  }

  /** What was done since `allows` found a secret, which the text may hold again and again: the first time does not count. */
  spare(secret: Uint8Array): void {
    this.spared ??= new Set();
    if (this.spared.size >= mostSpared) return;
    let hash = 0x811c9dc5;
    for (const byte of secret) hash = Math.imul(hash ^ byte, 0x01000193);
    if (this.spared.has(hash)) return;
    this.spared.add(hash);
    this.counted = work.steps;
  }
}
