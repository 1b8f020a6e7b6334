import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { parse } from "../core/parse";
import type { TokenClass } from "../domain/tokens";
import { tokenWhere } from "./filter-sql";
import { TokenFilters } from "./schemas";

export interface TokenFacets {
  classes: { value: TokenClass; count: number }[];
  connections: { value: string; name: string; count: number }[];
  /** value "unknown" counts the tokens whose environment nobody said */
  environments: { value: string; count: number }[];
}

/** How many tokens each choice of class, connection and environment would leave, under the other filters. */
export async function tokenFacets(ctx: Context, input: unknown): Promise<TokenFacets> {
  authorize(ctx.actor, "inventory.read");
  const filters = parse(TokenFilters, input);
  const [classes, connections, environments] = await Promise.all([
    grouped<TokenClass>(ctx, { ...filters, class: undefined }, Prisma.sql`t.class::text`),
    grouped<string>(ctx, { ...filters, connection: undefined }, Prisma.sql`t.connection_id::text`),
    grouped<string>(ctx, { ...filters, environment: undefined }, Prisma.sql`coalesce(t.environment, 'unknown')`),
  ]);
  const names = new Map((await connectionNames(ctx)).map(({ id, name }) => [id, name]));
  return { classes, connections: connections.map((c) => ({ ...c, name: names.get(c.value) ?? c.value })), environments: environments.slice(0, 50) };
}

function grouped<V extends string>(ctx: Context, filters: TokenFilters, column: Prisma.Sql): Promise<{ value: V; count: number }[]> {
  const where = tokenWhere(filters);
  return ctx.db.$queryRaw`select ${column} as value, count(*)::int as count from token t where ${where} group by 1 order by 2 desc, 1`;
}

/** Every connection by name, removed ones too: their tokens are still known. */
export async function connectionNames(ctx: Context): Promise<{ id: string; name: string }[]> {
  authorize(ctx.actor, "connection.read");
  const rows = await ctx.db.connection.findMany({ select: { id: true, name: true, removal: { select: { removedAt: true } } }, orderBy: { name: "asc" } });
  // A name may have been given again.
  return rows.map(({ id, name, removal }) => ({ id, name: removal ? `${name} (removed)` : name }));
}
