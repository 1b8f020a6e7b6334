import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { askKept, Prisma } from "../core/db";
import { parse } from "../core/parse";
import type { FacetName } from "./facet-names";
import { countedBy, type Freshness } from "./list-index/answer";
import type { Facet } from "./list-index/count-facets";
import { TokenFilters } from "./schemas";

export interface TokenFacets extends Freshness {
  /** exact, whatever its size */
  total: number;
  /** for every facet, how many tokens each value would leave under the other filters; "none" and "unknown" are values */
  facets: Record<FacetName, Facet>;
}

/** Counts of what the filters leave. */
export async function tokenFacets(ctx: Context, input: unknown): Promise<TokenFacets> {
  authorize(ctx.actor, "inventory.read");
  const counted = await countedBy(ctx.db, parse(TokenFilters, input));
  const facets = { ...counted.facets };
  const nameOf = await namesOf(ctx, facets);
  for (const facet of named)
    facets[facet] = { ...facets[facet], options: facets[facet].options.map((option) => ({ ...option, name: nameOf.get(option.value) })) };
  return { ...counted, facets };
}

/** Facets whose values are ids. */
const named = ["connection", "workload", "team"] as const;

async function namesOf(ctx: Context, facets: Record<FacetName, Facet>): Promise<Map<string, string>> {
  const [connections, workloads, teams] = named.map((facet) => facets[facet].options.map(({ value }) => value).filter((value) => value !== "none"));
  const { names } = await askKept<{ names: [id: string, name: string][] }>(
    ctx.db,
    "facet_names",
    Prisma.sql`
    select coalesce(json_agg(json_build_array(n.id, n.name)), '[]') as names from (select c.id, case when r.connection_id is null then c.name else c.name || ${removed}::text end as name
    from connection c left join connection_removal r on r.connection_id = c.id where c.id = any(${connections}::uuid[])
    union all select id, name from workload where id = any(${workloads}::uuid[]) union all select id, name from team where id = any(${teams}::uuid[])) n`,
  );
  return new Map(names);
}

/** A name may have been given again. */
const removed = " (removed)";

/** Every connection by name, removed ones too: their tokens are still known. */
export async function connectionNames(ctx: Context): Promise<{ id: string; name: string }[]> {
  authorize(ctx.actor, "connection.read");
  const rows = await ctx.db.connection.findMany({ select: { id: true, name: true, removal: { select: { removedAt: true } } }, orderBy: { name: "asc" } });
  return rows.map(({ id, name, removal }) => ({ id, name: removal ? name + removed : name }));
}
