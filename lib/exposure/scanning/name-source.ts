import { appendAudit } from "../../audit/append";
import { authorize } from "../../authorization/authorize";
import { actorName, type Context } from "../../core/context";
import { conflict, notFound } from "../../core/errors";
import { transaction } from "../../core/transaction";
import type { Channel, ScanForm } from "../../domain/exposures";
import { endRunsOf } from "./end-runs-of";

/** A place on the collector's host that is looked through by the clock. A system over HTTP is named by `nameSystem`, a repository elsewhere by `nameMirror`. */
export interface NamedSource {
  name: string;
  /** absolute path */
  location: string;
  form: Exclude<ScanForm, "stream" | "upload" | "rest">;
  channel: Channel;
  /** minutes between two runs */
  every: number;
  /** where the pages lie of what an export holds that does not say; null = nobody said, absent = as it was */
  base?: string | null;
}

/** Of a source that becomes something else nothing is known: it is looked through whole, and what was found before is not taken for gone. */
export const unknownState = { heads: [], state: null, rules: null, rulesSince: null, lasting: {}, base: null };

/** Names a source, or says anew how often it is looked through; its first run is due at once. On the collector's host alone. Throws Conflict where the name is another's. */
export async function nameSource(ctx: Context, { name, location, form, channel, every, base }: NamedSource): Promise<{ id: string }> {
  authorize(ctx.actor, "scan.name");
  return transaction(ctx, async (tx) => {
    const now = ctx.clock.now();
    const known = await tx.scanSource.findUnique({ where: { name }, select: { id: true, location: true, form: true, base: true } });
    if (known && known.location !== location) throw conflict(`${name} is the name of another source. Give this one its own with --name.`);
    const plan = { form, channel, every, nextRunAt: now, removedAt: null, pausedBy: null, pausedAt: null, ...(base === undefined ? {} : { base }) };
    const { id } = known
      ? await tx.scanSource.update({
          where: { id: known.id },
          data: known.form === form && (base === undefined || base === known.base) ? plan : { ...unknownState, ...plan },
          select: { id: true },
        })
      : await tx.scanSource.create({
          data: { id: ctx.ids.uuid(), name, location, heads: [], createdBy: actorName(ctx.actor), createdAt: now, ...plan },
          select: { id: true },
        });
    await appendAudit(tx, ctx.actor, {
      action: "scan.named",
      subject: { type: "scan_source", id },
      detail: { name, location, form, channel, every, ...(base ? { base } : {}) },
    });
    return { id };
  });
}

/** Takes a source off the list of what is looked through; what was found in it stays, a credential that was given for it does not, nor do the repositories that it lists; runs of these end. The collector deletes mirrors. On the collector's host alone. Throws NotFound. */
export async function removeSource(ctx: Context, name: string): Promise<void> {
  authorize(ctx.actor, "scan.name");
  await transaction(ctx, async (tx) => {
    const source = await tx.scanSource.findFirst({
      where: { name, every: { not: null }, removedAt: null },
      select: { id: true, parent: { select: { name: true } } },
    });
    if (!source) throw notFound(`A planned source called ${name}`);
    if (source.parent)
      throw conflict(`${name} is listed by ${source.parent.name}, which would name it again. Let it rest on its page, or leave it out in the system's file.`);
    // what a system lists is looked through because of it
    const all = { OR: [{ id: source.id }, { parentId: source.id }] };
    const removed = await tx.scanSource.updateManyAndReturn({
      where: { ...all, removedAt: null },
      data: { removedAt: ctx.clock.now(), every: null, nextRunAt: null },
      select: { id: true },
    });
    const ids = removed.map(({ id }) => id);
    await endRunsOf(tx, ctx, ids);
    await tx.scanSystem.deleteMany({ where: { sourceId: source.id } });
    await tx.scanMirror.deleteMany({ where: { source: all } });
    await appendAudit(tx, ctx.actor, { action: "scan.removed", subject: { type: "scan_source", id: source.id }, detail: { name } });
  });
}
