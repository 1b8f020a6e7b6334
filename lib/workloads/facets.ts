import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { parse } from "../core/parse";
import { workloadWhere } from "./filter-sql";
import { WorkloadFilters } from "./schemas";

export interface WorkloadFacets {
  total: number;
  kind: Record<string, number>;
  /** "unknown" counts those whose environment nobody said */
  environment: Record<string, number>;
  owner: { some: number; none: number; departed: number };
  legacy: { yes: number; no: number; overdue: number };
}

type Facet = "kind" | "environment" | "owner" | "legacy";

/** How many workloads the filters leave, and how many each choice would leave under the other filters. */
export async function workloadFacets(ctx: Context, input: unknown): Promise<WorkloadFacets> {
  authorize(ctx.actor, "workload.read");
  const filters = parse(WorkloadFilters, input);
  const without = (facet: Facet) => workloadWhere({ ...filters, [facet]: undefined });
  const [row] = await ctx.db.$queryRaw<[WorkloadFacets]>`
    select
      (select count(*)::int from workload w left join person op on op.id = w.owner_id where ${workloadWhere(filters)}) as total,
      (select coalesce(jsonb_object_agg(v, n), '{}') from (select w.kind::text as v, count(*) as n from workload w left join person op on op.id = w.owner_id
        where ${without("kind")} group by 1) each) as kind,
      (select coalesce(jsonb_object_agg(v, n), '{}') from (select coalesce(w.environment, 'unknown') as v, count(*) as n from workload w left join person op on op.id = w.owner_id
        where ${without("environment")} group by 1 order by 2 desc limit 50) each) as environment,
      (select jsonb_build_object('some', count(w.owner_id), 'none', count(*) - count(w.owner_id), 'departed', count(*) filter (where op.status <> 'active'))
        from workload w left join person op on op.id = w.owner_id where ${without("owner")}) as owner,
      (select jsonb_build_object('yes', count(w.legacy_reason), 'no', count(*) - count(w.legacy_reason), 'overdue', count(*) filter (where w.legacy_until < now()))
        from workload w left join person op on op.id = w.owner_id where ${without("legacy")}) as legacy`;
  return row;
}
