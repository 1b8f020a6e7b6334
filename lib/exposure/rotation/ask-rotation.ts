import { appendAudit } from "../../audit/append";
import { authorize } from "../../authorization/authorize";
import { actorName, type Context } from "../../core/context";
import { conflict, forbidden, notFound } from "../../core/errors";
import { parse } from "../../core/parse";
import { transaction } from "../../core/transaction";
import { canMove, findingTransitions } from "../../domain/states";
import { tokenRows } from "../../tokens/token-row";
import { exposureRows } from "../exposure-row";
import { withoutSecrets } from "../without-secrets";
import { rotationsOf } from "./my-rotations";
import { AskRotationInput } from "./schemas";
import { refusalToAsk } from "./task-sql";

/** So many days an owner has where the exposure has no day of its own. */
const usualDays = 7;

/**
 * Asks the confirmed owner of an exposed token to rotate it; it stands under their My tokens until the old one is known to be dead. The exposure is being
 * remedied from then on. Throws NotFound, or Conflict, with why, where they can't be asked.
 */
export async function askRotation(ctx: Context, input: AskRotationInput): Promise<{ rotation: string }> {
  authorize(ctx.actor, "finding.triage");
  const { exposureId, note } = parse(AskRotationInput, input);
  withoutSecrets("note", note);
  if (ctx.actor.type !== "person") throw forbidden("Only a person can ask another one.");
  const asker = ctx.actor.id;
  return transaction(ctx, async (tx) => {
    await tx.$queryRaw`select id from exposure where id = ${exposureId}::uuid for no key update`;
    const [row] = await exposureRows(tx, [exposureId]);
    if (!row) throw notFound("The exposure");
    const [token] = row.token ? await tokenRows(tx, [row.token.id]) : [];
    const refusal = refusalToAsk(row, token?.state ?? null, await rotationsOf(tx, exposureId));
    if (refusal) throw conflict(refusal);
    const now = ctx.clock.now();
    const due = row.due ? new Date(row.due) : new Date(now.getTime() + usualDays * 86_400_000);
    const id = ctx.ids.uuid();
    await tx.rotationTask.create({ data: { id, exposureId, note: note || null, dueAt: due, askedBy: asker, askedAt: now } });
    const moves = canMove(findingTransitions, row.status, "remediating");
    if (moves) await tx.exposure.update({ where: { id: exposureId }, data: { status: "remediating", triagedBy: actorName(ctx.actor) } });
    await appendAudit(tx, ctx.actor, {
      action: "exposure.rotation_asked",
      subject: { type: "exposure", id: exposureId },
      detail: {
        rotation: id,
        token: row.token?.id,
        owner: row.owner?.id,
        due,
        ...(moves ? { was: row.status, is: "remediating" } : {}),
        ...(note ? { note } : {}),
      },
    });
    return { rotation: id };
  });
}
