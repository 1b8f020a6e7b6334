import { appendAudit } from "../../audit/append";
import { authorize } from "../../authorization/authorize";
import type { Context } from "../../core/context";
import { notFound } from "../../core/errors";
import { parse } from "../../core/parse";
import { transaction } from "../../core/transaction";
import { mustBeActive } from "../../workloads/active-people";
import { AssignExposureInput } from "./schemas";

/** Says who is to see to an exposure, or nobody. Throws NotFound, or InvalidInput for somebody who isn't active. `was` is who it was, for taking it back. */
export async function assignExposure(ctx: Context, input: AssignExposureInput): Promise<{ was: string | null; assignee: string | null }> {
  authorize(ctx.actor, "finding.triage");
  const { exposureId, person } = parse(AssignExposureInput, input);
  return transaction(ctx, async (tx) => {
    const exposure = await tx.exposure.findUnique({ where: { id: exposureId }, select: { assigneeId: true } });
    if (!exposure) throw notFound("The exposure");
    await mustBeActive(tx, { owner: person });
    await tx.exposure.update({ where: { id: exposureId }, data: { assigneeId: person } });
    await appendAudit(tx, ctx.actor, {
      action: "exposure.assigned",
      subject: { type: "exposure", id: exposureId },
      detail: { was: exposure.assigneeId, is: person },
    });
    return { was: exposure.assigneeId, assignee: person };
  });
}
