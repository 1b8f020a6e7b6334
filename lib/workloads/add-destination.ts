import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import { conflict, notFound } from "../core/errors";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { livingWorkload } from "./living-workload";
import { mustManage } from "./may-manage";
import { AddDestinationInput } from "./schemas";

/** Says that a workload reaches a host or system, and which further token it finds or uses there. */
export async function addDestination(ctx: Context, input: unknown): Promise<{ id: string }> {
  authorize(ctx.actor, "workload.manage");
  const { workload, destination, token } = parse(AddDestinationInput, input);
  return transaction(ctx, async (tx) => {
    const stored = await livingWorkload(tx, workload);
    mustManage(ctx.actor, stored);
    if (token && !(await tx.token.findUnique({ where: { id: token }, select: { id: true } }))) throw notFound("The token");
    const known = await tx.workloadDestination.findFirst({ where: { workloadId: workload, destination, tokenId: token ?? null }, select: { id: true } });
    if (known) throw conflict(`${stored.name} is known to reach ${destination} already. Nothing was added.`);
    const { id } = await tx.workloadDestination.create({
      data: {
        id: ctx.ids.uuid(),
        workloadId: workload,
        destination,
        tokenId: token ?? null,
        basis: "declared",
        setBy: actorName(ctx.actor),
        setAt: ctx.clock.now(),
      },
      select: { id: true },
    });
    await appendAudit(tx, ctx.actor, {
      action: "workload.destination_added",
      subject: { type: "workload", id: workload },
      detail: { destination, token: token ?? null },
    });
    return { id };
  });
}
