import { appendAudit } from "../../../lib/audit/append";
import { actorName, type Context } from "../../../lib/core/context";
import type { Channel, ScanForm } from "../../../lib/domain/exposures";
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

/** Begins a run of a source that is named here and now; one of the same source whose process died is ended. */
export async function openRun(ctx: Context, { form, name, location, channel }: Named): Promise<Run> {
  return ctx.db.$transaction(async (tx) => {
    const now = ctx.clock.now();
    const { id: sourceId } = await tx.scanSource.upsert({
      where: { name },
      create: { id: ctx.ids.uuid(), form, name, location, channel, heads: [], createdBy: actorName(ctx.actor), createdAt: now },
      update: { form, location, channel },
      select: { id: true },
    });
    await endSilentRuns(tx, ctx, sourceId);
    const id = ctx.ids.uuid();
    await tx.scanRun.create({ data: { id, sourceId, trigger: actorName(ctx.actor), status: "running", queuedAt: now, startedAt: now, heartbeatAt: now } });
    await appendAudit(tx, ctx.actor, { action: "scan.started", subject: { type: "scan", id }, detail: { form, name, channel } });
    return { id, sourceId };
  });
}
