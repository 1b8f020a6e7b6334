import { appendAudit } from "../../../lib/audit/append";
import { actorName, type Context } from "../../../lib/core/context";
import type { Tx } from "../../../lib/core/db";
import { conflict } from "../../../lib/core/errors";
import type { Channel, ScanForm } from "../../../lib/domain/exposures";
import { unknownState } from "../../../lib/exposure/scanning/name-source";
import { endSilentRuns } from "./end-run";

/** A run that this process has. */
export interface Run {
  id: string;
  sourceId: string;
}

/** What is looked through, as people know it. */
export interface Named {
  form: ScanForm;
  name: string;
  /** path on this host; null = it comes once */
  location: string | null;
  channel: Channel;
}

/**
 * Begins a run of a source that is named here and now; one of the same source whose process died is ended. Throws Conflict where the name is that of a
 * planned or a sent source that is something else, and while what lies there is being looked through; what comes once may come at the same time.
 */
export async function openRun(ctx: Context, named: Named): Promise<Run> {
  return ctx.db.$transaction(async (tx) => {
    const now = ctx.clock.now();
    const sourceId = await sourceOf(tx, ctx, named);
    await endSilentRuns(tx, ctx, sourceId);
    const { form, name, location, channel } = named;
    if (location !== null && (await tx.scanRun.findFirst({ where: { sourceId, status: "running" }, select: { id: true } })))
      throw conflict(`${name} is being looked through already. Wait until that run is over, or cancel it on its page.`);
    const id = ctx.ids.uuid();
    await tx.scanRun.create({ data: { id, sourceId, trigger: actorName(ctx.actor), status: "running", queuedAt: now, startedAt: now, heartbeatAt: now } });
    await appendAudit(tx, ctx.actor, { action: "scan.started", subject: { type: "scan", id }, detail: { form, name, channel } });
    return { id, sourceId };
  });
}

/** The source of that name, held until the transaction ends so that two do not begin at once. */
async function sourceOf(tx: Tx, ctx: Context, { form, name, location, channel }: Named): Promise<string> {
  const fresh = { id: ctx.ids.uuid(), form, name, location, channel, heads: [], createdBy: actorName(ctx.actor), createdAt: ctx.clock.now() };
  await tx.scanSource.createMany({ data: fresh, skipDuplicates: true });
  await tx.$queryRaw`select id from scan_source where name = ${name} for no key update`;
  const known = await tx.scanSource.findUniqueOrThrow({ where: { name } });
  if (known.form === form && known.location === location && known.channel === channel) return known.id;
  const kept = `as ${known.form}, ${known.channel.replaceAll("_", " ")}`;
  if (known.every !== null)
    throw conflict(
      `${name} is planned ${kept}: looked through as something else, all that was found there would count as gone. Take it off the list first (countersign scan remove ${name}), or look without keeping anything (--no-store).`,
    );
  if (known.form === "upload") throw conflict(`${name} is the name of what people send. Look without keeping anything (--no-store).`);
  // what was known of its state was known of something else
  await tx.scanSource.update({ where: { id: known.id }, data: { form, location, channel, ...unknownState } });
  return known.id;
}
