import type { Context } from "../../../../lib/core/context";
import { advanceImport } from "../claim";
import type { Counts, ImportRun, Progress } from "../parts";
import { applyTokens } from "./apply-tokens";
import { mergeShared } from "./merge-shared";
import { sharedPrints } from "./shared-prints";
import type { Stage } from "./stage";

export const batchTransaction = { timeout: 300_000, maxWait: 60_000 };

/** Brings staged batches into the inventory, two at a time; how far the run is, is committed in the order of the file. */
export class Appliers {
  /** at most two, the older first */
  private readonly busy: Promise<void>[] = [];
  private committed: Promise<unknown> = Promise.resolve();
  private batches = 0;
  private shared: string[] = [];

  constructor(
    private readonly ctx: Context,
    private readonly run: ImportRun,
    private readonly stage: Stage,
  ) {}

  /**
   * Stages a batch and begins to write it; returns when the next may come. `counts`: of rows that need no writing. `alone`: batches may name the same
   * token, so each waits for the one before. Throws what an earlier batch met.
   */
  async take(lines: readonly Buffer[], progress: Progress, counts: Counts, { alone }: { alone: boolean }): Promise<void> {
    // whoever wrote from this table has ended: at most two are busy, and they have the others
    const table = this.stage.tables[this.batches % 3] as string;
    this.batches += 1;
    if (lines.length > 0) await this.stage.fill(table, lines, { more: false });
    await this.until(alone ? 0 : 1);
    if (this.shared.length > 0) await this.merge();
    const before = this.committed;
    const written = this.write(lines.length > 0 ? table : null, progress, counts, before);
    this.committed = written;
    const over = written.then((added) => this.note(table, added));
    // told at the next batch, or at the end
    for (const promise of [written, over]) promise.catch(() => undefined);
    this.busy.push(over);
  }

  async finish(): Promise<void> {
    await this.merge();
  }

  /** Waits for what is under way, whatever becomes of it. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.busy);
  }

  private async until(most: number): Promise<void> {
    while (this.busy.length > most) await this.busy.shift();
  }

  private write(table: string | null, progress: Progress, counts: Counts, before: Promise<unknown>): Promise<Counts> {
    const { ctx, run } = this;
    return ctx.db.$transaction(async (tx) => {
      const added = table === null ? counts : sum(counts, await applyTokens(tx, ctx, run, table));
      await before;
      await advanceImport(tx, ctx, run, progress, added, { taken: true });
      return added;
    }, batchTransaction);
  }

  private async note(table: string, added: Counts): Promise<void> {
    if (added.created + added.changed > 0)
      this.shared.push(...(await this.ctx.db.$transaction((tx) => sharedPrints(tx, this.run, table, added), batchTransaction)));
  }

  /** With no batch under way: none of them then holds a token that another waits for. */
  private async merge(): Promise<void> {
    await this.until(0);
    const tokens = this.shared;
    this.shared = [];
    await mergeShared(this.ctx, tokens, batchTransaction);
  }
}

const sum = (a: Counts, b: Counts): Counts => ({ created: a.created + b.created, changed: a.changed + b.changed, unchanged: a.unchanged + b.unchanged });
