import type { Context } from "../../../../lib/core/context";
import { copying } from "../../../../lib/core/copying";
import { advanceImport } from "../claim";
import { type Counts, type ImportRun, nothing, type Progress } from "../parts";
import { applyTokens } from "./apply-tokens";
import { joinGroups, joinTwins } from "./join-twins";
import type { Lines } from "./lines";
import { type Ends, type NewTokens, spanned } from "./new-tokens";
import { sharedPrints } from "./shared-prints";
import type { Stage } from "./stage";

export const batchTransaction = { timeout: 300_000, maxWait: 60_000 };

/** Rows that are written together. */
export interface Batch {
  /** lines for a staging table: the inventory may know these tokens, with other facts */
  staged: Lines;
  fresh: NewTokens;
}

/** Brings batches into the inventory, two at a time; how far the run is, is committed in the order of the file. */
export class Appliers {
  /** at most two, the older first */
  private readonly busy: Promise<void>[] = [];
  private committed: Promise<unknown> = Promise.resolve();
  private batches = 0;
  private shared: string[] = [];
  private readonly brought = { count: 0, ends: null as Ends | null };

  constructor(
    private readonly ctx: Context,
    private readonly run: ImportRun,
    private readonly stage: Stage,
  ) {}

  /**
   * Begins to write a batch; returns when the next may come, which may use the lines of the third before it. `counts`: of rows that need no writing. `alone`: batches
   * may name the same token, so each waits for the one before. Throws what an earlier batch met.
   */
  async take({ staged, fresh }: Batch, progress: Progress, counts: Counts, { alone }: { alone: boolean }): Promise<void> {
    // whoever wrote from this table has ended: at most two are busy, and they have the others
    const table = staged.count > 0 ? this.stage.table(this.batches % 3) : null;
    this.batches += 1;
    if (table !== null) await this.stage.fill(table, staged.take());
    await this.until(alone ? 0 : 1);
    if (this.shared.length > 0) await this.merge();
    const before = this.committed;
    const written = this.write(table, fresh, progress, counts, before);
    this.committed = written;
    const over = written.then((added) => this.note(table, added));
    // told at the next batch, or at the end
    for (const promise of [written, over]) promise.catch(() => undefined);
    this.busy.push(over);
  }

  async finish(): Promise<void> {
    await this.merge();
    // an upload that goes on doesn't know what the one before it brought
    const { count, ends } = this.run.position > 0 ? { count: 0, ends: null } : this.brought;
    if (count > 0 || ends === null) await joinTwins(this.ctx, { count, ends });
  }

  /** Waits for what is under way, whatever becomes of it. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.busy);
  }

  private async until(most: number): Promise<void> {
    while (this.busy.length > most) await this.busy.shift();
  }

  /** Returns what came of the staged rows. */
  private write(table: string | null, fresh: NewTokens, progress: Progress, counts: Counts, before: Promise<unknown>): Promise<Counts> {
    const { ctx, run, brought } = this;
    return copying(ctx.db, async (tx) => {
      const made = await fresh.write((into, columns, lines) => tx.copy(`${into} (${columns})`, lines));
      const added = table === null ? nothing : await applyTokens(tx, ctx, run, table);
      await before;
      const created = counts.created + added.created + made.count;
      await advanceImport(
        tx,
        ctx,
        run,
        progress,
        { created, changed: counts.changed + added.changed, unchanged: counts.unchanged + added.unchanged },
        { taken: true },
      );
      brought.count += made.count;
      if (made.ends) brought.ends = spanned(brought.ends, made.ends);
      return added;
    });
  }

  private async note(table: string | null, added: Counts): Promise<void> {
    if (table !== null && added.created + added.changed > 0)
      this.shared.push(...(await this.ctx.db.$transaction((tx) => sharedPrints(tx, this.run, table, added), batchTransaction)));
  }

  /** With no batch under way: none of them then holds a token that another waits for. */
  private async merge(): Promise<void> {
    await this.until(0);
    const tokens = this.shared;
    this.shared = [];
    await joinGroups(this.ctx, tokens);
  }
}
