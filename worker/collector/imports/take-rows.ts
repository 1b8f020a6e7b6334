import type { Context } from "../../../lib/core/context";
import type { Tx } from "../../../lib/core/db";
import { BadCell } from "../../../lib/imports/cell-values";
import { advanceImport } from "./claim";
import { columnIndexes } from "./column-indexes";
import type { Counts, ImportRun, Reject, Taker } from "./parts";
import { catalogueRows } from "./rows/catalogue";
import { ownerRows } from "./rows/owners";
import { peopleRows } from "./rows/people";
import { teamRows } from "./rows/teams";
import { workloadRows } from "./rows/workloads";

/** One kind of listing of up to some hundred thousand rows. */
export interface RowKind<T extends { key: string }> {
  /** `cell` gives what stands under a field, "" where nothing does. Throws BadCell. */
  read(cell: (field: string) => string): T;
  /** Writes a batch, set-based, in the caller's transaction. What it can't take it returns. */
  write(tx: Tx, ctx: Context, run: ImportRun, rows: { row: number; said: T }[]): Promise<Counts & { rejects: Reject[] }>;
  /** what needs the whole file */
  finish?(tx: Tx, ctx: Context, run: ImportRun): Promise<void>;
}

const timeout = { timeout: 300_000, maxWait: 60_000 };

/** Takes in people, teams, workloads, owners and catalogues, in batches of one transaction each. */
export function takeRows(ctx: Context, run: ImportRun, header: readonly string[]): Taker {
  switch (run.kind) {
    case "people":
      return takerOf(ctx, run, header, peopleRows());
    case "teams":
      return takerOf(ctx, run, header, teamRows);
    case "workloads":
      return takerOf(ctx, run, header, workloadRows);
    case "owners":
      return takerOf(ctx, run, header, ownerRows);
    case "catalogue":
      return takerOf(ctx, run, header, catalogueRows);
    case "tokens":
      throw new Error("tokens have a taker of their own");
    default:
      return run.kind satisfies never;
  }
}

function takerOf<T extends { key: string }>(ctx: Context, run: ImportRun, header: readonly string[], kind: RowKind<T>): Taker {
  const indexes = columnIndexes(run.kind, header, run.mapping);
  const seen = new Set<string>();
  let rows: { row: number; said: T }[] = [];
  const read = (cells: string[]): T => kind.read((field) => cells[indexes[field] ?? -1] ?? "");
  return {
    get waiting() {
      return rows.length;
    },
    add(cells, row) {
      const said = read(cells);
      if (seen.has(said.key)) throw new BadCell("id", "stands in the file before; the first row counts");
      seen.add(said.key);
      rows.push({ row, said });
    },
    pass(cells) {
      try {
        seen.add(read(cells).key);
      } catch (error) {
        if (!(error instanceof BadCell)) throw error;
      }
    },
    async write(progress) {
      const given = rows;
      rows = [];
      await ctx.db.$transaction(async (tx) => {
        const { rejects, ...counts } = await kind.write(tx, ctx, run, given);
        const all = { ...progress, rejected: progress.rejected + rejects.length, rejects: [...progress.rejects, ...rejects] };
        await advanceImport(tx, ctx, run, all, counts, { taken: true });
      }, timeout);
    },
    async finish() {
      if (kind.finish) await ctx.db.$transaction((tx) => kind.finish?.(tx, ctx, run) ?? Promise.resolve(), timeout);
    },
    close: () => Promise.resolve(),
  };
}
