import { type Db, Prisma } from "../../core/db";
import { atOnce } from "../../core/snapshot";
import { between, tokenListing } from "../listing-sql";
import { codesOf } from "./codes-of";
import { Loader, onePass, selected } from "./loader";
import { Table } from "./table";

/** Reads every token as of one instant. */
export async function loadTable(db: Db): Promise<Table> {
  const table = new Table();
  await atOnce(db, { ...onePass, work_mem: "48MB" }, async (snapshot) => {
    const [tokens] = await snapshot.rows<{ n: number }>(Prisma.sql`select count(*)::int as n from token`);
    table.reserve(Math.ceil((tokens?.n ?? 0) * 1.02) + 1000);
    const loader = new Loader(table, await codesOf(snapshot, table, null));
    await snapshot.copy(Prisma.sql`select ${selected} from (${tokenListing(between(null, null))}) l`, (piece) => {
      loader.take(piece);
      loader.put.length = 0;
    });
  });
  table.putInOrder();
  return table;
}
