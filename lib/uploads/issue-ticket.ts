import { sha256 } from "../core/canonical";
import type { Context } from "../core/context";
import type { Tx } from "../core/db";
import { unauthenticated } from "../core/errors";
import { minutesAfter, ticketMinutes } from "../sign-in/lifetimes";

/** A one-time pass of five minutes with which the browser of whoever is signed in sends content straight to the collector. Throws Unauthenticated for anybody else. */
export async function issueTicket(tx: Tx, ctx: Context, uploadId: string): Promise<string> {
  const { actor } = ctx;
  if (actor.type !== "person" || actor.sessionId === "") throw unauthenticated("Only a person who is signed in sends content from the browser.");
  const ticket = ctx.ids.secret(32);
  const now = ctx.clock.now();
  await tx.uploadTicket.create({
    data: { ticketHash: sha256(ticket), personId: actor.id, sessionId: actor.sessionId, uploadId, createdAt: now, expiresAt: minutesAfter(now, ticketMinutes) },
  });
  return ticket;
}
