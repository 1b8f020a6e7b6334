import { linkAccounts } from "../../../../lib/accounts/link-accounts";
import { BadCell } from "../../../../lib/imports/cell-values";
import { advanceImport } from "../claim";
import { type ImportParts, type ImportRun, nothing, type Reject, type Taker } from "../parts";
import { Appliers, type Batch, batchTransaction } from "./appliers";
import { applyTokens } from "./apply-tokens";
import { factsLine, type Resolved } from "./copy-line";
import { joinTwins } from "./join-twins";
import { Lines } from "./lines";
import { loadFirstTokens } from "./load-first-tokens";
import { TokenNames } from "./names";
import { NewTokens } from "./new-tokens";
import { handleReader, type TokenRow, tokenReader } from "./read-token";
import { RowMarks } from "./row-marks";
import { SeenIds } from "./seen-ids";
import { Stage } from "./stage";

/** The load of a whole first file, indexes and all. */
const loadTimeout = 3_600_000;
/** So many rows wait at most to have their names looked up, and so many characters of them: they are whole in memory meanwhile. */
const askAtOnce = { rows: 1_000, characters: 4_000_000 };
/** So many hexadecimal digits of a fingerprint tell it from all others. */
const printLength = 20;

/**
 * Takes in tokens. A row that says what the inventory knows already is counted, and no more. The others are written in batches: what is certain to be new straight into the
 * inventory's tables, what may be known by way of a staging table. With `whole`, everything is staged and written at once (decision 20).
 */
export async function takeTokens(parts: ImportParts, run: ImportRun, header: readonly string[], { whole }: { whole: boolean }): Promise<Taker> {
  const { ctx, pepper } = parts;
  const read = tokenReader(header, run.mapping, pepper);
  const handleOf = handleReader(header, run.mapping);
  const seen = new SeenIds();
  const names = new TokenNames(ctx, run);
  const marks = new RowMarks(header, run, pepper);
  const stage = await Stage.open(parts.databaseUrl, run.id);
  if (!whole) await stage.known(run.connectionId as string, (handle, facts, mark) => seen.learn(handle, facts, mark));
  const appliers = new Appliers(ctx, run, stage);
  const at = ctx.clock.now().toISOString();
  // one is filled while the others are sent
  const batches = [0, 1, 2].map((): Batch => ({ staged: new Lines(), fresh: new NewTokens(run, pepper.current, at) }));
  let batch = batches[0] as Batch;
  let written = 0;
  // nobody else brings a token to the inventory that a whole file is the first of: only the file itself can have twins
  const prints = whole ? new SeenIds() : null;
  let twins = false;
  let staged: Promise<void> = Promise.resolve();
  let unnamed: { row: number; token: TokenRow; called: string; raw: string }[] = [];
  let characters = 0;
  let nobody: Reject[] = [];
  let unchanged = 0;

  function place(token: TokenRow, to: Resolved, mark: string): void {
    const line = factsLine(token, to, pepper.current, at);
    if (token.hmac !== null && prints?.add(token.hmac.slice(0, printLength))) twins = true;
    if (token.sha256 !== null && prints?.add(token.sha256.slice(0, printLength))) twins = true;
    if (seen.knows(token.handleKey, line.hash)) unchanged += 1;
    else if (!whole && seen.isNew(token.handleKey)) batch.fresh.add(ctx.ids.uuid(), line.hash + mark, line, token, to);
    else batch.staged.add(`${ctx.ids.uuid()}\t${line.hash}${mark}\t${line.facts}${line.besides}`);
  }

  async function look(): Promise<void> {
    const rows = unnamed;
    [unnamed, characters] = [[], 0];
    for (const [n, to] of (await names.look(rows)).entries()) {
      if ("reason" in to) nobody.push(to);
      else {
        const { token, called, raw } = rows[n] as (typeof rows)[number];
        place(token, to, marks.learn(called, raw, to));
      }
    }
  }

  async function load(): Promise<void> {
    const [table] = stage.tables;
    const { first, count } = await ctx.db.$transaction(
      async (tx) => {
        const once = await loadFirstTokens(tx, ctx, run, table);
        const loaded = once ?? (await applyTokens(tx, ctx, run, table));
        await tx.$executeRaw`
          update import_run set created = created + ${loaded.created}, changed = changed + ${loaded.changed}, unchanged = unchanged + ${loaded.unchanged}
          where id = ${run.id}::uuid and claimed_by = ${run.claim}`;
        return { first: once !== null, count: loaded.created + loaded.changed };
      },
      { timeout: loadTimeout, maxWait: 60_000 },
    );
    if (!first || twins || prints?.full) await joinTwins(ctx, { count, ends: null });
  }

  return {
    get waiting() {
      return batch.staged.count + batch.fresh.count + unnamed.length + nobody.length + unchanged;
    },
    add(cells, row, raw) {
      const called = marks.names(cells);
      const mark = marks.of(called, raw);
      const known = mark === null || whole ? null : seen.addKnown(handleOf(cells), mark);
      if (known === "first") {
        unchanged += 1;
        return;
      }
      const token = read(cells);
      if (known === "again" || seen.add(token.handleKey)) throw new BadCell("id", "stands in the file before; the first row counts");
      const to = names.resolved(row, token);
      if (to === null) {
        // a copy: pieces of the file's text would keep all of it in memory
        unnamed.push(structuredClone({ row, token, called, raw }));
        characters += raw.length;
      } else if ("reason" in to) throw new BadCell(to.field, to.reason);
      else place(token, to, mark ?? marks.learn(called, raw, to));
    },
    pass: (cells) => void seen.add(handleOf(cells)),
    look: () => (unnamed.length < askAtOnce.rows && characters < askAtOnce.characters ? undefined : look()),
    async write(progress) {
      await look();
      progress.rejects.push(...nobody);
      progress.rejected += nobody.length;
      nobody = [];
      const [full, counts] = [batch, { ...nothing, unchanged }];
      unchanged = 0;
      written += 1;
      batch = batches[written % 3] as Batch;
      if (!whole) return appliers.take(full, progress, counts, { alone: seen.full });
      await staged;
      staged = stage
        .fill(stage.tables[0], full.staged.take(), { more: true })
        .then(() => ctx.db.$transaction((tx) => advanceImport(tx, ctx, run, progress, counts, { taken: false })));
      // told at the next batch, or at the end
      staged.catch(() => undefined);
    },
    async finish() {
      await staged;
      if (whole) await load();
      else await appliers.finish();
      await ctx.db.$transaction((tx) => linkAccounts(tx, ctx, { connection: run.connectionId as string }), batchTransaction);
    },
    async close() {
      await Promise.allSettled([staged, appliers.settled()]);
      await stage.close(run.id);
    },
  };
}
