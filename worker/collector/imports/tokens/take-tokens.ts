import { linkAccounts } from "../../../../lib/accounts/link-accounts";
import { BadCell } from "../../../../lib/imports/cell-values";
import { type ImportParts, type ImportRun, nothing, type Taker } from "../parts";
import { Appliers, type Batch, batchTransaction } from "./appliers";
import { factsLine, type Resolved } from "./copy-line";
import { Lines } from "./lines";
import { TokenNames } from "./names";
import { NewTokens } from "./new-tokens";
import { handleReader, type TokenRow, tokenReader } from "./read-token";
import { RowMarks } from "./row-marks";
import { SeenIds } from "./seen-ids";
import { Stage } from "./stage";
import { UnnamedRows } from "./unnamed-rows";

/**
 * Takes in tokens. A row that says what the inventory knows already is counted, and no more. The others are written in batches: what is certain to be new straight into the
 * inventory's tables, what may be known by way of a staging table.
 */
export async function takeTokens(parts: ImportParts, run: ImportRun, header: readonly string[]): Promise<Taker> {
  const { ctx, pepper } = parts;
  const read = tokenReader(header, run.mapping, pepper);
  const handleOf = handleReader(header, run.mapping);
  const seen = new SeenIds();
  const names = new TokenNames(ctx, run);
  const marks = new RowMarks(header, run, pepper);
  const stage = await Stage.open(parts.databaseUrl, run.id, "open_import_stage");
  await stage.known(run.connectionId as string, (handle, facts, mark) => seen.learn(handle, facts, mark));
  const appliers = new Appliers(ctx, run, stage);
  const at = ctx.clock.now().toISOString();
  // one is filled while the others are sent
  const batches = [0, 1, 2].map((): Batch => ({ staged: new Lines(), fresh: new NewTokens(run, pepper.current, at) }));
  let batch = batches[0] as Batch;
  let written = 0;
  let unchanged = 0;

  function place(token: TokenRow, to: Resolved, mark: string): void {
    const line = factsLine(token, to, pepper.current, at);
    if (seen.knows(token.handleKey, line.hash)) unchanged += 1;
    else if (seen.isNew(token.handleKey)) batch.fresh.add(ctx.ids.uuid(), line.hash + mark, line, token, to);
    else batch.staged.add(`${ctx.ids.uuid()}\t${line.hash}${mark}\t${line.facts}${line.besides}`);
  }
  const unnamed = new UnnamedRows(names, marks, place);

  return {
    get waiting() {
      return batch.staged.count + batch.fresh.count + unnamed.count + unchanged;
    },
    add(cells, row, raw) {
      const called = marks.names(cells);
      const mark = marks.of(called, raw);
      const known = mark === null ? null : seen.addKnown(handleOf(cells), mark);
      if (known === "first") {
        unchanged += 1;
        return;
      }
      const token = read(cells);
      if (known === "again" || seen.add(token.handleKey)) throw new BadCell("id", "stands in the file before; the first row counts");
      const to = names.resolved(row, token);
      if (to === null) unnamed.add(row, token, called, raw);
      else if ("reason" in to) throw new BadCell(to.field, to.reason);
      else place(token, to, mark ?? marks.learn(called, raw, to));
    },
    pass: (cells) => void seen.add(handleOf(cells)),
    look: () => (unnamed.due ? unnamed.look() : undefined),
    async write(progress) {
      await unnamed.lookAll(progress);
      const [full, counts] = [batch, { ...nothing, unchanged }];
      unchanged = 0;
      written += 1;
      batch = batches[written % 3] as Batch;
      return appliers.take(full, progress, counts, { alone: seen.full });
    },
    async finish() {
      await appliers.finish();
      await ctx.db.$transaction((tx) => linkAccounts(tx, ctx, { connection: run.connectionId as string }), batchTransaction);
    },
    async close() {
      await appliers.settled();
      await stage.close(run.id);
    },
  };
}
