import { linkAccounts } from "../../../../lib/accounts/link-accounts";
import { Prisma } from "../../../../lib/core/db";
import { BadCell } from "../../../../lib/imports/cell-values";
import { mergeTokens } from "../../../../lib/tokens/merge-tokens";
import { advanceImport } from "../claim";
import type { Counts, ImportParts, ImportRun, Progress, Taker } from "../parts";
import { applyTokens, loadFirstTokens } from "./apply-tokens";
import { copyLine, type Resolved } from "./copy-line";
import { TokenNames } from "./names";
import { idReader, type TokenRow, tokenReader } from "./read-token";
import { SeenIds } from "./seen-ids";
import { Stage } from "./stage";

/** The load of a whole first file, indexes and all. */
const loadTimeout = 3_600_000;
const batchTimeout = 300_000;
const none: Counts = { created: 0, changed: 0, unchanged: 0 };

/** Takes in tokens: a batch is staged while the one before is written. With `whole`, everything is staged and written at once (decision 20). */
export async function takeTokens(parts: ImportParts, run: ImportRun, header: readonly string[], { whole }: { whole: boolean }): Promise<Taker> {
  const { ctx, pepper } = parts;
  const read = tokenReader(header, run.mapping, pepper);
  const idOf = idReader(header, run.mapping);
  const seen = new SeenIds();
  const names = new TokenNames(ctx, run);
  const stage = await Stage.open(parts.databaseUrl, run.id);
  let rows: { row: number; token: TokenRow }[] = [];
  let batch = 0;
  let writing: Promise<void> = Promise.resolve();

  async function apply(table: string, progress: Progress): Promise<void> {
    let some = false;
    await ctx.db.$transaction(
      async (tx) => {
        const counts = await applyTokens(tx, ctx, run, table);
        some = counts.created + counts.changed > 0;
        await advanceImport(tx, ctx, run, progress, counts, { taken: true });
      },
      { timeout: batchTimeout, maxWait: 60_000 },
    );
    if (some) await joinWritten(table);
  }

  /** In a transaction of its own: who joins tokens takes turns, and a batch is too long to be waited for. */
  async function joinWritten(table: string): Promise<void> {
    const scope = Prisma.sql`select t.id from ${Prisma.raw(table)} s join token t on t.connection_id = ${run.connectionId}::uuid and t.handle_key = s.handle_key`;
    await ctx.db.$transaction((tx) => mergeTokens(tx, ctx, { tokensOf: scope }), { timeout: batchTimeout, maxWait: 60_000 });
  }

  async function load(): Promise<void> {
    const counts = await ctx.db.$transaction(
      async (tx) => {
        const loaded = (await loadFirstTokens(tx, ctx, run, stage.tables[0])) ?? (await applyTokens(tx, ctx, run, stage.tables[0]));
        await tx.$executeRaw`
          update import_run set created = created + ${loaded.created}, changed = changed + ${loaded.changed}, unchanged = unchanged + ${loaded.unchanged}
          where id = ${run.id}::uuid and claimed_by = ${run.claim}`;
        return loaded;
      },
      { timeout: loadTimeout, maxWait: 60_000 },
    );
    if (counts.created + counts.changed > 0) await joinWritten(stage.tables[0]);
  }

  return {
    get waiting() {
      return rows.length;
    },
    add(cells, row) {
      const token = read(cells);
      if (seen.add(token.id)) throw new BadCell("id", "stands in the file before; the first row counts");
      rows.push({ row, token });
    },
    pass: (cells) => void seen.add(idOf(cells)),
    async write(progress) {
      const [given, table] = [rows, stage.tables[whole ? 0 : batch % 2] as string];
      rows = [];
      batch += 1;
      const resolved = await names.resolve(given);
      const lines: string[] = [];
      const at = ctx.clock.now().toISOString();
      for (const [n, { token }] of given.entries()) {
        const answer = resolved[n] as Resolved | Progress["rejects"][number];
        if ("reason" in answer) progress.rejects.push(answer);
        else lines.push(copyLine(ctx.ids.uuid(), token, answer, pepper.current, at));
      }
      progress.rejected += given.length - lines.length;
      await stage.fill(table, lines, { more: whole });
      await writing;
      if (whole) await ctx.db.$transaction((tx) => advanceImport(tx, ctx, run, progress, none, { taken: false }));
      else {
        writing = apply(table, progress);
        // told at the next batch, or at the end
        writing.catch(() => undefined);
      }
    },
    async finish() {
      await writing;
      if (whole) await load();
      await ctx.db.$transaction((tx) => linkAccounts(tx, ctx, { connection: run.connectionId as string }), { timeout: batchTimeout, maxWait: 60_000 });
    },
    async close() {
      await writing.catch(() => undefined);
      await stage.close(run.id);
    },
  };
}
