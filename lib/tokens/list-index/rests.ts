import { setTimeout } from "node:timers/promises";

/** After each piece of work it rests so many times as long as the piece took: pages and whoever writes come first. */
const rest = 2;
/** Up to so many times longer while an answer is given, and for so many milliseconds after it, when the rows of its page are fetched. */
const restAnswering = 8;
const afterAnswer = 50;
/** Milliseconds after which work begins whoever is answered. */
const longestWait = 500;

/** Keeps long work out of the way of answers. */
export class Rests {
  private open = 0;
  private last = Number.NEGATIVE_INFINITY;

  async answering<T>(give: () => Promise<T>): Promise<T> {
    this.open += 1;
    try {
      return await give();
    } finally {
      this.open -= 1;
      this.last = performance.now();
    }
  }

  /** Rests for a piece of work that began then. */
  async after(began: number): Promise<void> {
    const took = performance.now() - began;
    await setTimeout(rest * took, null, { ref: false });
    await this.quiet(restAnswering * took);
  }

  /** Waits for the end of what is answered now, so many milliseconds at most: long work that somebody's question brought up does not begin beside its answer. */
  async quiet(most = longestWait): Promise<void> {
    const until = performance.now() + most;
    while (this.busy() && performance.now() < until) await setTimeout(5, null, { ref: false });
  }

  private busy(): boolean {
    return this.open > 0 || performance.now() - this.last < afterAnswer;
  }
}
