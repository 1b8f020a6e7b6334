import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { decodePlace, encodePlace, type KeysetPlace } from "../core/keyset";
import { escapeLike } from "../core/like";
import { parse } from "../core/parse";
import { type Gap, gaps } from "./gap-names";
import { type GapRow, gapRows } from "./gap-row";
import { gapCondition, gapFrom, gapFromJoined, joined, living } from "./gap-sql";
import { GapFilters, GapListInput } from "./schemas";

export interface GapList {
  gap: Gap;
  rows: GapRow[];
  next: string | null;
}

/** Where a list without a choice begins: what needs a decision and has the evidence for it. */
export const firstGap: Gap = "suggested_only";

/** One page of a gap, by keyset. What is only suggested comes with the surest first, everything else in the order of arrival. */
export async function listGaps(ctx: Context, input: unknown): Promise<GapList> {
  authorize(ctx.actor, "inventory.read");
  const query = parse(GapListInput, input);
  const gap = query.gap ?? firstGap;
  const keys = await ctx.db.$queryRaw<{ id: string; value: string | null }[]>(pageOf(gap, query, decodePlace(query.cursor), ctx.clock.now()));
  const shown = keys.slice(0, query.limit);
  const last = shown.at(-1);
  const rows = await gapRows(
    ctx.db,
    shown.map(({ id }) => id),
  );
  return { gap, rows, next: keys.length > query.limit && last ? encodePlace([last.value, last.id]) : null };
}

function pageOf(gap: Gap, query: GapListInput, place: KeysetPlace | null, now: Date): Prisma.Sql {
  const where = Prisma.sql`${living(now)} and ${gapCondition(gap, now)} ${narrowed(query)}`;
  if (gap === "suggested_only") {
    const after = place
      ? Prisma.sql`and (-coalesce((o.evidence ->> 'confidence')::int, 0), o.token_id) > (${-Number(place[0] ?? 0)}::int, ${place[1]}::uuid)`
      : Prisma.empty;
    return Prisma.sql`select t.id, coalesce((o.evidence ->> 'confidence')::int, 0)::text as value from ${gapFrom}
      where ${where} ${after} order by coalesce((o.evidence ->> 'confidence')::int, 0) desc, o.token_id limit ${query.limit + 1}`;
  }
  const after = place ? Prisma.sql`and t.id > ${place[1]}::uuid` : Prisma.empty;
  return Prisma.sql`select t.id, null::text as value from ${gapFrom} where ${where} ${after} order by t.id limit ${query.limit + 1}`;
}

function narrowed({ q, connection, sure }: Pick<GapFilters, "q" | "connection" | "sure">): Prisma.Sql {
  const parts: Prisma.Sql[] = [Prisma.empty];
  if (connection) parts.push(Prisma.sql`t.connection_id = ${connection}::uuid`);
  if (sure !== undefined)
    parts.push(Prisma.sql`exists (select from owner_suggestion s where s.token_id = t.id and s.status = 'open' and s.confidence >= ${sure})`);
  if (q) {
    const pattern = `%${escapeLike(q)}%`;
    parts.push(Prisma.sql`(t.name ilike ${pattern} or op.display_name ilike ${pattern}
      or exists (select from owner_suggestion s join person sp on sp.id = s.person_id where s.token_id = t.id and s.status = 'open' and sp.display_name ilike ${pattern}))`);
  }
  return Prisma.join(parts, " and ");
}

/** How many living tokens have each gap under the other filters, exactly, and how many there are. One pass over the inventory. */
export async function countGaps(ctx: Context, input: unknown): Promise<{ living: number; gaps: Record<Gap, number> }> {
  authorize(ctx.actor, "inventory.read");
  const query = parse(GapFilters, input);
  const now = ctx.clock.now();
  const counts = gaps.map((gap) => Prisma.sql`count(*) filter (where ${gapCondition(gap, now, joined)})::int as ${Prisma.raw(gap)}`);
  const [row] = await ctx.db.$queryRaw<[Record<Gap, number> & { living: number }]>`
    select count(*)::int as living, ${Prisma.join(counts)} from ${gapFromJoined} where ${living(now)} ${narrowed(query)}`;
  const { living: all, ...each } = row;
  return { living: all, gaps: each };
}
