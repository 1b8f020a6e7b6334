import { tokenStates } from "../../domain/token-states";
import { ageBuckets, expiryBuckets, ownershipGaps, ttlBuckets, usedBuckets } from "../schemas";
import { Enumerated } from "./enumerated";
import { never, type Table } from "./table";

const day = 86_400_000;
/** So far ahead it is known which positions the clock moves, and when. Then everything is looked at once. */
const horizon = 3_600_000;

type Judge = (at: number, now: number, holds: (until: number) => void) => number;

/** A column whose values move with the clock alone: kept as of an instant, together with who moves next. */
export class Clocked extends Enumerated {
  /** counts how often the clock moved something */
  moved = 0;
  private as = Number.NEGATIVE_INFINITY;
  private judgedAll = Number.NEGATIVE_INFINITY;
  /** who moves within the horizon, the next one last */
  private upcoming: { when: number; at: number }[] = [];
  private until = Number.POSITIVE_INFINITY;

  /** `judge` gives the code and calls `holds` with the instant from which on it is another. */
  constructor(
    values: number,
    private readonly judge: Judge,
    several = false,
  ) {
    super(values, several);
  }

  private readonly holds = (until: number): void => {
    this.until = until;
  };

  /** A token's row changed. */
  touch(at: number): void {
    if (at >= this.codes.length) this.reserve(Math.ceil(at * 1.2) + 1000);
    if (this.as > Number.NEGATIVE_INFINITY) this.look(at, (entry) => this.insert(entry));
  }

  /** Makes it what it is at `now`, for the positions below `count`. */
  at(now: number, count: number): void {
    if (now < this.as || now >= this.judgedAll + horizon) this.judgeAll(now, count);
    this.as = now;
    for (let next = this.upcoming.at(-1); next && next.when <= now; next = this.upcoming.at(-1)) {
      this.upcoming.pop();
      this.look(next.at, (entry) => this.insert(entry));
      this.moved += 1;
    }
  }

  private judgeAll(now: number, count: number): void {
    this.reserve(count);
    this.as = this.judgedAll = now;
    this.moved += 1;
    this.upcoming = [];
    const push = (entry: { when: number; at: number }) => this.upcoming.push(entry);
    for (let at = 0; at < count; at++) this.look(at, push);
    this.upcoming.sort((a, b) => b.when - a.when);
  }

  private look(at: number, enter: (entry: { when: number; at: number }) => void): void {
    this.until = Number.POSITIVE_INFINITY;
    this.put(at, this.judge(at, this.as, this.holds));
    if (this.until < this.judgedAll + horizon) enter({ when: this.until, at });
  }

  private insert(entry: { when: number; at: number }): void {
    let [low, high] = [0, this.upcoming.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.upcoming[middle]?.when ?? 0) > entry.when) low = middle + 1;
      else high = middle;
    }
    this.upcoming.splice(low, 0, entry);
  }
}

const [missing, active, expired, dead] = ["missing", "active", "expired", "dead"].map((state) => (tokenStates as readonly string[]).indexOf(state)) as [
  number,
  number,
  number,
  number,
];
const overdueBit = 1 << ownershipGaps.indexOf("attestation_overdue");

/** The columns that the clock moves. */
export function clockedColumns(table: Table) {
  const c = () => table.column;
  return {
    /** "expired" comes before "missing" and "active" alone, as in the view token_state */
    state: new Clocked(tokenStates.length, (at, now, holds) => {
      const state = c().state[at] as number;
      if (state !== active && state !== missing) return state;
      const expires = c().expires[at] as number;
      if (expires <= now) return expired;
      if (expires < never) holds(expires);
      return state;
    }),
    /** gaps end with the token's life */
    gaps: new Clocked(
      ownershipGaps.length,
      (at, now, holds) => {
        const [expires, due] = [c().expires[at] as number, c().due[at] as number];
        if (c().state[at] === dead || expires <= now) return 0;
        const ends = Number.isNaN(expires) ? never : expires;
        if (due <= now) {
          holds(ends);
          return (c().gaps[at] as number) | overdueBit;
        }
        holds(Number.isNaN(due) ? ends : Math.min(due, ends));
        return c().gaps[at] as number;
      },
      true,
    ),
    /** ahead: a bucket ends where the date is so near */
    expiry: new Clocked(expiryBuckets.length, (at, now, holds) => {
      const expires = c().expires[at] as number;
      if (Number.isNaN(expires)) return expiryBuckets.indexOf("unknown");
      if (expires === never) return expiryBuckets.indexOf("never");
      const left = expires - now;
      if (left <= 0) return 0;
      let bucket = 0;
      let near = 0;
      for (const end of [7 * day, 30 * day, 90 * day, 365 * day]) {
        bucket += 1;
        if (left <= end) break;
        near = end;
        if (end === 365 * day) bucket += 1;
      }
      holds(expires - near);
      return bucket;
    }),
    age: new Clocked(
      ageBuckets.length,
      past((at) => c().created[at] as number, [7 * day, 30 * day, 90 * day, 365 * day], ageBuckets.length),
    ),
    /** moves with nothing but the row */
    ttl: new Clocked(ttlBuckets.length, (at) => {
      const expires = c().expires[at] as number;
      if (expires === never) return ttlBuckets.indexOf("never");
      const life = expires - (c().created[at] as number);
      if (Number.isNaN(life)) return ttlBuckets.indexOf("unknown");
      const bucket = [day, 7 * day, 30 * day, 90 * day, 365 * day].findIndex((end) => life <= end);
      return bucket === -1 ? ttlBuckets.indexOf("longer") : bucket;
    }),
    used: new Clocked(
      usedBuckets.length,
      past((at) => c().lastUsed[at] as number, [day, 7 * day, 30 * day, 90 * day], usedBuckets.length),
    ),
    seen: new Clocked(
      3,
      past((at) => c().firstSeen[at] as number, [7 * day], 3),
    ),
  };
}
export type ClockedColumns = ReturnType<typeof clockedColumns>;

/** How long ago something was, in buckets; the last but one is "older", the last is "unknown". A date that is still ahead is in the first. */
function past(date: (at: number) => number, ends: readonly number[], buckets: number) {
  return (at: number, now: number, holds: (until: number) => void): number => {
    const on = date(at);
    if (Number.isNaN(on)) return buckets - 1;
    const ago = now - on;
    for (let bucket = 0; bucket < ends.length; bucket++)
      if (ago < (ends[bucket] as number)) {
        holds(on + (ends[bucket] as number));
        return bucket;
      }
    return buckets - 2;
  };
}
