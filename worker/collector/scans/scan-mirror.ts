import type { Context } from "../../../lib/core/context";
import { formatSpan } from "../../../lib/core/format";
import { type FetchLimits, fetchMirror, mirrorByHand } from "../../../lib/exposure/mirrors/fetch-mirror";
import { mirrorFolder } from "../../../lib/exposure/mirrors/mirror-folder";
import type { Resolve } from "../../../lib/exposure/mirrors/pin-address";
import { SourceFault } from "../../../lib/exposure/sources/piece";
import { comeBack } from "./come-back";
import { endRun } from "./end-run";
import type { ScanParts } from "./keeping";
import { openMirror } from "./open-mirror";
import type { Run } from "./open-run";
import type { SystemParts } from "./open-system";
import { beatMilliseconds } from "./run-scan";
import { scanHost } from "./scan-host";
import { type Stop, Stopped } from "./stop";

export interface MirrorParts extends ScanParts {
  systems: SystemParts;
  /** the collector's own folder: mirrors lie there */
  home: string;
  limits?: Partial<FetchLimits>;
  /** how long it may be looked through; default {@link longestLookMilliseconds} */
  longest?: number;
  /** for tests: how names resolve */
  resolve?: Resolve;
}

/** So long a repository that was fetched may be looked through, as a system may be read: whoever wrote it may have meant it to have no end. */
const longestLookMilliseconds = 6 * 3_600_000;

/**
 * Fetches a repository that was named on this host, or listed by a system that was, and looks through the mirror as through any repository on it. What
 * was not fetched to its end changes nothing of what is known. Throws what kept it from coming to its end, except being cancelled, after saying so at the run.
 */
export async function scanMirror(parts: MirrorParts, run: Run): Promise<void> {
  const { ctx, home } = parts;
  const folder = mirrorFolder(home, run.sourceId);
  const stopping = new AbortController();
  const stop: Stop = { why: null };
  let bytes = 0;
  const beat = setInterval(() => {
    sayFetching(ctx, run, bytes).then(
      (why) => {
        stop.why ??= why;
        if (stop.why !== null) stopping.abort(new Stopped(stop.why));
      },
      (error: unknown) => ctx.log.warn({ err: error, run: run.id }, "a scan could not say how far it is"),
    );
  }, beatMilliseconds);
  try {
    await ctx.db.scanRun.update({ where: { id: run.id }, data: { extent: "fetch" } });
    const remote = await openMirror(ctx, parts.systems, run.sourceId, stopping.signal);
    bytes = await fetchMirror(remote, folder, {
      http: parts.systems.http,
      signal: stopping.signal,
      limits: parts.limits,
      resolve: parts.resolve,
      onSize: (size) => {
        bytes = size;
      },
    });
    await ctx.db.scanMirror.updateMany({ where: { sourceId: run.sourceId }, data: { fetchedAt: ctx.clock.now(), bytes: BigInt(bytes) } });
    await sayFetching(ctx, run, bytes);
  } catch (error) {
    clearInterval(beat);
    return await notFetched(ctx, run, error, stop);
  }
  const late = setTimeout(() => stopping.abort(tooLong(parts.longest)), parts.longest ?? longestLookMilliseconds);
  try {
    await scanHost(parts, run, { folder, stop, stopping });
  } finally {
    clearTimeout(late);
    clearInterval(beat);
  }
}

const tooLong = (milliseconds = longestLookMilliseconds) => new SourceFault(`It was not looked through within ${formatSpan(milliseconds)}. ${mirrorByHand}`);

/** Says that the run lives and what the mirror takes by now; hears whether it is to stop, and why. */
async function sayFetching({ db, clock }: Context, run: Run, bytes: number): Promise<Stop["why"]> {
  const [alive] = await db.scanRun.updateManyAndReturn({
    where: { id: run.id, status: "running" },
    data: { heartbeatAt: clock.now(), received: BigInt(bytes) },
    select: { cancelledBy: true },
  });
  if (!alive) return "lost";
  return alive.cancelledBy === null ? null : "cancelled";
}

async function notFetched(ctx: Context, run: Run, error: unknown, stop: Stop): Promise<void> {
  if (stop.why === "cancelled") {
    await ctx.db.$transaction((tx) => endRun(tx, ctx, run.id, { status: "cancelled", error: null }, []));
    return;
  }
  const said = error instanceof SourceFault ? error.message : "Something failed on our side; the collector's log says what.";
  await ctx.db.$transaction((tx) => endRun(tx, ctx, run.id, { status: "failed", error: said }, []));
  if (error instanceof SourceFault && error.againSeconds !== null) await comeBack(ctx, run.sourceId, error.againSeconds);
  throw error;
}
