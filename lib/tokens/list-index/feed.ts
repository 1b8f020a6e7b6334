import { askKept, type Db, Prisma } from "../../core/db";

/** A statement that touched many tokens: its ids are fetched in parts. */
export interface Bulk {
  touch: bigint;
  tokens: number;
}

export interface News {
  /** PostgreSQL's clock, milliseconds since 1970 */
  now: number;
  /** what this reading saw, for the next one */
  snapshot: string;
  /** tokens that something happened to */
  ids: string[];
  bulk: Bulk[];
  /** all of them may have changed */
  everything: boolean;
}

/** A statement that touched more goes in parts. */
export const bulkFrom = 500;

/** What a reader who begins now has seen. */
export async function currentSnapshot(db: Db): Promise<{ now: number; snapshot: string }> {
  const [row] = await db.$queryRaw<[{ now: number; snapshot: string }]>`
    select extract(epoch from now())::float8 * 1000 as now, pg_current_snapshot()::text as snapshot`;
  return row;
}

/**
 * What was committed since a snapshot: exactly the rows that it could not see, however late their transaction ended. Transactions before its
 * lowest running one had all ended, so the index on xid leaves little to look at.
 */
export async function readNews(db: Db, since: string): Promise<News> {
  const lowest = BigInt(since.slice(0, since.indexOf(":")));
  const row = await askKept<{ now: number; snapshot: string; ids: string[] | null; bulk: string[] | null; everything: boolean | null }>(
    db,
    "list_news",
    Prisma.sql`
    with touched as materialized (
      select id, tokens, case when tokens <= ${bulkFrom} then token_ids end as token_ids, token_ids is null as everything
      from token_touch where xid >= ${lowest} and not pg_visible_in_snapshot(xid::text::xid8, ${since}::pg_snapshot)
    )
    select extract(epoch from now())::float8 * 1000 as now, pg_current_snapshot()::text as snapshot,
      (select array_agg(distinct named::text) from touched, unnest(token_ids) named) as ids,
      (select array_agg(id || ':' || tokens order by id) from touched where tokens > ${bulkFrom}) as bulk,
      (select bool_or(everything) from touched) as everything`,
  );
  const bulk = (row.bulk ?? []).map((text) => {
    const [touch = "0", tokens = "0"] = text.split(":");
    return { touch: BigInt(touch), tokens: Number(tokens) };
  });
  return { now: row.now, snapshot: row.snapshot, ids: row.ids ?? [], bulk, everything: row.everything ?? false };
}

/** Some ids of a bulk, from the place `from` on; null when it is no longer kept. */
export async function readBulk(db: Db, { touch }: Bulk, from: number, count: number): Promise<string[] | null> {
  const [row] = await db.$queryRaw<{ ids: string[] }[]>`
    select token_ids[${from + 1}:${from + count}]::text[] as ids from token_touch where id = ${touch}`;
  return row?.ids ?? null;
}
