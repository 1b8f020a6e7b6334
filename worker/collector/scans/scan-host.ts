import type { Context } from "../../../lib/core/context";
import type { Tx } from "../../../lib/core/db";
import { loadScanRules } from "../../../lib/exposure/rules/load-scan-rules";
import { type Form, openSource } from "../../../lib/exposure/sources/open-source";
import { SourceFault } from "../../../lib/exposure/sources/piece";
import { type State, stateOf } from "../../../lib/exposure/sources/state-of";
import { endRun } from "./end-run";
import { cutOff, markCutOff, markGone, markSeen } from "./gone";
import type { ScanParts, Seen } from "./keeping";
import type { Run } from "./open-run";
import { rulesVersion } from "./rules-version";
import { lookThroughRun } from "./run-scan";
import { type Stop, Stopped } from "./stop";

interface Source {
  location: string | null;
  form: string;
  channel: "code";
  heads: string[];
  state: string | null;
  rules: string | null;
  rulesSince: Date | null;
  lasting: unknown;
  base: string | null;
}

/** A repository that was fetched: where it lies, and what ends the run. */
export interface Fetched {
  folder: string;
  stop: Stop;
  /** aborted once the run is to stop, or its time is over */
  stopping: AbortController;
}

/** Forms whose places are files. Of an export, what could not be read is told by its file, and which messages, issues or pages lie in that nobody knows. */
const isByFile: ReadonlySet<string> = new Set(["git", "directory", "file"]);

/**
 * Looks through a source that was named on this host, as little of it as will do: nothing where nothing changed since it was last looked through to
 * its end, of a history what is new, else all of it. What it no longer holds is marked. Throws what kept it from coming to its end, after saying so
 * at the run, except being cancelled.
 */
export async function scanHost(parts: ScanParts, run: Run, fetched?: Fetched): Promise<void> {
  const { ctx } = parts;
  const source = (await ctx.db.scanSource.findUniqueOrThrow({ where: { id: run.sourceId } })) as Source;
  const { form, channel, base } = source;
  const location = fetched?.folder ?? source.location;
  const { stop, stopping }: Omit<Fetched, "folder"> = fetched ?? { stop: { why: null }, stopping: new AbortController() };
  const { signal } = stopping;
  // read once: what is remembered of the source is by which rules it was looked through
  const scanRules = await loadScanRules(ctx);
  const rules = rulesVersion(scanRules);
  let now: State;
  let commits: string[];
  try {
    if (location === null) throw new SourceFault("It came once and is not kept. Send it again.");
    // says itself what is wrong with the path
    await openSource(location, { form: form as Form, channel, base });
    now = await stateOf(location, form as Form, signal);
    commits = form === "git" && !isSame(source, rules, now) ? await cutOff(ctx, run.sourceId, location, signal) : [];
  } catch (error) {
    if (stop.why === "cancelled") return await cancelled(ctx, run);
    const said = error instanceof SourceFault ? error.message : "Something failed on our side; the collector's log says what.";
    await ctx.db.$transaction((tx) => endRun(tx, ctx, run.id, { status: "failed", error: said }, []));
    throw error;
  }
  if (isSame(source, rules, now)) return unchanged(ctx, run);
  const same = isByRules(source, rules);
  const incremental = same && form === "git" && source.heads.length > 0;
  const opened = await openSource(location as string, { form: form as Form, channel, base, signal, ...(incremental ? { seen: source.heads } : {}) });
  await ctx.db.scanRun.update({ where: { id: run.id }, data: { extent: incremental ? "since" : "whole" } });
  await lookThroughRun(parts, run, {
    source: opened.source,
    rules: scanRules,
    stop,
    // git may be busy and yield nothing
    onStop: () => stopping.abort(new Stopped(stop.why ?? "failed")),
    signal,
    atEnd: async (tx, seen) => {
      await keepState(tx, run, { now, rules, same, source, seen, incremental });
      if (form === "git") await markCutOff(tx, run, commits);
      if (seen.doubtful && (isByFile.has(form) || seen.doubtful.length === 0)) await markGone(tx, run, seen.doubtful, form === "git" ? "files" : "everything");
    },
  });
}

const isByRules = (source: Source, rules: string): boolean => source.rules === rules && source.rulesSince !== null;
const isSame = (source: Source, rules: string, now: State): boolean => isByRules(source, rules) && source.state === now.digest;

async function cancelled(ctx: Context, run: Run): Promise<void> {
  await ctx.db.$transaction((tx) => endRun(tx, ctx, run.id, { status: "cancelled", error: null }, []));
}

async function keepState(
  tx: Tx,
  run: Run,
  { now, rules, same, source, seen, incremental }: { now: State; rules: string; same: boolean; source: Source; seen: Seen; incremental: boolean },
): Promise<void> {
  const before = incremental ? (source.lasting as Record<string, number>) : {};
  const { startedAt } = await tx.scanRun.findUniqueOrThrow({ where: { id: run.id }, select: { startedAt: true } });
  await tx.scanSource.update({
    where: { id: run.sourceId },
    // other rules that do not see a place say nothing of whether it is there: not in this run and not in a later one
    data: { heads: now.heads, state: now.digest, rules, rulesSince: same ? source.rulesSince : startedAt, lasting: sum(before, seen.lasting) },
  });
  // what could not be read of the history before counts on: it is as unread as it was
  if (incremental) await tx.scanRun.update({ where: { id: run.id }, data: { unreadable: sum(before, seen.looked.unreadable) } });
}

/** Nothing changed: what is known there is there, and what could not be read can't be read. */
async function unchanged(ctx: Context, run: Run): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    await tx.$executeRaw`
      update scan_run r set extent = 'unchanged', unreadable = coalesce((select b.unreadable from scan_run b where b.source_id = r.source_id and b.status = 'succeeded' and b.id <> r.id
        order by b.queued_at desc, b.id desc limit 1), '{}') where r.id = ${run.id}::uuid`;
    if (await endRun(tx, ctx, run.id, { status: "succeeded", error: null }, [])) await markSeen(tx, run, "everything");
  });
}

function sum(a: Partial<Record<string, number>>, b: Partial<Record<string, number>>): Record<string, number> {
  const all: Record<string, number> = {};
  for (const [name, n] of [...Object.entries(a), ...Object.entries(b)]) all[name] = (all[name] ?? 0) + (n ?? 0);
  return all;
}
