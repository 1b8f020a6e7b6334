import { appendAudit } from "../../../lib/audit/append";
import { sha256 } from "../../../lib/core/canonical";
import type { Context } from "../../../lib/core/context";
import { conflict, notFound } from "../../../lib/core/errors";
import { liveActor } from "./live-actor";

export interface SpentTicket {
  person: string;
  session: string;
  purpose: "sign" | "enrol" | "trust";
  subject: string | null;
}

/** Looks a ticket up without spending it; null when there is none. */
export async function findTicket({ db }: Context, ticket: string): Promise<SpentTicket | null> {
  const row = await db.signerTicket.findUnique({ where: { ticketHash: sha256(ticket) } });
  return row && spentOf(row);
}

type Row = Pick<SpentTicket, "purpose" | "subject"> & { personId: string; sessionId: string };
const spentOf = (row: Row): SpentTicket => ({ person: row.personId, session: row.sessionId, purpose: row.purpose, subject: row.subject });

/**
 * Spends the ticket with which web sent somebody over. Throws NotFound, Conflict when it is spent or its five minutes are over,
 * Unauthenticated or Forbidden when its session has ended or its person left.
 */
export async function spendTicket(ctx: Context, ticket: string): Promise<SpentTicket> {
  const now = ctx.clock.now();
  const ticketHash = sha256(ticket);
  const known = await findTicket(ctx, ticket);
  if (known) await liveActor(ctx, known);
  return ctx.db.$transaction(async (tx) => {
    const row = await tx.signerTicket.findUnique({ where: { ticketHash } });
    if (!row) throw notFound("This way to the signing page");
    if (row.usedAt)
      throw conflict("This way to the signing page was used already; it works once. Go back to Countersign and press the button again. Nothing is lost.");
    if (row.expiresAt <= now)
      throw conflict(
        "This way to the signing page was open for five minutes and has closed. Go back to Countersign and press the button again. Nothing is lost.",
      );
    const { count } = await tx.signerTicket.updateMany({ where: { ticketHash, usedAt: null, expiresAt: { gt: now } }, data: { usedAt: now } });
    if (count === 0) throw conflict("This way to the signing page was just used elsewhere. Go back to Countersign and press the button again.");
    await appendAudit(tx, ctx.actor, {
      action: "signer.entered",
      subject: { type: "person", id: row.personId },
      detail: { purpose: row.purpose, subject: row.subject },
    });
    return spentOf(row);
  });
}
