import { Prisma } from "../core/db";
import { escapeLike } from "../core/like";
import type { WorkloadFilters } from "./schemas";

/** The filters as an SQL condition over `workload w` with its owner `left join person op`. Merged ones are history, no rows of the list. */
export function workloadWhere(filters: WorkloadFilters): Prisma.Sql {
  const parts: Prisma.Sql[] = [Prisma.sql`w.merged_into is null`];
  if (filters.q) parts.push(searched(filters.q));
  if (filters.kind) parts.push(Prisma.sql`w.kind = any(${filters.kind}::text[]::workload_kind[])`);
  if (filters.environment) {
    const named = Prisma.sql`w.environment = any(${filters.environment}::text[])`;
    parts.push(filters.environment.includes("unknown") ? Prisma.sql`(w.environment is null or ${named})` : named);
  }
  if (filters.owner === "none") parts.push(Prisma.sql`w.owner_id is null`);
  if (filters.owner === "some") parts.push(Prisma.sql`w.owner_id is not null`);
  if (filters.owner === "departed") parts.push(Prisma.sql`op.status <> 'active'`);
  if (filters.legacy === "yes") parts.push(Prisma.sql`w.legacy_reason is not null`);
  if (filters.legacy === "no") parts.push(Prisma.sql`w.legacy_reason is null`);
  if (filters.legacy === "overdue") parts.push(Prisma.sql`w.legacy_until < now()`);
  if (filters.person) parts.push(Prisma.sql`(w.owner_id = ${filters.person}::uuid or w.backup_id = ${filters.person}::uuid)`);
  if (filters.team) parts.push(Prisma.sql`w.team_id = ${filters.team}::uuid`);
  return Prisma.join(parts, " and ");
}

function searched(q: string): Prisma.Sql {
  // % and _ are what people type, not patterns.
  const pattern = `%${escapeLike(q)}%`;
  return Prisma.sql`(w.name ilike ${pattern} or w.description ilike ${pattern} or w.spiffe_id ilike ${pattern} or w.oidc_subject ilike ${pattern} or op.display_name ilike ${pattern})`;
}
