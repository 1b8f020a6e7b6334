import { actorName, type Context } from "../../core/context";
import type { Tx } from "../../core/db";

/** Of sources that are no longer looked through: a run that waits is over, and one under way stops at its next sign of life. What it found stays. */
export async function endRunsOf(tx: Tx, ctx: Context, sources: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    update scan_run set cancelled_by = coalesce(cancelled_by, ${actorName(ctx.actor)}),
      status = (case when status = 'queued' then 'cancelled' else status::text end)::sync_status,
      finished_at = case when status = 'queued' then ${ctx.clock.now()} else finished_at end
    where source_id = any(${sources}::uuid[]) and status in ('queued', 'running')`;
}
