import { appendAudit } from "../../audit/append";
import { authorize } from "../../authorization/authorize";
import { actorName, type Context } from "../../core/context";
import type { Tx } from "../../core/db";
import { conflict, forbidden, invalidInput, notFound } from "../../core/errors";
import { parse } from "../../core/parse";
import { sqlState, transaction } from "../../core/transaction";
import { canMove, type FindingState, findingTransitions } from "../../domain/states";
import { withoutSecrets } from "../without-secrets";
import { longestDays } from "./names";
import { SuppressInput } from "./schemas";

export interface Suppressed {
  suppression: string;
  /** `proposed`: it works or is critical, so nothing is hidden before a second person agreed */
  status: "active" | "proposed";
  was: FindingState;
}

/**
 * A person says that a found secret is none: of the secret, wherever it stands, until a day. For one that works or is critical it is a proposal that a second
 * person decides. Throws NotFound, or Conflict where it is suppressed already or may not close.
 */
export async function suppressExposure(ctx: Context, input: SuppressInput): Promise<Suppressed> {
  authorize(ctx.actor, "finding.triage");
  const { exposureId, reason, until } = parse(SuppressInput, input);
  withoutSecrets("reason", reason);
  const expiresAt = endOf(until, ctx.clock.now());
  return transaction(ctx, (tx) => suppressIn(tx, ctx, { exposureId, reason, expiresAt }));
}

/** The moment at which a suppression until that day ends, in UTC. Throws InvalidInput for the past and for more than a year. */
export function endOf(day: string, now: Date): Date {
  const end = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000);
  const days = (end.getTime() - now.getTime()) / 86_400_000;
  const wrong = days <= 0 ? "That day is over." : days > longestDays + 1 ? "A suppression holds for a year at the latest. Give an earlier day." : null;
  if (wrong) throw invalidInput(wrong, { until: wrong });
  return end;
}

/** The same inside a transaction, for one of many. */
export async function suppressIn(
  tx: Tx,
  ctx: Context,
  { exposureId, reason, expiresAt }: { exposureId: string; reason: string; expiresAt: Date },
): Promise<Suppressed> {
  if (ctx.actor.type !== "person") throw forbidden("Only a person can say that a secret is none: their name stands beside it.");
  const exposure = await tx.exposure.findUnique({ where: { id: exposureId }, select: { status: true, kind: true } });
  if (!exposure) throw notFound("The exposure");
  if (!canMove(findingTransitions, exposure.status, "closed_false_positive"))
    throw conflict(`The exposure is ${exposure.status.replaceAll("_", " ")} and can't become a false positive. Reload the page to see where it stands.`);
  const living = await tx.suppression.findFirst({ where: { exposureId, status: { in: ["proposed", "active"] } }, select: { status: true } });
  if (living) throw conflict("It is already said that it is a false positive; a second person has to agree. Reload the page to see who said so.");
  // how grave it is, and so whether a second person is needed, the database looks up itself
  const { id, status } = await tx.suppression
    .create({
      data: { id: ctx.ids.uuid(), exposureId, reason, expiresAt, was: exposure.status, proposedBy: ctx.actor.id, proposedAt: ctx.clock.now() },
      select: { id: true, status: true },
    })
    .catch((error: unknown) => {
      throw sqlState(error) === "23505" ? conflict("Somebody else has just said so. Reload the page to see it.") : error;
    });
  if (status === "active") await closeAsFalse(tx, exposureId, exposure.status, actorName(ctx.actor), reason);
  await appendAudit(tx, ctx.actor, {
    action: status === "active" ? "exposure.suppressed" : "exposure.suppression_proposed",
    subject: { type: "exposure", id: exposureId },
    detail: { suppression: id, was: exposure.status, kind: exposure.kind, reason, until: expiresAt.toISOString() },
  });
  return { suppression: id, status: status as Suppressed["status"], was: exposure.status };
}

/** Closes an exposure that a suppression covers. Throws Conflict where it moved meanwhile. */
export async function closeAsFalse(tx: Tx, exposureId: string, was: FindingState, by: string, reason: string): Promise<void> {
  const { count } = await tx.exposure.updateMany({
    where: { id: exposureId, status: was },
    data: { status: "closed_false_positive", triagedBy: by, triageNote: reason },
  });
  if (count === 0) throw conflict("The exposure moved while you looked at it. Reload the page and decide again.");
}
