import { setImmediate } from "node:timers/promises";
import type { Db } from "../../core/db";
import { type Clocked, type ClockedColumns, clockedColumns } from "./clocked";
import { type Bulk, currentSnapshot, readBulk, readNews } from "./feed";
import { loadTable } from "./load";
import { readListing } from "./read-listing";
import { Rests } from "./rests";
import type { Table } from "./table";
import { takeNew } from "./take-new";

/** The list as of an instant. Rows change in place, so that nobody may keep it. */
export interface View {
  table: Table;
  clock: ClockedColumns;
  /** PostgreSQL's clock, milliseconds since 1970 */
  now: number;
  /** tokens that a bulk changed and that are not taken in yet */
  pending: number;
  /** the same stamp, the same answers */
  stamp: string;
}

/** Touches are kept for an hour at least (worker/collector/sweep.ts): who looked away for longer reads everything anew. */
const keptMilliseconds = 50 * 60_000;
/** Ids re-read at a time, and rows put into the list before others are served. */
const part = 2_000;
const slice = 250;
/** A smaller list takes in what was there when it was asked before it answers; a larger one answers with what it has, and says how many are pending. */
const smallList = 20_000;

interface State {
  table: Table;
  clock: ClockedColumns;
  snapshot: string;
  now: number;
  bulk: Pending[];
}

/** A bulk that is not taken in yet, or not whole. */
interface Pending {
  of: Bulk;
  from: number;
  taken: Promise<void>;
  done(): void;
}

function pendingOf(of: Bulk): Pending {
  let done = () => {};
  const taken = new Promise<void>((resolve) => {
    done = resolve;
  });
  return { of, from: 0, taken, done };
}

/** Follows one database: loads its tokens once, then takes in what the feed names, before each answer. */
export class Follower {
  private state: Promise<State> | null = null;
  private running: Promise<State> | null = null;
  private waiting: Promise<State> | null = null;
  private draining: Promise<void> | null = null;
  private version = 0;
  private readonly rests = new Rests();
  /** tokens that were taken in as of a later moment than the part of a bulk that is under way */
  private readonly meanwhile = new Set<string>();

  constructor(private readonly db: Db) {}

  /** Reads what is committed by now; of bulks, as much as could be taken in. `read` runs at once and must not wait. */
  read<T>(read: (view: View) => T): Promise<T> {
    return this.rests.answering(() => this.answer(read));
  }

  private async answer<T>(read: (view: View) => T): Promise<T> {
    let state = await this.refreshed();
    const last = state.bulk.at(-1);
    if (last) {
      const drained = this.drain(state);
      // no further than what was there when this was asked: while a file comes in there is always more
      if (state.table.size < smallList) await Promise.race([drained, last.taken]);
      // a bulk that was trimmed meanwhile makes everything new
      state = (await this.state) ?? state;
    }
    const { table, clock, now } = state;
    const columns = Object.values(clock) as Clocked[];
    for (const column of columns) column.at(now, table.count);
    const pending = state.bulk.reduce((sum, { of, from }) => sum + of.tokens - from, 0);
    return read({ table, clock, now, pending, stamp: `${this.version} ${columns.map(({ moved }) => moved).join(" ")}` });
  }

  /** One reading of the feed serves all who asked before it began. */
  private refreshed(): Promise<State> {
    if (!this.running) {
      this.running = this.refresh().finally(() => {
        this.running = null;
      });
      return this.running;
    }
    this.waiting ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.waiting = null;
        return this.refreshed();
      });
    return this.waiting;
  }

  private async refresh(): Promise<State> {
    const state = await this.loaded();
    const news = await readNews(this.db, state.snapshot);
    if (news.everything || news.now - state.now > keptMilliseconds) return this.reload();
    if (this.draining) for (const id of news.ids) this.meanwhile.add(id);
    if (news.ids.length > 0) await this.take(state, news.ids);
    state.bulk.push(...news.bulk.map(pendingOf));
    state.snapshot = news.snapshot;
    state.now = news.now;
    return state;
  }

  private loaded(): Promise<State> {
    this.state ??= this.load().catch((error: unknown) => {
      this.state = null;
      throw error;
    });
    return this.state;
  }

  private async load(): Promise<State> {
    const { snapshot, now } = await currentSnapshot(this.db);
    const table = await loadTable(this.db);
    this.version += 1;
    return { table, clock: clockedColumns(table), snapshot, now, bulk: [] };
  }

  private reload(): Promise<State> {
    this.state = null;
    return this.loaded();
  }

  private async take(state: State, ids: string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += part) {
      const some = ids.slice(from, from + part);
      const rows = await readListing(this.db, some);
      const listed = new Set(rows.map(({ id }) => id));
      const columns = Object.values(state.clock) as Clocked[];
      for (const [n, row] of rows.entries()) {
        const at = state.table.put(row);
        for (const column of columns) column.touch(at);
        if (n % slice === slice - 1) await this.yielded();
      }
      for (const id of some) if (!listed.has(id)) state.table.remove(id);
      this.version += 1;
    }
  }

  /** What was changed so far is a list of its own: others may read now. */
  private yielded(): Promise<void> {
    this.version += 1;
    return setImmediate();
  }

  /** Takes in what bulks touched, part by part, so that others are served in between. */
  private drain(state: State): Promise<void> {
    this.draining ??= (async () => {
      // one that was loaded anew meanwhile has what was pending here
      for (let next = state.bulk[0]; next && (await this.state) === state; next = state.bulk[0]) {
        this.meanwhile.clear();
        if (!(await this.takePart(state, next))) return void (await this.reload());
        for (let again = [...this.meanwhile]; again.length > 0; again = [...this.meanwhile]) {
          this.meanwhile.clear();
          await this.take(state, again);
        }
        if (next.from >= next.of.tokens) {
          state.bulk.shift();
          next.done();
        }
      }
    })().finally(() => {
      this.draining = null;
    });
    // whoever waits hears of a failure; nobody may be waiting any more
    this.draining.catch(() => undefined);
    return this.draining;
  }

  /** The next part of a bulk, which is all of it where it brings new tokens. False when the bulk is no longer kept. */
  private async takePart(state: State, next: Pending): Promise<boolean> {
    if (next.from === 0) {
      if (state.table.size >= smallList) await this.rests.quiet();
      const strangers = await this.takeNew(state, next);
      if (strangers) {
        await this.take(state, strangers);
        next.from = next.of.tokens;
        return true;
      }
    }
    const began = performance.now();
    const ids = await readBulk(this.db, next.of, next.from, part);
    if (!ids) return false;
    await this.take(state, ids);
    next.from += part;
    await this.rested(state, began);
    return true;
  }

  private async rested({ table }: State, began: number): Promise<void> {
    await (table.size < smallList ? setImmediate() : this.rests.after(began));
  }

  private async takeNew(state: State, next: Pending): Promise<string[] | null> {
    const { table } = state;
    const columns = Object.values(state.clock) as Clocked[];
    let began = performance.now();
    return takeNew(this.db, table, next.of, async (positions) => {
      for (const at of positions) {
        for (const column of columns) column.touch(at);
        table.order.name.changed(at);
        if (table.texts.has("purpose", at)) table.order.purpose.changed(at);
      }
      table.order.name.ranks(table.count);
      this.version += 1;
      await this.rested(state, began);
      began = performance.now();
    });
  }
}

// Kept on globalThis: the development server evaluates this module anew at every change, and each evaluation would load the list.
const kept = globalThis as { countersignLists?: WeakMap<Db, Follower> };

/** The one follower of a database in this process. */
export function followerOf(db: Db): Follower {
  kept.countersignLists ??= new WeakMap();
  const known = kept.countersignLists.get(db) ?? new Follower(db);
  kept.countersignLists.set(db, known);
  return known;
}
