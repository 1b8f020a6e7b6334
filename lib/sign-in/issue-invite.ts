import { appendAudit } from "../audit/append";
import { sha256 } from "../core/canonical";
import { actorName, type Context } from "../core/context";
import type { Tx } from "../core/db";
import { inviteMinutes, minutesAfter } from "./lifetimes";

export interface IssuedInvite {
  /** shown once; the database keeps only its SHA-256 */
  link: string;
  expiresAt: Date;
}

const tokenBytes = 32;

/** Makes a one-time sign-in link for a person, good for 24 hours unless said otherwise, in the caller's transaction. The caller has authorized. */
export async function issueInvite(ctx: Context, tx: Tx, person: { id: string }, origin: string, minutes = inviteMinutes): Promise<IssuedInvite> {
  const token = ctx.ids.secret(tokenBytes);
  const createdAt = ctx.clock.now();
  const expiresAt = minutesAfter(createdAt, minutes);
  await tx.invite.create({ data: { tokenHash: sha256(token), personId: person.id, createdBy: actorName(ctx.actor), createdAt, expiresAt } });
  await appendAudit(tx, ctx.actor, { action: "invite.created", subject: { type: "person", id: person.id }, detail: { expiresAt: expiresAt.toISOString() } });
  const link = new URL("/sign-in/link", origin);
  link.searchParams.set("token", token);
  return { link: link.toString(), expiresAt };
}
