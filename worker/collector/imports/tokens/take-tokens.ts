import { linkAccounts } from "../../../../lib/accounts/link-accounts";
import { BadCell } from "../../../../lib/imports/cell-values";
import { mergeTokens } from "../../../../lib/tokens/merge-tokens";
import { advanceImport } from "../claim";
import { type ImportParts, type ImportRun, nothing, type Taker } from "../parts";
import { Appliers, batchTransaction } from "./appliers";
import { applyTokens } from "./apply-tokens";
import { factsLine, type Resolved } from "./copy-line";
import { Lines } from "./lines";
import { loadFirstTokens } from "./load-first-tokens";
import { TokenNames } from "./names";
import { handleReader, type TokenRow, tokenReader } from "./read-token";
import { SeenIds } from "./seen-ids";
import { sharedPrints } from "./shared-prints";
import { Stage } from "./stage";

/** The load of a whole first file, indexes and all. */
const loadTimeout = 3_600_000;

/**
 * Takes in tokens. A row that says what the inventory knows already is counted, and no more; the others are staged and written in batches. With
 * `whole`, everything is staged and written at once (decision 20).
 */
export async function takeTokens(parts: ImportParts, run: ImportRun, header: readonly string[], { whole }: { whole: boolean }): Promise<Taker> {
  const { ctx, pepper } = parts;
  const read = tokenReader(header, run.mapping, pepper);
  const handleOf = handleReader(header, run.mapping);
  const seen = new SeenIds();
  const names = new TokenNames(ctx, run);
  const stage = await Stage.open(parts.databaseUrl, run.id);
  if (!whole) await stage.known(run.connectionId as string, (handle, hash) => seen.learn(handle, hash));
  const appliers = new Appliers(ctx, run, stage);
  const lines = new Lines();
  let unnamed: { row: number; token: TokenRow }[] = [];
  let unchanged = 0;
  const at = ctx.clock.now().toISOString();

  function place(token: TokenRow, to: Resolved): void {
    const { hash, facts } = factsLine(token, to, pepper.current, at);
    if (seen.knows(token.handleKey, hash)) unchanged += 1;
    else lines.add(`${ctx.ids.uuid()}\t${hash}\t${facts}`);
  }

  async function load(): Promise<void> {
    const [table] = stage.tables;
    const { first, loaded } = await ctx.db.$transaction(
      async (tx) => {
        const first = await loadFirstTokens(tx, ctx, run, table);
        const loaded = first ?? (await applyTokens(tx, ctx, run, table));
        await tx.$executeRaw`
          update import_run set created = created + ${loaded.created}, changed = changed + ${loaded.changed}, unchanged = unchanged + ${loaded.unchanged}
          where id = ${run.id}::uuid and claimed_by = ${run.claim}`;
        return { first, loaded };
      },
      { timeout: loadTimeout, maxWait: 60_000 },
    );
    await ctx.db.$transaction(async (tx) => {
      const shared = first?.shared ?? (await sharedPrints(tx, run, table, loaded));
      if (shared.length > 0) await mergeTokens(tx, ctx, { tokens: shared });
    }, batchTransaction);
  }

  return {
    get waiting() {
      return lines.count + unnamed.length + unchanged;
    },
    add(cells, row) {
      const token = read(cells);
      if (seen.add(token.handleKey)) throw new BadCell("id", "stands in the file before; the first row counts");
      const to = names.resolved(row, token);
      if (to === null) unnamed.push({ row, token });
      else if ("reason" in to) throw new BadCell(to.field, to.reason);
      else place(token, to);
    },
    pass: (cells) => void seen.add(handleOf(cells)),
    async write(progress) {
      const looked = unnamed;
      unnamed = [];
      for (const [n, to] of (await names.look(looked)).entries()) {
        if (!("reason" in to)) place((looked[n] as (typeof looked)[number]).token, to);
        else {
          progress.rejects.push(to);
          progress.rejected += 1;
        }
      }
      const [batch, counts] = [lines.take(), { ...nothing, unchanged }];
      unchanged = 0;
      if (!whole) return appliers.take(batch, progress, counts, { alone: seen.full });
      await stage.fill(stage.tables[0], batch, { more: true });
      await ctx.db.$transaction((tx) => advanceImport(tx, ctx, run, progress, counts, { taken: false }));
    },
    async finish() {
      if (whole) await load();
      else await appliers.finish();
      await ctx.db.$transaction((tx) => linkAccounts(tx, ctx, { connection: run.connectionId as string }), batchTransaction);
    },
    async close() {
      await appliers.settled();
      await stage.close(run.id);
    },
  };
}
