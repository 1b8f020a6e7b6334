import { linkAccounts } from "../../../../lib/accounts/link-accounts";
import { BadCell } from "../../../../lib/imports/cell-values";
import { advanceImport, beatImport } from "../claim";
import { type ImportParts, type ImportRun, nothing, type Taker } from "../parts";
import { batchTransaction } from "./appliers";
import { factsLine, type Resolved } from "./copy-line";
import { joinTwins } from "./join-twins";
import { firstTables, loadFirstTokens, writeBeside } from "./load-first-tokens";
import { TokenNames } from "./names";
import { NewTokens } from "./new-tokens";
import { type TokenRow, tokenReader } from "./read-token";
import { RowMarks } from "./row-marks";
import { SeenIds } from "./seen-ids";
import { Stage } from "./stage";
import { UnnamedRows } from "./unnamed-rows";

/** The load of a whole first file, indexes and all. */
const loadTimeout = 3_600_000;
/** So many hexadecimal digits of a fingerprint tell it from all others. */
const printLength = 20;

/** Takes in a large file of an empty inventory: its rows wait beside the tables until all were read, and are loaded at once, with the indexes built after them (decisions 20 and 58). */
export async function takeFirstTokens(parts: ImportParts, run: ImportRun, header: readonly string[]): Promise<Taker> {
  const { ctx, pepper } = parts;
  const read = tokenReader(header, run.mapping, pepper);
  const seen = new SeenIds();
  // only the file itself can have twins, unless somebody else brings a token meanwhile, which the load sees
  const prints = new SeenIds();
  const names = new TokenNames(ctx, run);
  const marks = new RowMarks(header, run, pepper);
  const stage = await Stage.open(parts.databaseUrl, run.id, "open_first_stage");
  const at = ctx.clock.now().toISOString();
  // one is filled while the other is sent
  let [batch, other] = [new NewTokens(run, pepper.current, at), new NewTokens(run, pepper.current, at)];
  let staged: Promise<void> = Promise.resolve();
  let twins = false;

  function place(token: TokenRow, to: Resolved, mark: string): void {
    if (token.hmac !== null && prints.add(token.hmac.slice(0, printLength))) twins = true;
    if (token.sha256 !== null && prints.add(token.sha256.slice(0, printLength))) twins = true;
    const line = factsLine(token, to, pepper.current, at);
    batch.add(ctx.ids.uuid(), line.hash + mark, line, token, to);
  }
  const unnamed = new UnnamedRows(names, marks, place);

  return {
    get waiting() {
      return batch.count + unnamed.count;
    },
    add(cells, row, raw) {
      const token = read(cells);
      if (seen.add(token.handleKey)) throw new BadCell("id", "stands in the file before; the first row counts");
      const to = names.resolved(row, token);
      const called = marks.names(cells);
      if (to === null) unnamed.add(row, token, called, raw);
      else if ("reason" in to) throw new BadCell(to.field, to.reason);
      else place(token, to, marks.of(called, raw) ?? marks.learn(called, raw, to));
    },
    // an upload that was broken off begins anew: nothing of it was taken in
    pass: () => undefined,
    look: () => (unnamed.due ? unnamed.look() : undefined),
    async write(progress) {
      await unnamed.lookAll(progress);
      await staged;
      const full = batch;
      [batch, other] = [other, full];
      staged = stage
        .add((copy) =>
          full.write(async (table, columns, lines) => {
            const nth = (firstTables as readonly string[]).indexOf(table);
            if (nth >= 0) await copy(`${stage.table(nth)} (${columns})`, lines);
          }),
        )
        .then(() => ctx.db.$transaction((tx) => advanceImport(tx, ctx, run, progress, nothing, { taken: false })));
      // told at the next batch, or at the end
      staged.catch(() => undefined);
    },
    async finish() {
      await staged;
      await beatImport(ctx, run);
      const load = { timeout: loadTimeout, maxWait: 60_000 };
      const loaded = await ctx.db.$transaction((tx) => loadFirstTokens(tx, run, stage), load);
      const count = loaded ?? (await ctx.db.$transaction((tx) => writeBeside(tx, run, stage), load));
      if (loaded === null || twins || prints.full) await joinTwins(ctx, { count, ends: null });
      await ctx.db.$transaction((tx) => linkAccounts(tx, ctx, { connection: run.connectionId as string }), batchTransaction);
    },
    async close() {
      await Promise.allSettled([staged]);
      await stage.close(run.id);
    },
  };
}
