import { z } from "zod";
import { appendAudit } from "../audit/append";
import { sha256 } from "../core/canonical";
import type { Context } from "../core/context";
import { AppError, invalidInput } from "../core/errors";
import { parse } from "../core/parse";
import { assertWebProcess, openSession, type StartedSession } from "./start-session";

export const RedeemInviteInput = z.object({
  token: z.string().trim().min(1).max(200),
  userAgent: z.string().max(400).nullable().default(null),
});

/** One answer for wrong, used, expired and no longer allowed: the answer tells a guesser nothing. */
export const deadLink =
  "This link no longer signs anyone in: it was used already, has expired, or was copied incompletely. Ask for a new one on the sign-in page, or from your administrator (countersign admin invite).";

/** Trades a one-time link for a session. The link is spent in the same transaction. Throws InvalidInput with one constant answer. */
export async function redeemInvite(ctx: Context, input: z.input<typeof RedeemInviteInput>): Promise<StartedSession> {
  assertWebProcess(ctx);
  const { token, userAgent } = parse(RedeemInviteInput, input);
  const tokenHash = sha256(token);
  const now = ctx.clock.now();
  try {
    return await ctx.db.$transaction(async (tx) => {
      const [spent] = await tx.invite.updateManyAndReturn({ where: { tokenHash, usedAt: null, expiresAt: { gt: now } }, data: { usedAt: now } });
      if (!spent) throw invalidInput(deadLink);
      return openSession(ctx, tx, { personId: spent.personId, method: "link", userAgent });
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await auditRefusal(ctx, tokenHash, error.code);
    throw invalidInput(deadLink);
  }
}

/** A refused link that did exist is worth an entry; an invented one is not, since inventing costs nothing. */
async function auditRefusal(ctx: Context, tokenHash: string, code: string): Promise<void> {
  const known = await ctx.db.invite.findUnique({ where: { tokenHash }, select: { personId: true, usedAt: true } });
  if (!known) return;
  const reason = code === "Forbidden" ? "person not active" : known.usedAt ? "used already" : "expired";
  await ctx.db.$transaction((tx) =>
    appendAudit(tx, ctx.actor, { action: "invite.refused", subject: { type: "person", id: known.personId }, detail: { reason } }),
  );
}
