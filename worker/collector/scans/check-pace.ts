import { Prisma, type Queryable } from "../../../lib/core/db";
import { mostTriesPerHour } from "../../../lib/exposure/check-limits";

/** Connections that have no turn now. */
export const resting = (now: Date): Prisma.Sql => Prisma.sql`select connection_id from check_pace
  where rest_until > ${now} or (tries >= ${mostTriesPerHour} and hour_began_at > ${now}::timestamptz - interval '1 hour')`;

/**
 * Takes a connection's next turn to be tried at, whoever asks: kept in the database, so that neither a restart nor a second process forgets it. Null, or
 * when there is a turn again: the hour's are used up, or the vendor asked to be left alone.
 */
export async function takeTurn(db: Queryable, connectionId: string, now: Date): Promise<{ until: Date } | null> {
  const taken = await db.$executeRaw`
    insert into check_pace as p (connection_id, hour_began_at, tries) values (${connectionId}::uuid, ${now}, 1)
    on conflict (connection_id) do update set
      hour_began_at = case when p.hour_began_at <= ${now}::timestamptz - interval '1 hour' then excluded.hour_began_at else p.hour_began_at end,
      tries = case when p.hour_began_at <= ${now}::timestamptz - interval '1 hour' then 1 else p.tries + 1 end
    where (p.rest_until is null or p.rest_until <= ${now}) and (p.tries < ${mostTriesPerHour} or p.hour_began_at <= ${now}::timestamptz - interval '1 hour')`;
  if (taken > 0) return null;
  const [row] = await db.$queryRaw<[{ until: Date }]>`
    select greatest(case when tries >= ${mostTriesPerHour} then hour_began_at + interval '1 hour' end, rest_until) as until from check_pace where connection_id = ${connectionId}::uuid`;
  return row;
}

/** The vendor asks to be left alone for so long. */
export async function restFor(db: Queryable, connectionId: string, seconds: number, now: Date): Promise<void> {
  await db.$executeRaw`update check_pace set rest_until = ${new Date(now.getTime() + Math.min(seconds, 86_400) * 1_000)} where connection_id = ${connectionId}::uuid`;
}
