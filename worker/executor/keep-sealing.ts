import { setTimeout as pause } from "node:timers/promises";
import type { Context } from "../../lib/core/context";
import { LogBroken, type Sealer } from "./seal";

const everyMilliseconds = 2_000;

/** Seals the audit log every 2 s until the signal, and once more at the end. Stops for good when the log is not the one that was sealed. */
export async function keepSealing({ log }: Context, sealer: Sealer, signal: AbortSignal): Promise<void> {
  for (let last = false; !last; ) {
    last = signal.aborted;
    try {
      await sealer.seal();
    } catch (error) {
      if (error instanceof LogBroken)
        return log.error({ err: error }, "The audit log was altered; sealing has stopped. Run `countersign audit verify` on an export.");
      log.error({ err: error }, "sealing failed; it is tried again");
    }
    if (!last) await pause(everyMilliseconds, undefined, { signal }).catch(() => undefined);
  }
}
