import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import type { Grouping } from "./facet-names";
import { conditions, exposuresWithToken, teamsOfTokens, visibleBucket } from "./filter-sql";

/** What is open and may be live, of one channel, team or age. A secret seen in two channels, or whose owner is in two teams, counts in both. */
export interface ExposureGroup {
  /** value of the filter of the same name */
  value: string;
  /** of what the value is the id of; null where it names itself */
  name: string | null;
  secrets: number;
  critical: number;
  high: number;
  /** proven to work */
  valid: number;
  /** places, of a channel those in it alone */
  places: number;
  /** since when the longest visible is, as far as its sources say; null = of none of them known */
  oldest: string | null;
}

/** Open exposures that may be live, in groups; most secrets first, ages in their order. */
export async function groupExposures(ctx: Context, by: Grouping): Promise<ExposureGroup[]> {
  authorize(ctx.actor, "inventory.read");
  const now = ctx.clock.now();
  const where = Prisma.join(
    Object.values(conditions({}, now)).filter((part) => part !== null),
    " and ",
  );
  const { key, join, places } = {
    channel: {
      key: Prisma.sql`c.channel::text`,
      join: Prisma.sql`join (select exposure_id, channel, count(*) as n from occurrence group by 1, 2) c on c.exposure_id = b.id`,
      places: Prisma.sql`c.n`,
    },
    team: {
      key: Prisma.sql`coalesce(tt.team_id::text, 'none')`,
      join: Prisma.sql`left join (${teamsOfTokens}) tt on tt.token_id = b.owned join (select exposure_id, count(*) as n from occurrence group by 1) c on c.exposure_id = b.id`,
      places: Prisma.sql`c.n`,
    },
    visible: {
      key: Prisma.sql`b.visible`,
      join: Prisma.sql`join (select exposure_id, count(*) as n from occurrence group by 1) c on c.exposure_id = b.id`,
      places: Prisma.sql`c.n`,
    },
  }[by];
  const rows = await ctx.db.$queryRaw<(Omit<ExposureGroup, "oldest" | "name"> & { oldest: Date | null })[]>`
    select ${key} as value, count(*)::int as secrets, count(*) filter (where b.severity = 'critical')::int as critical, count(*) filter (where b.severity = 'high')::int as high,
      count(*) filter (where b.validity = 'valid')::int as valid, sum(${places})::int as places, min(b.first_visible_at) as oldest
    from (select e.id, e.severity, e.validity, e.first_visible_at, o.token_id as owned, ${visibleBucket(now)} as visible from ${exposuresWithToken} where ${where}) b ${join}
    group by 1 order by 2 desc, 1`;
  const teams =
    by === "team"
      ? await ctx.db.team.findMany({ where: { id: { in: rows.map(({ value }) => value).filter((id) => id !== "none") } }, select: { id: true, name: true } })
      : [];
  const names = new Map(teams.map(({ id, name }) => [id, name]));
  return rows.map(({ oldest, ...row }) => ({ ...row, name: names.get(row.value) ?? null, oldest: oldest?.toISOString() ?? null }));
}
