import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { conflict } from "../core/errors";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { livingWorkload } from "./living-workload";
import { mustManage } from "./may-manage";
import { RemoveDestinationInput } from "./schemas";

/** Says that a workload does not reach a destination. The audit log keeps who had said so. */
export async function removeDestination(ctx: Context, input: unknown): Promise<void> {
  authorize(ctx.actor, "workload.manage");
  const { destination: id } = parse(RemoveDestinationInput, input);
  await transaction(ctx, async (tx) => {
    const found = await tx.workloadDestination.findUnique({ where: { id } });
    if (!found) throw conflict("This destination is gone already. Nothing was changed.");
    mustManage(ctx.actor, await livingWorkload(tx, found.workloadId));
    await tx.workloadDestination.delete({ where: { id } });
    await appendAudit(tx, ctx.actor, {
      action: "workload.destination_removed",
      subject: { type: "workload", id: found.workloadId },
      detail: { destination: found.destination, token: found.tokenId, was: { basis: found.basis, by: found.setBy, at: found.setAt.toISOString() } },
    });
  });
}
