import type { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { conflict } from "../core/errors";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { mustBeActive } from "./active-people";
import { mustBeUnclaimed } from "./identity-taken";
import { livingWorkload } from "./living-workload";
import { mustManage } from "./may-manage";
import { EditWorkloadInput } from "./schemas";

/** Changes what is said of a workload. Throws Conflict where somebody changed it since it was read. */
export async function editWorkload(ctx: Context, input: z.input<typeof EditWorkloadInput>): Promise<void> {
  authorize(ctx.actor, "workload.manage");
  const { workload: id, seen, owner, backup, team, ...rest } = parse(EditWorkloadInput, input);
  await transaction(ctx, async (tx) => {
    const was = await livingWorkload(tx, id);
    mustManage(ctx.actor, was);
    if (was.changedAt.getTime() !== new Date(seen).getTime())
      throw conflict(`${was.name} was changed by someone else meanwhile. Nothing was saved: open it again and look at what is new.`);
    await mustBeActive(tx, { owner, backup, team }, [was.ownerId, was.backupId]);
    await mustBeUnclaimed(tx, rest, id);
    const is = { ...rest, ownerId: owner ?? null, backupId: backup ?? null, teamId: team ?? null };
    const changed = Object.entries(is).filter(([field, value]) => was[field as keyof typeof is] !== value);
    if (changed.length === 0) return;
    await tx.workload.update({ where: { id }, data: { ...is, changedAt: ctx.clock.now() } });
    await appendAudit(tx, ctx.actor, {
      action: "workload.changed",
      subject: { type: "workload", id },
      detail: { was: Object.fromEntries(changed.map(([field]) => [field, was[field as keyof typeof is]])), is: Object.fromEntries(changed) },
    });
  });
}
