import { appendAudit } from "../../../lib/audit/append";
import { actorName, type Context } from "../../../lib/core/context";
import { keepable } from "../../../lib/core/keepable";
import type { Channel, ScanForm } from "../../../lib/domain/exposures";
import { type Identity, identifier } from "../../../lib/exposure/identify";
import { type Looked, lookThrough, nothingLooked, type Sighting } from "../../../lib/exposure/look-through";
import { isPlaceOnly } from "../../../lib/exposure/place-only";
import { recordAudiences } from "../../../lib/exposure/record-audiences";
import { recordSightings } from "../../../lib/exposure/record-sightings";
import { type Audience, type Sourced, SourceFault, type Unreadable } from "../../../lib/exposure/sources/piece";
import type { Pepper } from "../../../lib/fingerprints/pepper";
import { checkValidity } from "./check-validity";
import type { OpenChecker } from "./checker";

/** What is looked through, as people know it. */
export interface ScanInput {
  form: ScanForm;
  name: string;
  /** path on this host; null = it comes once */
  location: string | null;
  channel: Channel;
  source: AsyncIterable<Sourced>;
}
export interface ScanParts {
  ctx: Context;
  pepper: Pepper;
  /** starts a checker when there is something to try; without it nothing is tried */
  checker?: () => Promise<OpenChecker>;
  /** sightings written at once */
  batch?: number;
  /** hears each sighting, with nothing of the secret in it */
  onSighting?(sighting: Sighting<Identity>): void;
  onUnreadable?(unreadable: Unreadable): void;
}

const defaultBatch = 200;
/** So many things that could not be read are kept one by one; all are counted. */
const mostUnreadable = 1000;
/** Known not to be a secret at all: counted, not kept. What may be one (examples, test keys) is kept and marked. */
const counted: ReadonlySet<string | null> = new Set(["placeholder", "reference", "hash", "uuid"]);
/** So often a run says that it lives and how far it is; one that has said nothing for ten times as long is taken for dead. */
const beatMilliseconds = 5_000;
const transaction = { timeout: 60_000, maxWait: 60_000 };

/** Looks a source through and keeps what was seen. Throws {@link SourceFault} where it can't be read; what was found until then stays. Returns the run's id. */
export async function runScan(
  { ctx, pepper, checker, batch = defaultBatch, onSighting, onUnreadable }: ScanParts,
  input: ScanInput,
): Promise<{ runId: string; looked: Looked }> {
  const { sourceId, runId } = await begin(ctx, input);
  const looked = nothingLooked();
  const marked: Record<string, number> = {};
  const unread: Unreadable[] = [];
  const audiences: Audience[] = [];
  let open: Sighting<Identity>[] = [];
  // plaintexts of the open batch, for whoever may try them
  let secrets = new Map<string, string>();
  const identifying = identifier(pepper);
  const identify = (secret: string) => {
    const identity = identifying(secret);
    if (checker && !isPlaceOnly(secret)) secrets.set(identity.current, secret);
    return identity;
  };
  const flush = async () => {
    const [sightings, found] = [open, secrets];
    [open, secrets] = [[], new Map()];
    await ctx.db.$transaction(async (tx) => {
      const { exposures, occurrences } = await recordSightings(tx, ctx, sourceId, sightings);
      await tx.scanRun.update({
        where: { id: runId },
        data: { ...progressOf(looked), marked, heartbeatAt: ctx.clock.now(), exposures: { increment: exposures }, occurrences: { increment: occurrences } },
      });
    }, transaction);
    if (checker) await checkValidity(ctx, found, checker);
  };
  const setAside = (one: { unreadable: Unreadable } | { audience: Audience }) => {
    if ("audience" in one) return void audiences.push(one.audience);
    if (unread.length < mostUnreadable) unread.push(one.unreadable);
    onUnreadable?.(one.unreadable);
  };
  const beat = setInterval(() => {
    ctx.db.scanRun
      .update({ where: { id: runId }, data: { ...progressOf(looked), heartbeatAt: ctx.clock.now() } })
      .catch((error: unknown) => ctx.log.warn({ err: error, run: runId }, "a scan could not say how far it is"));
  }, beatMilliseconds);
  try {
    for await (const one of lookThrough(input.source, identify, looked)) {
      if (!("sighting" in one)) {
        setAside(one);
        continue;
      }
      const { sighting } = one;
      onSighting?.(sighting);
      if (sighting.mark) marked[sighting.mark] = (marked[sighting.mark] ?? 0) + 1;
      if (!counted.has(sighting.mark)) open.push(sighting);
      else if (!open.some(({ identity }) => identity.current === sighting.identity.current)) secrets.delete(sighting.identity.current);
      if (open.length >= batch) await flush();
    }
    await flush();
    await ctx.db.$transaction((tx) => recordAudiences(tx, ctx, sourceId, audiences), transaction);
    await end(ctx, runId, "succeeded", null, unread);
  } catch (error) {
    const fault = error instanceof SourceFault ? error.message : "Something failed on our side; the collector's log says what.";
    await end(ctx, runId, "failed", fault, unread);
    throw error;
  } finally {
    clearInterval(beat);
  }
  return { runId, looked };
}

async function begin(ctx: Context, { form, name, location, channel }: ScanInput): Promise<{ sourceId: string; runId: string }> {
  return ctx.db.$transaction(async (tx) => {
    const now = ctx.clock.now();
    const { id: sourceId } = await tx.scanSource.upsert({
      where: { name },
      create: { id: ctx.ids.uuid(), form, name, location, channel, heads: [], createdBy: actorName(ctx.actor), createdAt: now },
      update: { form, location, channel },
      select: { id: true },
    });
    await tx.scanRun.updateMany({
      where: { sourceId, status: "running", heartbeatAt: { lt: new Date(now.getTime() - 10 * beatMilliseconds) } },
      data: { status: "failed", error: "It broke off: its process ended. What it had found is kept.", finishedAt: now },
    });
    const runId = ctx.ids.uuid();
    await tx.scanRun.create({
      data: { id: runId, sourceId, trigger: actorName(ctx.actor), status: "running", queuedAt: now, startedAt: now, heartbeatAt: now },
    });
    await appendAudit(tx, ctx.actor, { action: "scan.started", subject: { type: "scan", id: runId }, detail: { form, name, channel } });
    return { sourceId, runId };
  });
}

async function end(ctx: Context, runId: string, status: "succeeded" | "failed", error: string | null, unread: readonly Unreadable[]): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const { exposures, occurrences } = await tx.scanRun.update({
      where: { id: runId },
      data: { status, error, finishedAt: ctx.clock.now() },
      select: { exposures: true, occurrences: true },
    });
    const rows = unread.map(({ path, reason, detail }, n) => ({ runId, n, path: keepable(path), reason, detail: detail === null ? null : keepable(detail) }));
    await tx.unreadable.createMany({ data: rows });
    await appendAudit(tx, ctx.actor, { action: `scan.${status}`, subject: { type: "scan", id: runId }, detail: { exposures, occurrences, error } });
  }, transaction);
}

function progressOf({ texts, bytes, commits, sightings, unreadable }: Looked) {
  return { texts: BigInt(texts), bytes: BigInt(bytes), commits, sightings, unreadable };
}
