import type { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import { forbidden } from "../core/errors";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { mustBeActive } from "./active-people";
import { mustBeUnclaimed } from "./identity-taken";
import { manages } from "./may-manage";
import { CreateWorkloadInput } from "./schemas";

/** Describes a workload that nobody has described yet. A token owner describes those that they answer for. */
export async function createWorkload(ctx: Context, input: z.input<typeof CreateWorkloadInput>): Promise<{ id: string }> {
  authorize(ctx.actor, "workload.manage");
  const { owner, backup, team, ...rest } = parse(CreateWorkloadInput, input);
  if (!manages(ctx.actor, { ownerId: owner ?? null, backupId: backup ?? null }))
    throw forbidden("You can describe workloads that you own or stand in for. Name yourself as its owner, or ask a security manager.");
  return transaction(ctx, async (tx) => {
    await mustBeActive(tx, { owner, backup, team });
    await mustBeUnclaimed(tx, rest);
    const now = ctx.clock.now();
    const { id } = await tx.workload.create({
      data: {
        id: ctx.ids.uuid(),
        ...rest,
        ownerId: owner ?? null,
        backupId: backup ?? null,
        teamId: team ?? null,
        source: "person",
        createdBy: actorName(ctx.actor),
        createdAt: now,
        changedAt: now,
      },
      select: { id: true },
    });
    await appendAudit(tx, ctx.actor, { action: "workload.created", subject: { type: "workload", id }, detail: { ...rest, owner, backup, team } });
    return { id };
  });
}
