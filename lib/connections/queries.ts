import { z } from "zod";
import { authorize } from "../authorization/authorize";
import { type Declared, declaredIn } from "../connectors/declarative/declared";
import { type DeclaredFact, settingsInWords } from "../connectors/declarative/words";
import type { Context } from "../core/context";
import type { Prisma } from "../core/db";
import { notFound } from "../core/errors";
import { parse } from "../core/parse";
import { type Coverage, readCoverage } from "./coverage";
import { isFresh } from "./freshness";
import { type RunView, runOf } from "./run-view";

export interface Counts {
  tokens: number;
  missing: number;
  accounts: number;
}

export interface ConnectionView {
  id: string;
  name: string;
  vendor: string;
  /** what its declaration says, for a declarative connection */
  declared: Declared | null;
  origin: string;
  /** trusts a certificate authority of its own */
  ownCa: boolean;
  allowPrivate: boolean;
  createdBy: string;
  createdAt: Date;
  /** when it was removed and why; its page and its tokens stay */
  removed: { at: Date; reason: string } | null;
  statementDigest: string | null;
  /** state of its trust statement, as the executor last said; null = not looked at yet. Revoking needs "active" */
  trust: string | null;
  health: { state: "ok" | "failing" | "never_synced"; message: string | null; checkedAt: Date | null };
  lastGoodSyncAt: Date | null;
  fresh: boolean;
  nextSyncAt: Date | null;
  syncIntervalSeconds: number;
  coverage: Coverage;
  /** when each credential was last sealed; null = none yet */
  readCredentialAt: Date | null;
  revokeCredentialAt: Date | null;
  /** the run that waits or is under way, else the newest that ended */
  latestRun: RunView | null;
  counts: Counts;
}

const include = {
  health: true,
  removal: { select: { removedAt: true, reason: true } },
  readCredentials: { select: { createdAt: true }, orderBy: { createdAt: "desc" }, take: 1 },
  revokeCredentials: { select: { createdAt: true }, orderBy: { createdAt: "desc" }, take: 1 },
} satisfies Prisma.ConnectionInclude;
type Row = Prisma.ConnectionGetPayload<{ include: typeof include }>;

/** Every connection that was not removed, by name. */
export async function listConnections(ctx: Context): Promise<ConnectionView[]> {
  authorize(ctx.actor, "connection.read");
  const rows = await ctx.db.connection.findMany({ where: { removal: null }, include, orderBy: { name: "asc" } });
  return viewsOf(ctx, rows);
}

/** One connection. Throws NotFound; a removed one is shown too. */
export async function connectionOf(ctx: Context, connectionId: string): Promise<ConnectionView> {
  authorize(ctx.actor, "connection.read");
  const row = await ctx.db.connection.findUnique({ where: { id: parse(z.uuid(), connectionId) }, include });
  const [view] = row ? await viewsOf(ctx, [row]) : [];
  if (!view) throw notFound("The connection");
  return view;
}

/** What a declarative connection's declaration says, as it is signed; null for every other. Throws NotFound. */
export async function declarationFacts(ctx: Context, connectionId: string): Promise<DeclaredFact[] | null> {
  authorize(ctx.actor, "connection.read");
  const row = await ctx.db.connection.findUnique({ where: { id: parse(z.uuid(), connectionId) }, select: { connector: true, settings: true } });
  if (!row) throw notFound("The connection");
  return row.connector === "declarative" ? settingsInWords(row.settings as Record<string, unknown>) : null;
}

/** The latest runs of one connection, newest first. */
export async function runsOf(ctx: Context, connectionId: string, take = 20): Promise<RunView[]> {
  authorize(ctx.actor, "connection.read");
  const rows = await ctx.db.syncRun.findMany({ where: { connectionId: parse(z.uuid(), connectionId) }, orderBy: { queuedAt: "desc" }, take });
  return rows.map((row) => runOf(row, ctx.clock.now()));
}

export interface RejectView {
  id: string;
  kind: string;
  reference: string;
  field: string;
  reason: string;
  at: Date;
}

/** Rows of a run that could not be understood, in the order in which they came. */
export async function rejectsOf(ctx: Context, runId: string, take = 200): Promise<RejectView[]> {
  authorize(ctx.actor, "connection.read");
  return ctx.db.syncReject.findMany({
    where: { syncRunId: parse(z.uuid(), runId) },
    orderBy: [{ at: "asc" }, { id: "asc" }],
    take,
    select: { id: true, kind: true, reference: true, field: true, reason: true, at: true },
  });
}

async function viewsOf(ctx: Context, rows: Row[]): Promise<ConnectionView[]> {
  const ids = rows.map((row) => row.id);
  const now = ctx.clock.now();
  const [runs, counts, trust] = await Promise.all([
    ctx.db.syncRun.findMany({ where: { connectionId: { in: ids } }, distinct: ["connectionId"], orderBy: [{ connectionId: "asc" }, { queuedAt: "desc" }] }),
    countsOf(ctx, rows),
    ctx.db.trustState.findMany({ where: { digest: { in: rows.flatMap((row) => row.statementDigest ?? []) } }, select: { digest: true, status: true } }),
  ]);
  const runByConnection = new Map(runs.map((run) => [run.connectionId, run]));
  const trustByDigest = new Map(trust.map(({ digest, status }) => [digest, status]));
  return rows.map((row) => {
    const run = runByConnection.get(row.id);
    return {
      id: row.id,
      name: row.name,
      vendor: row.connector,
      declared: declaredIn(row.connector, row.settings),
      origin: row.origin,
      ownCa: row.ca !== null,
      allowPrivate: row.allowPrivate,
      createdBy: row.createdBy,
      createdAt: row.createdAt,
      removed: row.removal && { at: row.removal.removedAt, reason: row.removal.reason },
      statementDigest: row.statementDigest,
      trust: (row.statementDigest && trustByDigest.get(row.statementDigest)) ?? null,
      health: healthOf(row),
      lastGoodSyncAt: row.health?.lastGoodSyncAt ?? null,
      fresh: isFresh(row.health?.lastGoodSyncAt ?? null, row.syncIntervalSeconds, now),
      nextSyncAt: row.health?.nextSyncAt ?? null,
      syncIntervalSeconds: row.syncIntervalSeconds,
      coverage: readCoverage(row.health?.capabilities),
      readCredentialAt: row.readCredentials[0]?.createdAt ?? null,
      revokeCredentialAt: row.revokeCredentials[0]?.createdAt ?? null,
      latestRun: run ? runOf(run, now) : null,
      counts: counts.get(row.id) ?? { tokens: 0, missing: 0, accounts: 0 },
    };
  });
}

function healthOf({ health, readCredentials }: Row): ConnectionView["health"] {
  if (health)
    return { state: health.state === "ok" || health.state === "failing" ? health.state : "never_synced", message: health.message, checkedAt: health.checkedAt };
  const message = readCredentials.length > 0 ? "The first sync has not ended yet." : "No read credential is sealed yet. Seal one, and it is read at once.";
  return { state: "never_synced", message, checkedAt: null };
}

/** As counted at the end of the last sync; what was never synced (an import, a first sync under way) is counted here and now. */
async function countsOf(ctx: Context, rows: Row[]): Promise<Map<string, Counts>> {
  const counts = new Map<string, Counts>();
  for (const { id, health } of rows)
    if (health && health.tokens !== null) counts.set(id, { tokens: health.tokens, missing: health.missing ?? 0, accounts: health.accounts ?? 0 });
  const uncounted = rows.map((row) => row.id).filter((id) => !counts.has(id));
  if (uncounted.length === 0) return counts;
  const live = await ctx.db.$queryRaw<(Counts & { id: string })[]>`
    select c.id, (select count(*)::int from token t where t.connection_id = c.id) as tokens,
      (select count(*)::int from token t where t.connection_id = c.id and t.missing_since is not null) as missing,
      (select count(*)::int from account a where a.connection_id = c.id) as accounts
    from unnest(${uncounted}::uuid[]) as c(id)`;
  for (const { id, ...counted } of live) counts.set(id, counted);
  return counts;
}
