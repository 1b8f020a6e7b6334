import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
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
  /** facets that nothing feeds, and why */
  noSource: Record<string, string>;
}

/** Counts of what the filters leave. */
export async function tokenFacets(ctx: Context, input: unknown): Promise<TokenFacets> {
  authorize(ctx.actor, "inventory.read");
  const counted = await countedBy(ctx.db, parse(TokenFilters, input));
  const facets = { ...counted.facets };
  const [connections, workloads, teams] = await Promise.all([
    connectionNames(ctx),
    ctx.db.workload.findMany({ where: { id: { in: idsOf(facets.workload) } }, select: { id: true, name: true } }),
    ctx.db.team.findMany({ where: { id: { in: idsOf(facets.team) } }, select: { id: true, name: true } }),
  ]);
  for (const [facet, names] of [
    ["connection", connections],
    ["workload", workloads],
    ["team", teams],
  ] as const) {
    const nameOf = new Map(names.map(({ id, name }) => [id, name]));
    facets[facet] = { ...facets[facet], options: facets[facet].options.map((option) => ({ ...option, name: nameOf.get(option.value) })) };
  }
  return { ...counted, facets, noSource: { exposure: "Nothing looks for leaked secrets yet, so no token is known to be exposed and none to be safe." } };
}

const idsOf = (facet: Facet): string[] => facet.options.map(({ value }) => value).filter((value) => value !== "none");

/** Every connection by name, removed ones too: their tokens are still known. */
export async function connectionNames(ctx: Context): Promise<{ id: string; name: string }[]> {
  authorize(ctx.actor, "connection.read");
  const rows = await ctx.db.connection.findMany({ select: { id: true, name: true, removal: { select: { removedAt: true } } }, orderBy: { name: "asc" } });
  // A name may have been given again.
  return rows.map(({ id, name, removal }) => ({ id, name: removal ? `${name} (removed)` : name }));
}
