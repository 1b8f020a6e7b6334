import type { Context } from "../../../lib/core/context";
import { staleMilliseconds } from "./claim";

/** Imports whose process died without a word are failed, so that their page says what to do. Returns how many. */
export async function endStalled(ctx: Context): Promise<number> {
  const now = ctx.clock.now();
  return ctx.db.$executeRaw`
    update import_run set status = (case when cancelled_by is null then 'failed' else 'cancelled' end)::sync_status, finished_at = ${now}, claimed_by = null,
      error = 'The import broke off: its process ended. Choose the same file again; what was taken in is passed over.'
    where status = 'running' and heartbeat_at < ${new Date(now.getTime() - 2 * staleMilliseconds)}`;
}
