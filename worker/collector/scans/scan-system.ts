import { sha256 } from "../../../lib/core/canonical";
import type { Context } from "../../../lib/core/context";
import type { Tx } from "../../../lib/core/db";
import type { RefusalReason, UnreadableReason } from "../../../lib/domain/exposures";
import { loadScanRules } from "../../../lib/exposure/rules/load-scan-rules";
import { aboutOf } from "../../../lib/exposure/sources/open-source";
import { SourceFault } from "../../../lib/exposure/sources/piece";
import { restSource } from "../../../lib/exposure/sources/rest/rest-source";
import type { ReadPlace, Sight } from "../../../lib/exposure/sources/rest/sight";
import { comeBack } from "./come-back";
import { endRun } from "./end-run";
import { markNotSeenSince, markTakenOut } from "./gone";
import { isKept, type ScanParts, type Seen } from "./keeping";
import { ListedRepositories, listedBefore, mostRepositories } from "./listed-repositories";
import type { Run } from "./open-run";
import { type OpenedSystem, openSystem, type SystemParts } from "./open-system";
import { registerRepositories, retireRepositories } from "./register-repositories";
import { rulesVersion } from "./rules-version";
import { lookThroughRun } from "./run-scan";
import type { Stop } from "./stop";

/** What is deleted no system tells: all of it is read again this often. */
const sweepMilliseconds = 7 * 86_400_000;
/** So many texts that were read again are remembered, to see what was taken out of them. */
const mostRead = 100_000;
/** So long a run may take: what it read to its end is kept, and the next one goes on. A system that answers without end holds up others no longer. */
const longestRunMilliseconds = 6 * 3_600_000;

/** What a run is about to read: all of it, where `sweepSince` says since when that is under way; else what changed. */
interface Plan {
  startedAt: Date;
  sweepSince: Date | null;
  /** when each list was last read to its end, by the digest of its request */
  marks: ReadonlyMap<string, Date>;
  /** what could not be read before and is not met again */
  lasting: Counts;
}
type Counts = Partial<Record<string, number>>;

export interface SystemScanParts extends ScanParts {
  systems: SystemParts;
  /** for tests: so many repositories it may list */
  mostRepositories?: number;
}

/**
 * Looks through a system over HTTP that was named on this host: what changed since each of its lists was last read, all of it once a week and whenever
 * the rules are others. A run that breaks off keeps how far its lists were read, and the next one goes on there. Throws what kept it from coming to its
 * end, after saying so at the run.
 */
export async function scanSystem(parts: SystemScanParts, run: Run): Promise<void> {
  const { ctx } = parts;
  const stopping = new AbortController();
  const deadline = setTimeout(() => stopping.abort(), longestRunMilliseconds);
  let opened: OpenedSystem | null = null;
  try {
    opened = await openSystem(ctx, parts.systems, run.sourceId, stopping.signal);
    await lookThrough(parts, run, opened, stopping);
  } catch (error) {
    // a run that began has said it already
    const said = error instanceof SourceFault ? error.message : "Something failed on our side; the collector's log says what.";
    await ctx.db.$transaction((tx) => endRun(tx, ctx, run.id, { status: "failed", error: said }, []));
    if (error instanceof SourceFault && error.againSeconds !== null) await comeBack(ctx, run.sourceId, error.againSeconds);
    throw error;
  } finally {
    clearTimeout(deadline);
    await opened?.close();
  }
}

async function lookThrough(parts: SystemScanParts, run: Run, { declaration, connection }: OpenedSystem, stopping: AbortController): Promise<void> {
  const { ctx } = parts;
  const rules = await loadScanRules(ctx);
  const plan = await begin(ctx, run, rulesVersion(rules));
  const { channel } = await ctx.db.scanSource.findUniqueOrThrow({ where: { id: run.sourceId }, select: { channel: true } });
  const read: ReadPlace[] = [];
  const wanted = await unknownAudiences(ctx, run);
  const tooLarge = await tooLargeAudiences(ctx, run, plan);
  const repositories = new ListedRepositories(await listedBefore(ctx, run.sourceId), parts.mostRepositories ?? mostRepositories);
  const sight: Sight = {
    since(list) {
      const readAt = plan.marks.get(sha256(list)) ?? null;
      return readAt && plan.sweepSince && readAt < plan.sweepSince ? null : readAt;
    },
    read: (place) => void (read.length < mostRead && read.push(place)),
    wants: (audience) => wanted.has(audience),
    isTooLarge: (audience) => tooLarge.has(audience),
    repository: (listed) => repositories.hear(listed),
  };
  const onSighting: ScanParts["onSighting"] = (sighting) => {
    parts.onSighting?.(sighting);
    if (sighting.location.audience !== undefined && isKept(sighting)) wanted.add(sighting.location.audience);
  };
  const stop: Stop = { why: null };
  const asBefore = plan.sweepSince?.getTime() === plan.startedAt.getTime() ? {} : plan.lasting;
  await lookThroughRun({ ...parts, onSighting }, run, {
    source: restSource(declaration, connection, aboutOf(channel), sight),
    rules,
    stop,
    onStop: () => stopping.abort(),
    async keepSettled(tx, lists, { lasting }) {
      await keepMarks(tx, run, lists, plan.startedAt);
      await registerRepositories(tx, ctx, run.sourceId, repositories.fresh());
      await tx.scanSource.update({ where: { id: run.sourceId }, data: { lasting: sum(asBefore, lasting) } });
    },
    async atEnd(tx, seen) {
      // what had used up its time did not look there
      if (!seen.looked.unreadable.rule_time && !seen.looked.unreadable.too_dense) await markTakenOut(tx, run, read);
      // every list of repositories was read to its end
      if (!repositories.unknown) await retireRepositories(tx, ctx, run.sourceId, repositories.all);
      if (plan.sweepSince) await endSweep(tx, run, plan.sweepSince, plan.startedAt, seen);
      // what could not be read below rows that did not change is as unread as it was
      await tx.scanRun.update({ where: { id: run.id }, data: { unreadable: sum(asBefore, seen.looked.unreadable) } });
    },
  });
}

/** Of which places it is not known yet who could read them: a run that broke off, or a refusal, may have left that open. */
async function unknownAudiences({ db }: Context, { sourceId }: Run): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ audience: string }[]>`
    select distinct o.audience from occurrence o where o.source_id = ${sourceId}::uuid and o.audience is not null
      and not exists (select from audience a where a.source_id = o.source_id and a.path = o.audience)`;
  return new Set(rows.map(({ audience }) => audience));
}

/** Of which it was seen since all of it was last read, or within the week, that they are more people than are listed: they are not read again and again. */
async function tooLargeAudiences({ db, clock }: Context, { sourceId }: Run, { sweepSince }: Plan): Promise<Set<string>> {
  const since = sweepSince ?? new Date(clock.now().getTime() - sweepMilliseconds);
  const rows = await db.audienceRefusal.findMany({
    where: { sourceId, reason: "too_many" satisfies RefusalReason, at: { gt: since } },
    select: { path: true },
  });
  return new Set(rows.map(({ path }) => path));
}

/** Says at the run how much it reads, and remembers that all of it is being read, where it is. */
async function begin(ctx: Context, run: Run, rules: string): Promise<Plan> {
  return ctx.db.$transaction(async (tx) => {
    const startedAt = (await tx.scanRun.findUniqueOrThrow({ where: { id: run.id }, select: { startedAt: true } })).startedAt ?? ctx.clock.now();
    const source = await tx.scanSource.findUniqueOrThrow({ where: { id: run.sourceId }, select: { rules: true, rulesSince: true, lasting: true } });
    const system = await tx.scanSystem.findUniqueOrThrow({ where: { sourceId: run.sourceId }, select: { wholeAt: true, sweepSince: true } });
    const others = source.rules !== rules || source.rulesSince === null;
    if (others) await tx.scanSource.update({ where: { id: run.sourceId }, data: { rules, rulesSince: startedAt } });
    const due = system.wholeAt === null || startedAt.getTime() - system.wholeAt.getTime() >= sweepMilliseconds;
    const sweepSince = others ? startedAt : (system.sweepSince ?? (due ? startedAt : null));
    await tx.scanSystem.update({ where: { sourceId: run.sourceId }, data: { sweepSince } });
    await tx.scanRun.update({ where: { id: run.id }, data: { extent: sweepSince ? "whole" : "since" } });
    const marks = await tx.scanMark.findMany({ where: { sourceId: run.sourceId }, select: { list: true, readAt: true } });
    return { startedAt, sweepSince, marks: new Map(marks.map(({ list, readAt }) => [list, readAt])), lasting: source.lasting as Counts };
  });
}

async function keepMarks(tx: Tx, run: Run, lists: readonly string[], at: Date): Promise<void> {
  if (lists.length === 0) return;
  const digests = [...new Set(lists.map(sha256))];
  await tx.$executeRaw`
    insert into scan_mark (source_id, list, read_at) select ${run.sourceId}::uuid, l.list, ${at} from unnest(${digests}::text[]) l (list)
    on conflict (source_id, list) do update set read_at = excluded.read_at`;
}

/**
 * All of it was read. What was seen neither now nor when all of it was read before is gone, unless it lies where something could not be read, in this run or in
 * one before that began the same: one reading alone can miss a row that moves to an earlier page meanwhile.
 */
async function endSweep(tx: Tx, run: Run, since: Date, startedAt: Date, { doubtful }: Seen): Promise<void> {
  const { wholeAt: before } = await tx.scanSystem.findUniqueOrThrow({ where: { sourceId: run.sourceId }, select: { wholeAt: true } });
  await tx.scanSystem.update({ where: { sourceId: run.sourceId }, data: { wholeAt: since, sweepSince: null } });
  // a list that no longer comes up is read whole when it does
  await tx.scanMark.deleteMany({ where: { sourceId: run.sourceId, readAt: { lt: since } } });
  if (before && doubtful && !(since < startedAt && (await anyUnread(tx, run, since)))) await markNotSeenSince(tx, run, before, doubtful);
}

async function anyUnread(tx: Tx, run: Run, since: Date): Promise<boolean> {
  const earlier = await tx.scanRun.findMany({
    where: { sourceId: run.sourceId, id: { not: run.id }, startedAt: { gte: since } },
    select: { unreadable: true },
  });
  // a repository that is not fetched hides none of the system's own texts
  return earlier.some(({ unreadable }) => Object.entries(unreadable as Counts).some(([reason, n]) => reason !== "not_fetched" && (n ?? 0) > 0));
}

function sum(a: Counts, b: Partial<Record<UnreadableReason, number>>): Record<string, number> {
  const all: Record<string, number> = {};
  for (const [name, n] of [...Object.entries(a), ...Object.entries(b)]) all[name] = (all[name] ?? 0) + (n ?? 0);
  return all;
}
