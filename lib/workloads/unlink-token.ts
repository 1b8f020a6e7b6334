import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { conflict, forbidden } from "../core/errors";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { livingWorkload } from "./living-workload";
import { manages } from "./may-manage";
import { UnlinkTokenInput } from "./schemas";

/** Says that a workload does not use a token. The audit log keeps who had said otherwise. */
export async function unlinkToken(ctx: Context, input: unknown): Promise<void> {
  authorize(ctx.actor, "workload.manage");
  const { workload, token } = parse(UnlinkTokenInput, input);
  await transaction(ctx, async (tx) => {
    const stored = await livingWorkload(tx, workload);
    const owned = await tx.ownership.findUnique({ where: { tokenId: token }, select: { personId: true } });
    if (!manages(ctx.actor, stored) && !(ctx.actor.type === "person" && owned?.personId === ctx.actor.id))
      throw forbidden(`You answer neither for this token nor for ${stored.name}. Ask a security manager to take them apart.`);
    const link = await tx.tokenWorkload.findUnique({ where: { tokenId_workloadId: { tokenId: token, workloadId: workload } } });
    if (!link) throw conflict(`${stored.name} is not linked to this token any more. Nothing was changed.`);
    await tx.tokenWorkload.delete({ where: { tokenId_workloadId: { tokenId: token, workloadId: workload } } });
    await appendAudit(tx, ctx.actor, {
      action: "workload.token_unlinked",
      subject: { type: "workload", id: workload },
      detail: { token, was: { basis: link.basis, by: link.setBy, at: link.setAt.toISOString() } },
    });
  });
}
