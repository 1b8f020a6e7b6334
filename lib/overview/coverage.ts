import { authorize } from "../authorization/authorize";
import { isFresh } from "../connections/freshness";
import type { Context } from "../core/context";
import { ownConnector } from "../domain/own-connector";

export interface CoverageGap {
  id: string;
  name: string;
  kind: "stale" | "never_synced" | "failing";
  lastGoodSync: string | null;
  /** tokens known there whose facts may be old; null where nothing was ever read, so nobody knows how many there are */
  tokens: number | null;
}

/** Connections that were not read well lately. What they hold may have changed unseen, and what is new there is not counted anywhere. */
export async function coverageGaps(ctx: Context): Promise<CoverageGap[]> {
  authorize(ctx.actor, "connection.read");
  const rows = await ctx.db.$queryRaw<{ id: string; name: string; state: string | null; last: Date | null; interval: number; tokens: number }[]>`
    select c.id, c.name, h.state, h.last_good_sync_at as last, c.sync_interval_seconds as interval,
      -- kept at the end of each sync; counted only where no sync has ended yet
      coalesce(h.tokens, (select count(*)::int from token t where t.connection_id = c.id)) as tokens
    from connection c left join connection_health h on h.connection_id = c.id
    where not exists (select from connection_removal r where r.connection_id = c.id)
      -- a listing that was only imported is labelled so on each of its rows; it has no sync to be late; our own API tokens are read from this database
      and c.connector not in ('import', ${ownConnector})
    order by c.name, c.id`;
  return rows
    .filter(({ last, state, interval }) => state === "failing" || !isFresh(last, interval, ctx.clock.now()))
    .map(({ id, name, state, last, tokens }) => ({
      id,
      name,
      kind: last === null ? "never_synced" : state === "failing" ? "failing" : "stale",
      lastGoodSync: last?.toISOString() ?? null,
      tokens: last === null ? null : tokens,
    }));
}
