import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { decodePlace, encodePlace, type KeysetPlace } from "../core/keyset";
import { parse } from "../core/parse";
import { tokenWhere } from "./filter-sql";
import { sortOf, TokenFilters, TokenListInput, type TokenSort } from "./schemas";
import { type TokenRow, tokenRows } from "./token-row";

export interface TokenList {
  rows: TokenRow[];
  /** cursor of the next page, null at the end */
  next: string | null;
}

/** Column, its type for the cursor, and whether it can be unknown. Unknown comes last in either direction. */
const sortColumns: Record<TokenSort, { column: string; type: "text" | "timestamptz"; nullable: boolean }> = {
  name: { column: "lower(t.name)", type: "text", nullable: false },
  created: { column: "t.issued_at", type: "timestamptz", nullable: true },
  lastUsed: { column: "t.last_used_at", type: "timestamptz", nullable: true },
  expires: { column: "t.expires_at", type: "timestamptz", nullable: true },
  firstSeen: { column: "t.first_seen_at", type: "timestamptz", nullable: false },
};

/** One page of the inventory by keyset: the cost does not grow with the place in the list. */
export async function listTokens(ctx: Context, input: unknown): Promise<TokenList> {
  authorize(ctx.actor, "inventory.read");
  const query = parse(TokenListInput, input);
  const keys = await pageKeys(ctx, query);
  const shown = keys.slice(0, query.limit);
  const last = shown.at(-1);
  const next = keys.length > query.limit && last ? encodePlace([last.value, last.id]) : null;
  return {
    rows: await tokenRows(
      ctx.db,
      shown.map((key) => key.id),
    ),
    next,
  };
}

interface Key {
  id: string;
  value: string | null;
}

/** The ids of one page and one more. Rows whose value is unknown follow in a second range, so that both use the same index. */
async function pageKeys(ctx: Context, query: TokenListInput): Promise<Key[]> {
  const place = decodePlace(query.cursor);
  const { nullable } = sortColumns[sortOf(query.sort).sort];
  const wanted = query.limit + 1;
  const known = place?.[0] === null ? [] : await range(ctx, query, place, "known", wanted);
  if (!nullable || known.length === wanted) return known;
  const unknown = await range(ctx, query, place?.[0] === null ? place : null, "unknown", wanted - known.length);
  return [...known, ...unknown];
}

function range(ctx: Context, query: TokenListInput, place: KeysetPlace | null, part: "known" | "unknown", limit: number): Promise<Key[]> {
  const { sort: key, dir } = sortOf(query.sort);
  const sort = sortColumns[key];
  const column = Prisma.raw(sort.column);
  const direction = Prisma.raw(dir);
  const beyond = Prisma.raw(dir === "asc" ? ">" : "<");
  const where = tokenWhere(query);
  if (part === "unknown") {
    const after = place ? Prisma.sql`and t.id ${beyond} ${place[1]}::uuid` : Prisma.empty;
    return ctx.db.$queryRaw`select t.id, null::text as value from token t
      where ${where} and ${column} is null ${after} order by t.id ${direction} limit ${limit}`;
  }
  const after = place ? Prisma.sql`and (${column}, t.id) ${beyond} (${place[0]}::text::${Prisma.raw(sort.type)}, ${place[1]}::uuid)` : Prisma.empty;
  const exists = sort.nullable ? Prisma.sql`and ${column} is not null` : Prisma.empty;
  return ctx.db.$queryRaw`select t.id, ${column}::text as value from token t
    where ${where} ${exists} ${after} order by ${column} ${direction}, t.id ${direction} limit ${limit}`;
}

/** Counting stops here: past it a list says "more than". */
export const countLimit = 100_000;

/** How many tokens the filters leave. `more` says that counting stopped at `countLimit`. */
export async function countTokens(ctx: Context, input: unknown): Promise<{ count: number; more: boolean }> {
  authorize(ctx.actor, "inventory.read");
  const where = tokenWhere(parse(TokenFilters, input));
  const [row] = await ctx.db.$queryRaw<[{ n: number }]>`
    select count(*)::int as n from (select from token t where ${where} limit ${countLimit + 1}) counted`;
  return { count: Math.min(row.n, countLimit), more: row.n > countLimit };
}
