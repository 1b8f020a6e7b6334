import { linkAccounts } from "../../../lib/accounts/link-accounts";
import { isSigned } from "../../../lib/connections/signed";
import { VendorFault } from "../../../lib/connectors/vendor-http";
import type { Context } from "../../../lib/core/context";
import type { Tx } from "../../../lib/core/db";
import { reevaluateAll } from "../reevaluate";
import { judgeDue } from "../sweep";
import { beat, type Claimed, holdRun, releaseRun } from "./claim";
import { Cancelled, ClaimLost, pauseAskedFor, SyncFault, sentenceOf, unsigned } from "./fault";
import { type Ending, finishRun } from "./finish";
import { type OpenedRead, openRead } from "./open-connection";
import type { Parts } from "./parts";
import { firstPage, listings, type Phase, phases, readPhase, readPlace } from "./progress";
import { lists, readListing } from "./read-listing";
import { reconcile } from "./reconcile";

/** Steps that look at a whole connection at once. */
const wholeTimeoutMilliseconds = 300_000;

/** Reads one connection, from where the run stands to its end, and says how it ended. Never throws: a lost claim ends it in silence. */
export async function runSync(parts: Parts, run: Claimed): Promise<void> {
  const { ctx } = parts;
  const stopping = new AbortController();
  const stop = watch(parts, run, stopping);
  let opened: OpenedRead | null = null;
  try {
    if (run.cancelledBy) throw new Cancelled();
    opened = await openRead(parts, run.connectionId, AbortSignal.any([parts.signal, stopping.signal]));
    const ending = await readAll(ctx, opened, run);
    await finishRun(ctx, run, { ...ending, connector: opened.connector });
  } catch (error) {
    await endEarly(parts, run, opened, stopping.signal.aborted ? stopping.signal.reason : error).catch((second: unknown) => {
      if (!(second instanceof ClaimLost)) ctx.log.error({ err: second, run: run.id }, "a sync could not be ended; it is taken up again");
    });
  } finally {
    stop();
    await opened?.http.close();
  }
}

/** Keeps the run alive while it is read, and stops it when somebody asks or another collector has it. */
function watch({ ctx, limits }: Parts, run: Claimed, stopping: AbortController): () => void {
  const timer = setInterval(() => {
    beat(ctx, run)
      .then(({ ours, cancelled }) => {
        if (!ours) stopping.abort(new ClaimLost());
        else if (cancelled) stopping.abort(new Cancelled());
      })
      .catch((error: unknown) => ctx.log.warn({ err: error, run: run.id }, "a sync's heartbeat failed"));
  }, limits.heartbeatMilliseconds);
  return () => clearInterval(timer);
}

async function readAll(ctx: Context, opened: OpenedRead, run: Claimed): Promise<Omit<Ending, "connector">> {
  const at = phases.indexOf(readPhase(run.phase));
  const still = (phase: Phase) => phases.indexOf(phase) >= at;
  await enter(ctx, run, at === 0 ? "check" : null);
  await check(opened);
  const waits = lists(opened, "persons") && !(await isSigned(ctx.db, run.connectionId));
  for (const listing of listings)
    if (still(listing) && lists(opened, listing) && !(waits && listing === "persons")) {
      const place = run.phase === listing ? readPlace(run.cursor) : firstPage;
      if (run.phase === listing && isDone(run.cursor)) continue;
      await enter(ctx, run, listing, place);
      await readListing(ctx, opened, run, listing, place);
    }
  const { rejected } = await ctx.db.syncRun.findUniqueOrThrow({ where: { id: run.id }, select: { rejected: true } });
  if (rejected === 0 && still("reconcile"))
    await step(ctx, run, "reconcile", async (tx) => {
      const missing = await reconcile(tx, ctx, run, opened);
      await tx.syncRun.update({ where: { id: run.id }, data: { missing } });
    });
  if (still("link")) await step(ctx, run, "link", (tx) => linkAccounts(tx, ctx, { connection: run.connectionId }));
  // what large pages put off is judged before the run says that it is over
  await enter(ctx, run, "rules");
  await reevaluateAll(ctx);
  await judgeDue(ctx);
  if (waits) return { status: "partial", error: unsigned, complete: false, healthy: false };
  if (rejected === 0) return { status: "succeeded", error: null, complete: true, healthy: true };
  const rows = rejected === 1 ? "1 row was" : `${rejected} rows were`;
  const error = `${rows} not understood and left out, so nothing was marked as missing. The sync's list of rejected rows says which and why.`;
  return { status: "partial", error, complete: true, healthy: true };
}

const isDone = (cursor: unknown): boolean => typeof cursor === "object" && cursor !== null && Reflect.get(cursor, "done") === true;

async function check({ connector, connection }: OpenedRead): Promise<void> {
  const health = await (connector.reader ?? connector.directory)?.check(connection);
  if (health?.ok) return;
  if (!health) throw new SyncFault(`${connector.title} lists neither tokens nor persons. Remove the connection.`);
  const next = health.kind === "credential" ? " Seal a new read credential on the connection's page." : "";
  throw new SyncFault(`${health.message}${next}`, health.retryAfterSeconds);
}

/** Says which step is under way. */
async function enter(ctx: Context, run: Claimed, phase: Phase | null, place = firstPage): Promise<void> {
  if (phase === null) return;
  await ctx.db.$transaction(async (tx) => {
    if ((await holdRun(tx, run)).cancelledBy) throw new Cancelled();
    await tx.syncRun.update({ where: { id: run.id }, data: { phase, cursor: place } });
  });
}

async function step(ctx: Context, run: Claimed, phase: Phase, work: (tx: Tx) => Promise<unknown>): Promise<void> {
  await enter(ctx, run, phase);
  await ctx.db.$transaction(
    async (tx) => {
      await holdRun(tx, run);
      await work(tx);
    },
    { timeout: wholeTimeoutMilliseconds, maxWait: 60_000 },
  );
}

/** A run that did not come to its end: what it read stays, and nothing is marked as missing. */
async function endEarly({ ctx, signal }: Parts, run: Claimed, opened: OpenedRead | null, error: unknown): Promise<void> {
  if (error instanceof ClaimLost) return;
  if (signal.aborted) return releaseRun(ctx, run);
  const connector = opened?.connector ?? null;
  if (error instanceof Cancelled)
    return finishRun(ctx, run, {
      status: "cancelled",
      error: "It was stopped by a person. What was read stays; nothing was marked as missing.",
      complete: false,
      healthy: null,
      connector,
    });
  if (!(error instanceof VendorFault || error instanceof SyncFault)) ctx.log.error({ err: error, run: run.id }, "a sync failed");
  const row = await ctx.db.syncRun.findUniqueOrThrow({ where: { id: run.id }, select: { read: true } });
  await finishRun(ctx, run, {
    status: row.read > 0 ? "partial" : "failed",
    error: sentenceOf(error),
    complete: false,
    healthy: false,
    pauseSeconds: pauseAskedFor(error),
    connector,
  });
}
