import type { Db } from "../../core/db";
import { between } from "../listing-sql";
import { readListing } from "./read-listing";
import { Table } from "./table";

/** Tokens read at a time while loading; some ten megabytes of text on their way. */
const part = 50_000;

/** Reads every token. The next part is under way while one is taken in. */
export async function loadTable(db: Db): Promise<Table> {
  const ends = await db.$queryRaw<{ id: string; n: bigint }[]>`
    select id, n from (select id, row_number() over (order by id) as n, count(*) over () as total from token) numbered where n % ${part} = 0 or n = total order by n`;
  const table = new Table();
  table.reserve(Math.ceil(Number(ends.at(-1)?.n ?? 0) * 1.05) + 1000);
  const read = (index: number) => readListing(db, between(ends[index - 1]?.id ?? null, ends[index]?.id ?? null));
  let next = ends.length > 0 ? read(0) : null;
  for (let index = 0; next; index++) {
    const rows = await next;
    next = index + 1 < ends.length ? read(index + 1) : null;
    // it may fail while these are taken in; the loop asks for it right after
    next?.catch(() => undefined);
    for (const row of rows) table.put(row);
  }
  table.putInOrder();
  return table;
}
