import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { invalidInput } from "../core/errors";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { livingWorkload } from "./living-workload";
import { mustManage } from "./may-manage";
import { SetLegacyInput } from "./schemas";

/** Enters a workload into the legacy register: it can't do short-lived credentials, because …, until … (the end of that day, UTC). */
export async function setLegacy(ctx: Context, input: unknown): Promise<void> {
  authorize(ctx.actor, "workload.manage");
  const { workload, reason, until } = parse(SetLegacyInput, input);
  const end = new Date(`${until}T23:59:59.000Z`);
  if (end <= ctx.clock.now())
    throw invalidInput("The day has passed. Give one by which it can do short-lived credentials.", { until: "Choose a day to come." });
  await transaction(ctx, async (tx) => {
    const was = await livingWorkload(tx, workload);
    mustManage(ctx.actor, was);
    await tx.workload.update({ where: { id: workload }, data: { legacyReason: reason, legacyUntil: end, changedAt: ctx.clock.now() } });
    await appendAudit(tx, ctx.actor, {
      action: "workload.legacy_set",
      subject: { type: "workload", id: workload },
      detail: { reason, until, was: was.legacyReason && { reason: was.legacyReason, until: was.legacyUntil?.toISOString() ?? null } },
    });
  });
}
