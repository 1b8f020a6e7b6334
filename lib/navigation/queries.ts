import { countMine } from "../attestations/my-tokens";
import { authorize, may } from "../authorization/authorize";
import { isFresh } from "../connections/freshness";
import type { Context } from "../core/context";
import { ownConnector } from "../domain/own-connector";
import { countMyRotations } from "../exposure/rotation/my-rotations";
import { leftBehind } from "../residue/item-sql";

/** How many connections there are and how many were read well lately, each by its own schedule, as the Connections page counts them. Removed ones and listings imported as data, which nothing reads, don't count. */
export async function coverage(ctx: Context): Promise<{ total: number; fresh: number }> {
  authorize(ctx.actor, "connection.read");
  const now = ctx.clock.now();
  const connections = await ctx.db.connection.findMany({
    where: { removal: null, connector: { notIn: ["import", ownConnector] } },
    select: { syncIntervalSeconds: true, health: { select: { state: true, lastGoodSyncAt: true } } },
  });
  const fresh = connections.filter((each) => each.health?.state === "ok" && isFresh(each.health.lastGoodSyncAt, each.syncIntervalSeconds, now));
  return { total: connections.length, fresh: fresh.length };
}

/** By page address, how much waits there for somebody. Counted only for those who could do something about it. */
export async function waitingCounts(ctx: Context): Promise<Record<string, number>> {
  const [residue, exposure, requests, mine] = await Promise.all([
    may(ctx.actor, "request.file") ? leftAlive(ctx) : 0,
    may(ctx.actor, "finding.triage") ? exposed(ctx) : 0,
    may(ctx.actor, "request.sign") ? pendingRequests(ctx) : 0,
    ctx.actor.type === "person" && may(ctx.actor, "token.attest") ? mineWaiting(ctx) : 0,
  ]);
  return { "/residue": residue, "/exposure": exposure, "/requests": requests, "/my-tokens": mine };
}

async function mineWaiting(ctx: Context): Promise<number> {
  const [{ due, proposed }, rotations] = await Promise.all([countMine(ctx), countMyRotations(ctx)]);
  return due + proposed + rotations;
}

async function leftAlive(ctx: Context): Promise<number> {
  const [row] = await ctx.db.$queryRaw<{ n: number }[]>`select count(*)::int as n from finding f where ${leftBehind}`;
  return row?.n ?? 0;
}

/** Open, and nothing says that it is not live. In words of the index exposure_open. */
async function exposed(ctx: Context): Promise<number> {
  const [row] = await ctx.db.$queryRaw<{ n: number }[]>`
    select count(*)::int as n from exposure where status in ('open', 'in_review', 'remediating', 'regressed') and mark is null and severity < 'info'`;
  return row?.n ?? 0;
}

async function pendingRequests(ctx: Context): Promise<number> {
  const [row] = await ctx.db.$queryRaw<{ n: number }[]>`select count(*)::int as n from request_status where status = 'pending'`;
  return row?.n ?? 0;
}
