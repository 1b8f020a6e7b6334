import { authorize } from "../authorization/authorize";
import { readCoverage } from "../connections/coverage";
import { isFresh } from "../connections/freshness";
import type { Context } from "../core/context";
import { ownConnector } from "../domain/own-connector";
import type { TokenClass } from "../domain/tokens";

export interface ConnectionCoverage {
  id: string;
  name: string;
  vendor: string;
  /** how much what is known of it can be leaned on */
  state: "fresh" | "stale" | "failing" | "never" | "imported" | "own";
  /** why it fails, in its words */
  message: string | null;
  signed: boolean;
  lastGoodSync: Date | null;
  /** what it lists, and what it can't with the reason; empty before its first check */
  classes: { class: TokenClass; listed: true | string }[];
  blindSpots: string[];
  directory: boolean;
  /** of the newest run that ended: rows that were left out */
  rejected: { count: number; at: Date | null };
  /** of the imports of this listing */
  importRejected: { count: number; run: string } | null;
}

interface Row {
  id: string;
  name: string;
  connector: string;
  state: string | null;
  message: string | null;
  signed: boolean;
  last: Date | null;
  interval: number;
  capabilities: unknown;
  rejected: number | null;
  rejectedAt: Date | null;
  importRun: string | null;
  importRejected: number | null;
}

/** Every connection that was not removed, the least certain first: what it lists, what it can't, how old that is and what was left out. */
export async function connectionCoverage(ctx: Context): Promise<ConnectionCoverage[]> {
  authorize(ctx.actor, "connection.read");
  const now = ctx.clock.now();
  const rows = await ctx.db.$queryRaw<Row[]>`
    select c.id, c.name, c.connector, h.state, h.message, s.connection_id is not null as signed, h.last_good_sync_at as last, c.sync_interval_seconds as interval,
      h.capabilities, run.rejected, run.finished_at as "rejectedAt", i.id as "importRun", i.rejected::int as "importRejected"
    from connection c left join connection_health h on h.connection_id = c.id left join signed_connection s on s.connection_id = c.id
    left join lateral (select r.rejected, r.finished_at from sync_run r where r.connection_id = c.id and r.finished_at is not null order by r.queued_at desc limit 1) run on true
    left join lateral (select r.id, r.rejected from import_run r where r.connection_id = c.id and r.finished_at is not null order by r.queued_at desc, r.id desc limit 1) i on true
    where not exists (select from connection_removal r where r.connection_id = c.id)
    order by c.name, c.id`;
  const shown = rows.map((row) => viewOf(row, now));
  return shown.sort((one, other) => order.indexOf(one.state) - order.indexOf(other.state));
}

const order: ConnectionCoverage["state"][] = ["failing", "never", "stale", "imported", "fresh", "own"];

function viewOf(row: Row, now: Date): ConnectionCoverage {
  const { classes, blindSpots, directory } = readCoverage(row.capabilities);
  return {
    id: row.id,
    name: row.name,
    vendor: row.connector,
    state: stateOf(row, now),
    message: row.message,
    signed: row.signed || row.connector === "import" || row.connector === ownConnector,
    lastGoodSync: row.last,
    classes: Object.entries(classes).flatMap(([name, abilities]) => {
      const list = abilities?.list;
      return list ? [{ class: name as TokenClass, listed: list === "can" ? (true as const) : list.cannot }] : [];
    }),
    blindSpots,
    directory,
    rejected: { count: row.rejected ?? 0, at: row.rejectedAt },
    importRejected: row.importRun && row.importRejected ? { count: row.importRejected, run: row.importRun } : null,
  };
}

function stateOf({ connector, state, last, interval }: Row, now: Date): ConnectionCoverage["state"] {
  if (connector === "import") return "imported";
  if (connector === ownConnector) return "own";
  if (last === null) return state === "failing" ? "failing" : "never";
  if (state === "failing") return "failing";
  return isFresh(last, interval, now) ? "fresh" : "stale";
}
