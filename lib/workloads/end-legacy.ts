import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { conflict } from "../core/errors";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { livingWorkload } from "./living-workload";
import { mustManage } from "./may-manage";
import { EndLegacyInput } from "./schemas";

/** Takes a workload out of the legacy register: it can do short-lived credentials now, or never needed to be there. */
export async function endLegacy(ctx: Context, input: unknown): Promise<void> {
  authorize(ctx.actor, "workload.manage");
  const { workload } = parse(EndLegacyInput, input);
  await transaction(ctx, async (tx) => {
    const was = await livingWorkload(tx, workload);
    mustManage(ctx.actor, was);
    if (!was.legacyReason) throw conflict(`${was.name} is not in the legacy register. Nothing was changed.`);
    await tx.workload.update({ where: { id: workload }, data: { legacyReason: null, legacyUntil: null, changedAt: ctx.clock.now() } });
    await appendAudit(tx, ctx.actor, {
      action: "workload.legacy_ended",
      subject: { type: "workload", id: workload },
      detail: { was: { reason: was.legacyReason, until: was.legacyUntil?.toISOString() ?? null } },
    });
  });
}
