import { type Db, Prisma } from "../../core/db";
import { atOnce, type Snapshot } from "../../core/snapshot";
import { type ListingScope, tokenListing } from "../listing-sql";
import { codesOf } from "./codes-of";
import { CopiedRows } from "./copied-rows";
import type { Bulk } from "./feed";
import { Loader, onePass, selected } from "./loader";
import type { Table } from "./table";

/** New ids follow each other: so many more may lie between the first and the last of a bulk. */
const besides = 1.25;
/** Bytes taken in before others are served, a hundred rows or so: as many milliseconds as an answer may wait. */
const bite = 24_000;

/**
 * Takes in a bulk of tokens that the table does not have, as an import brings them, a piece at a time; `taken` hears where they were put, and others are served, and
 * PostgreSQL rests, until it resolves. A copy of a range of ids costs a fifth of looking each of them up. Returns the ids of those that are for the long way, because they name
 * somebody new; null, and nothing was done, where the whole bulk is: it has tokens that are known, or they lie far apart.
 */
export function takeNew(db: Db, table: Table, bulk: Bulk, taken: (positions: readonly number[]) => Promise<void>): Promise<string[] | null> {
  return atOnce(db, { ...onePass, work_mem: "16MB" }, async (snapshot) => {
    const range = await rangeOf(snapshot, bulk);
    if (!range || (await someKnown(snapshot, table, bulk))) return null;
    const loader = new Loader(table, await codesOf(snapshot, table, range));
    await snapshot.copy(Prisma.sql`select ${selected} from (${tokenListing(range)}) l`, async (piece) => {
      for (let from = 0; from < piece.length; from += bite) {
        loader.take(piece.subarray(from, from + bite));
        await taken(loader.put.splice(0));
      }
    });
    return loader.strangers;
  });
}

async function rangeOf(snapshot: Snapshot, { touch, tokens }: Bulk): Promise<ListingScope | null> {
  const [range] = await snapshot.rows<{ first: string | null; last: string | null; within: number }>(Prisma.sql`
    with named as materialized (select unnest(token_ids) as id from token_touch where id = ${touch}),
    ends as materialized (select (select id from named order by id limit 1) as first, (select id from named order by id desc limit 1) as last)
    select first::text, last::text, (select count(*)::int from token t where t.id between first and last) as within from ends`);
  if (!range?.first || !range.last || range.within > tokens * besides) return null;
  const { first, last } = range;
  return (column) => Prisma.sql`${column} between ${first}::uuid and ${last}::uuid`;
}

async function someKnown(snapshot: Snapshot, table: Table, { touch }: Bulk): Promise<boolean> {
  const ids = new CopiedRows(1);
  let known = false;
  await snapshot.copy(Prisma.sql`select unnest(token_ids) from token_touch where id = ${touch}`, (piece) =>
    ids.feed(piece, () => {
      known ||= table.ids.findBytes(ids.bytes, ids.start(0)) >= 0;
    }),
  );
  return known;
}
