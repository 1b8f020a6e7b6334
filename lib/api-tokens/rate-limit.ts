import { AppError } from "../core/errors";

/** A token may send this many requests at once … */
const burst = 120;
/** … and this many a second for ever. */
const perSecond = 10;
const most = 10_000;

interface Bucket {
  left: number;
  at: number;
}

/**
 * Limits how often each API token may ask: a bucket per token, held by this process alone. Several web processes allow as many times as much.
 * `take` throws RateLimited with the seconds to wait.
 */
export class RateLimit {
  readonly #buckets = new Map<string, Bucket>();

  take(id: string, now: Date): void {
    const at = now.getTime();
    const known = this.#buckets.get(id);
    const left = known ? Math.min(burst, known.left + (Math.max(0, at - known.at) / 1000) * perSecond) : burst;
    if (left < 1) {
      const retryAfter = Math.ceil((1 - left) / perSecond);
      throw new AppError("RateLimited", `This API token asked more than ${perSecond} times a second for too long. Wait ${retryAfter} s, then go on.`, {
        retryAfter,
      });
    }
    // The newest is put last, so that the oldest goes first when there are too many.
    this.#buckets.delete(id);
    this.#buckets.set(id, { left: left - 1, at });
    const [oldest] = this.#buckets.size > most ? this.#buckets.keys() : [];
    if (oldest) this.#buckets.delete(oldest);
  }
}
