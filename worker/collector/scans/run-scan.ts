import type { Tx } from "../../../lib/core/db";
import { type Looked, lookThrough } from "../../../lib/exposure/look-through";
import { loadScanRules } from "../../../lib/exposure/rules/load-scan-rules";
import type { ScanRules } from "../../../lib/exposure/rules/scan-rules";
import { type Sourced, SourceFault } from "../../../lib/exposure/sources/piece";
import { UploadBroken } from "../uploads/received";
import { Beside } from "./beside";
import { type Ending, endRun } from "./end-run";
import { Keeping, type ScanParts, type Seen, transaction } from "./keeping";
import { type Named, openRun, type Run } from "./open-run";
import { breathing, type Stop } from "./stop";

/** What is looked through, as people know it, and its texts. */
export interface ScanInput extends Named {
  source: AsyncIterable<Sourced>;
}

/** A run at work. */
export interface Look {
  source: AsyncIterable<Sourced>;
  /** by which it is looked through, where the caller has read them already */
  rules?: ScanRules;
  /** bytes that came so far, where somebody sends them */
  received?: () => number;
  /** set where somebody asked for the end: whatever reads the source looks at it */
  stop?: Stop;
  /** hears of the same at once, where the source may be waiting for something */
  onStop?: () => void;
  /** ends it with what it is aborted with: its time is over */
  signal?: AbortSignal;
  /** writes which parts of the source need not be read again, in the transaction that keeps what was seen of them; so a run that breaks off is gone on with */
  keepSettled?: (tx: Tx, lists: readonly string[], seen: Seen) => Promise<unknown>;
  /** what follows from having come to the end, in the transaction that says so */
  atEnd?: (tx: Tx, seen: Seen) => Promise<unknown>;
}
/** So often a run says that it lives and how far it is, and hears whether it is to stop. */
export const beatMilliseconds = 1_000;

/** Looks a source through that is named here and now. Throws {@link SourceFault} where it can't be read; what was found until then stays. */
export async function runScan(parts: ScanParts, { source, ...named }: ScanInput): Promise<{ runId: string; looked: Looked }> {
  const run = await openRun(parts.ctx, named);
  return { runId: run.id, looked: await lookThroughRun(parts, run, { source }) };
}

/**
 * Looks through what a run is about, keeps what was seen, and says how it ended. What was found is written while the next is looked through, one batch at a
 * time. Throws whatever kept it from coming to its end, except being cancelled; what was found until then is kept all the same.
 */
export async function lookThroughRun(
  parts: ScanParts,
  run: Run,
  { source, rules, received, stop = { why: null }, onStop, signal, keepSettled, atEnd }: Look,
): Promise<Looked> {
  const { ctx } = parts;
  const keeping = new Keeping(parts, run, received, keepSettled);
  const writing = new Beside(() => {
    stop.why ??= "failed";
    onStop?.();
  });
  const beat = setInterval(() => {
    keeping.beat().then(
      (why) => {
        stop.why ??= why;
        if (stop.why !== null) onStop?.();
      },
      (error: unknown) => ctx.log.warn({ err: error, run: run.id }, "a scan could not say how far it is"),
    );
  }, beatMilliseconds);
  try {
    for await (const one of lookThrough(breathing(source, stop, signal), keeping.identify, keeping.looked, rules ?? (await loadScanRules(ctx)))) {
      if ("sighting" in one ? keeping.sighting(one.sighting) : keeping.setAside(one)) await writing.begin(() => keeping.flush());
    }
    await writing.begin(() => keeping.flush());
    await writing.done();
    await ctx.db.$transaction(async (tx) => {
      if (await endRun(tx, ctx, run.id, { status: "succeeded", error: null }, keeping.unread)) {
        await keeping.keepAudiences(tx);
        await atEnd?.(tx, keeping.seen());
      }
    }, transaction);
  } catch (met) {
    const error = await keptUntil(met, keeping, writing, stop);
    const ending = endingOf(error, stop);
    await ctx.db.$transaction((tx) => endRun(tx, ctx, run.id, ending, keeping.unread), transaction);
    if (ending.status !== "cancelled") throw error;
    if (error !== met) ctx.log.warn({ err: error, run: run.id }, "what a cancelled scan had found could not be written");
  } finally {
    clearInterval(beat);
  }
  return keeping.looked;
}

/** Writes what was found before something ended the run, unless it is another's by now. Returns what ended it: where something could not be written, that. */
async function keptUntil(met: unknown, keeping: Keeping, writing: Beside, stop: Stop): Promise<unknown> {
  try {
    await writing.done();
    if (stop.why !== "lost") await keeping.write();
    return met;
  } catch (error) {
    return error;
  }
}

function endingOf(error: unknown, stop: Stop): Ending {
  if (stop.why === "cancelled") return { status: "cancelled", error: null };
  if (error instanceof SourceFault) return { status: "failed", error: error.message };
  if (error instanceof UploadBroken) return { status: "failed", error: "It did not come to its end. Send it again: what was found is known and not doubled." };
  return { status: "failed", error: "Something failed on our side; the collector's log says what." };
}
