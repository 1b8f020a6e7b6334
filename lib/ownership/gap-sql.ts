import { lastMine } from "../attestations/due-sql";
import { Prisma } from "../core/db";
import { attestationDue, attestDays, attestDaysBySetting, isAsked } from "../detection/attestation-sql";
import type { Gap } from "./gap-names";

/** `token t` can still be used, as far as anybody knows: not proven dead, not past its date, and no further sighting of another row. */
export const living = (now: Date): Prisma.Sql => Prisma.sql`(t.merged_into is null and not (t.expiry = 'at' and t.expires_at <= ${now})
  and not exists (select from execution e where e.token_id = t.id and e.status = 'proven' and e.effect = 'dead'))`;

/** What the conditions read beside the token and its owner: looked up row by row, or joined as sets where all rows are read anyway. */
interface Parts {
  backup: Prisma.Sql;
  workload: Prisma.Sql;
  lastMine: Prisma.Sql;
  days: Prisma.Sql;
}
const rowByRow: Parts = {
  backup: Prisma.sql`exists (select from person bp where bp.id = o.backup_person_id and bp.status = 'active')`,
  workload: Prisma.sql`exists (select from token_workload tw where tw.token_id = t.id and tw.basis <> 'suggested')`,
  lastMine,
  days: attestDays,
};
export const joined: Parts = {
  backup: Prisma.sql`(bp.id is not null)`,
  workload: Prisma.sql`(tw.token_id is not null)`,
  lastMine: Prisma.sql`mine.at`,
  days: Prisma.sql`tp.days`,
};

/**
 * Whether a living `token t` has the gap: the one place that says so. It reads `ownership o` of the token and `person op`, its owner, both
 * outer-joined; see `gapFrom`. Suggested owners never close a gap.
 */
export function gapCondition(gap: Gap, now: Date, parts: Parts = rowByRow): Prisma.Sql {
  switch (gap) {
    case "no_owner":
      return Prisma.sql`o.person_id is null`;
    case "owner_departed":
      return Prisma.sql`(o.state = 'confirmed' and op.status = 'departed')`;
    case "suggested_only":
      return Prisma.sql`(o.state = 'suggested' and o.person_id is not null)`;
    case "team_without_person":
      return Prisma.sql`(o.team_id is not null and (o.person_id is null or o.state = 'suggested'))`;
    case "no_backup":
      return Prisma.sql`(o.state = 'confirmed' and not ${parts.backup})`;
    case "no_workload":
      return Prisma.sql`not ${parts.workload}`;
    case "no_purpose":
      return Prisma.sql`coalesce(o.purpose, '') = ''`;
    case "attestation_overdue":
      return Prisma.sql`(${isAsked(Prisma.sql`o.state`, Prisma.sql`op.status`)} and ${attestationDue(parts.lastMine, parts.days)} <= ${now})`;
    default:
      return gap satisfies never;
  }
}

/** What the conditions read. */
export const gapFrom = Prisma.sql`token t left join ownership o on o.token_id = t.id left join person op on op.id = o.person_id`;

/** The same with everything that the conditions read joined as sets: for counting all of them in one pass. */
export const gapFromJoined = Prisma.sql`${gapFrom} left join person bp on bp.id = o.backup_person_id and bp.status = 'active'
  left join (select distinct token_id from token_workload where basis <> 'suggested') tw on tw.token_id = t.id
  left join (select token_id, max(at) as at from attestation where answer = 'mine' group by token_id) mine on mine.token_id = t.id
  left join ${attestDaysBySetting(Prisma.sql`true`)} tp on tp.class = t.class and tp.environment = coalesce(t.environment, '')`;

/** The gap as a condition over `token t` alone, for lists that join nothing else (the filter `gap` of Inventory). */
export const inGap = (gap: Gap, now: Date): Prisma.Sql => Prisma.sql`(${living(now)} and exists (
  select from (select) nothing left join ownership o on o.token_id = t.id left join person op on op.id = o.person_id where ${gapCondition(gap, now)}))`;
