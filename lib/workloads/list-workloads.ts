import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { decodePlace, encodePlace } from "../core/keyset";
import { parse } from "../core/parse";
import type { Severity } from "../domain/severity";
import type { WorkloadKind } from "../domain/workloads";
import type { PersonState } from "../tokens/token-row";
import { workloadWhere } from "./filter-sql";
import { WorkloadListInput, type WorkloadSort } from "./schemas";

/** One line of the list of workloads. `null` always means unknown or nobody. */
export interface WorkloadRow {
  id: string;
  name: string;
  kind: WorkloadKind;
  environment: string | null;
  /** which kinds of workload identity are known of it */
  identity: ("spiffe" | "oidc")[];
  owner: { id: string; name: string; status: PersonState } | null;
  backup: { id: string; name: string; status: PersonState } | null;
  team: { id: string; name: string } | null;
  tokens: number;
  destinations: number;
  /** open findings of its tokens: how many, and the worst */
  findings: { count: number; worst: Severity | null };
  legacy: { until: string | null; overdue: boolean } | null;
  changedAt: string;
}
export interface WorkloadList {
  rows: WorkloadRow[];
  /** cursor of the next page, null at the end */
  next: string | null;
}

const tokenCount = "(select count(*) from token_workload l join token t on t.id = l.token_id where l.workload_id = w.id and t.merged_into is null)";
/** Every sort is over text, a number or a date that is always there: unknown sorts as if after everything. */
const sorts: Record<WorkloadSort, { column: string; type: "text" | "bigint" | "timestamptz" }> = {
  name: { column: "lower(w.name)", type: "text" },
  kind: { column: "w.kind::text", type: "text" },
  environment: { column: "coalesce(lower(w.environment), '\uFFFF')", type: "text" },
  owner: { column: "coalesce(lower(op.display_name), '\uFFFF')", type: "text" },
  tokens: { column: tokenCount, type: "bigint" },
  legacy: { column: "coalesce(w.legacy_until, 'infinity')", type: "timestamptz" },
  changed: { column: "w.changed_at", type: "timestamptz" },
};

/** One page of workloads by keyset, each row made by PostgreSQL. */
export async function listWorkloads(ctx: Context, input: unknown): Promise<WorkloadList> {
  authorize(ctx.actor, "workload.read");
  const query = parse(WorkloadListInput, input);
  const reversed = query.sort.startsWith("-");
  const sort = sorts[(reversed ? query.sort.slice(1) : query.sort) as WorkloadSort];
  const [column, direction, beyond] = [Prisma.raw(sort.column), Prisma.raw(reversed ? "desc" : "asc"), Prisma.raw(reversed ? "<" : ">")];
  const place = decodePlace(query.cursor);
  const after = place ? Prisma.sql`and (${column}, w.id) ${beyond} (${String(place[0])}::text::${Prisma.raw(sort.type)}, ${place[1]}::uuid)` : Prisma.empty;
  const keys = await ctx.db.$queryRaw<{ id: string; value: string }[]>`
    select w.id, ${column}::text as value from workload w left join person op on op.id = w.owner_id
    where ${workloadWhere(query)} ${after} order by ${column} ${direction}, w.id ${direction} limit ${query.limit + 1}`;
  const shown = keys.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    rows: await workloadRows(
      ctx,
      shown.map(({ id }) => id),
    ),
    next: keys.length > query.limit && last ? encodePlace([last.value, last.id]) : null,
  };
}

/** The rows of these workloads in the given order, merged ones too. */
export async function workloadRows(ctx: Context, ids: readonly string[]): Promise<WorkloadRow[]> {
  authorize(ctx.actor, "workload.read");
  if (ids.length === 0) return [];
  const person = (alias: string) =>
    Prisma.raw(`case when ${alias}.id is not null then json_build_object('id', ${alias}.id, 'name', ${alias}.display_name, 'status', ${alias}.status) end`);
  const [result] = await ctx.db.$queryRaw<[{ rows: WorkloadRow[] }]>`
    select coalesce(json_agg(json_build_object(
      'id', w.id, 'name', w.name, 'kind', w.kind, 'environment', w.environment,
      'identity', array_remove(array[case when w.spiffe_id is not null then 'spiffe' end, case when w.oidc_subject is not null then 'oidc' end], null),
      'owner', ${person("op")}, 'backup', ${person("bp")},
      'team', case when tm.id is not null then json_build_object('id', tm.id, 'name', tm.name) end,
      'tokens', ${Prisma.raw(tokenCount)},
      'destinations', (select count(distinct d.destination) from workload_destination d where d.workload_id = w.id),
      'findings', (select json_build_object('count', count(*), 'worst', min(f.severity)) from token_workload l join finding f on f.token_id = l.token_id
        where l.workload_id = w.id and f.status in ('open', 'in_review', 'remediating', 'regressed')),
      'legacy', case when w.legacy_reason is not null then json_build_object('until', w.legacy_until, 'overdue', w.legacy_until < now()) end,
      'changedAt', w.changed_at
    ) order by u.n), '[]') as rows
    from unnest(${[...ids]}::uuid[]) with ordinality as u(id, n)
    join workload w on w.id = u.id
    left join person op on op.id = w.owner_id
    left join person bp on bp.id = w.backup_id
    left join team tm on tm.id = w.team_id`;
  return result.rows;
}
