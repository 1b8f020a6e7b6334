import { setTimeout as pause } from "node:timers/promises";
import { logState } from "../../lib/audit/log-state";
import type { Context } from "../../lib/core/context";
import type { Notices } from "./notices/notices";
import { LogBroken, type Sealer } from "./seal";

const everyMilliseconds = 2_000;

/**
 * Seals the audit log every 2 s until the signal, and once more at the end. Where the log is not the one that was sealed, or entries wait
 * for more than a minute, people are sent a notice, once for each occasion; a broken log is looked at again, so that it goes on once it was put right.
 */
export async function keepSealing(ctx: Context, sealer: Sealer, notices: Notices, signal: AbortSignal): Promise<void> {
  let said = "";
  for (let last = false; !last; ) {
    last = signal.aborted;
    try {
      await sealer.seal();
      said = "";
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const broken = "The audit log was altered: nothing is sealed and nothing new is started. docs/audit.md says what to do.";
      if (reason !== said) ctx.log.error({ err: error }, error instanceof LogBroken ? broken : "sealing failed; it is tried again");
      said = reason;
    }
    await tell(ctx, notices).catch((error: unknown) => ctx.log.warn({ err: error }, "how the audit log stands could not be read"));
    if (!last) await pause(everyMilliseconds, undefined, { signal }).catch(() => undefined);
  }
}

async function tell({ db }: Context, notices: Notices): Promise<void> {
  const { broken, late } = await logState(db);
  if (broken) await notices.logBroken(db, broken.at);
  else if (late) await notices.logLate(db, late.id);
}
