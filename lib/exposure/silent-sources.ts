import { Prisma } from "../core/db";
import type { RefusalReason } from "../domain/exposures";

/** A source that does not tell who could read a place, or not of each, and why, as far as it was asked. */
export interface SilentSource {
  id: string;
  name: string;
  /** one for each reason: at how many places, when that was last met, and what went wrong then */
  refusals: { reason: RefusalReason; places: number; at: string; detail: string | null }[];
}

/** SQL: the refusals of a SilentSource as JSON, of those that `refused` leaves (`from … where …`, audience_refusal being `r`). */
export const refusalsJson = (refused: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  select coalesce(json_agg(json_build_object('reason', g.reason, 'places', g.places, 'at', g.at, 'detail', g.detail) order by g.places desc, g.reason), '[]')
  from (select r.reason, count(*) as places, max(r.at) as at, (array_agg(r.detail order by r.at desc))[1] as detail ${refused} group by 1) g)`;
