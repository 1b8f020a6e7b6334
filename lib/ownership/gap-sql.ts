import { overdue } from "../attestations/due-sql";
import { Prisma } from "../core/db";

/** What can be missing between a token and the person who answers for it, in the order in which the page shows it. */
export const gaps = ["none", "departed", "suggested", "team", "no_backup", "no_workload", "no_purpose", "overdue"] as const;
export type Gap = (typeof gaps)[number];

/** `token t` can still be used, as far as anybody knows: not proven dead, not past its date, and no further sighting of another row. */
export const living = (now: Date): Prisma.Sql => Prisma.sql`(t.merged_into is null and not (t.expiry = 'at' and t.expires_at <= ${now})
  and not exists (select from execution e where e.token_id = t.id and e.status = 'proven' and e.effect = 'dead'))`;

/**
 * Whether a living `token t` has the gap: the one place that says so. It reads `ownership o` of the token and `person op`, its owner, both
 * outer-joined; see `gapFrom`. Suggested owners never close a gap.
 */
export function gapCondition(gap: Gap, now: Date): Prisma.Sql {
  switch (gap) {
    case "none":
      return Prisma.sql`o.person_id is null`;
    case "departed":
      return Prisma.sql`(o.state = 'confirmed' and op.status = 'departed')`;
    case "suggested":
      return Prisma.sql`(o.state = 'suggested' and o.person_id is not null)`;
    case "team":
      return Prisma.sql`(o.team_id is not null and (o.person_id is null or o.state = 'suggested'))`;
    case "no_backup":
      return Prisma.sql`(o.state = 'confirmed' and not exists (select from person bp where bp.id = o.backup_person_id and bp.status = 'active'))`;
    case "no_workload":
      return Prisma.sql`not exists (select from token_workload tw where tw.token_id = t.id and tw.basis <> 'suggested')`;
    case "no_purpose":
      return Prisma.sql`coalesce(o.purpose, '') = ''`;
    case "overdue":
      return Prisma.sql`(o.state = 'confirmed' and op.status = 'active' and ${overdue(now)})`;
    default:
      return gap satisfies never;
  }
}

/** What the conditions read. */
export const gapFrom = Prisma.sql`token t left join ownership o on o.token_id = t.id left join person op on op.id = o.person_id`;

/** The gap as a condition over `token t` alone, for lists that join nothing else (Inventory's filter `gap`). */
export const inGap = (gap: Gap, now: Date): Prisma.Sql => Prisma.sql`(${living(now)} and exists (
  select from (select) nothing left join ownership o on o.token_id = t.id left join person op on op.id = o.person_id where ${gapCondition(gap, now)}))`;
