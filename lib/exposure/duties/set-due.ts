import { appendAudit } from "../../audit/append";
import { authorize } from "../../authorization/authorize";
import type { Context } from "../../core/context";
import { notFound } from "../../core/errors";
import { parse } from "../../core/parse";
import { transaction } from "../../core/transaction";
import { SetDueInput } from "./schemas";

/** The end of a day, UTC. */
export const endOfDay = (day: string): Date => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000);

/** Says by when an exposure is to be seen to, whatever the due rules say, or leaves it to them again. Throws NotFound. */
export async function setDue(ctx: Context, input: SetDueInput): Promise<{ due: Date | null }> {
  authorize(ctx.actor, "finding.triage");
  const { exposureId, day } = parse(SetDueInput, input);
  const due = day === null ? null : endOfDay(day);
  return transaction(ctx, async (tx) => {
    const exposure = await tx.exposure.findUnique({ where: { id: exposureId }, select: { dueAt: true } });
    if (!exposure) throw notFound("The exposure");
    await tx.exposure.update({ where: { id: exposureId }, data: { dueAt: due } });
    await appendAudit(tx, ctx.actor, {
      action: "exposure.due_set",
      subject: { type: "exposure", id: exposureId },
      detail: { was: exposure.dueAt, is: due },
    });
    return { due };
  });
}
