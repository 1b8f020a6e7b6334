import { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { unauthenticated } from "../core/errors";
import { parse } from "../core/parse";

/** Ends the actor's own session at once. Ending one that has already ended is fine. */
export async function endSession(ctx: Context): Promise<void> {
  if (ctx.actor.type !== "person") throw unauthenticated();
  await endWhere(ctx, { id: ctx.actor.sessionId, personId: ctx.actor.id }, "signed out");
}

export const EndAllSessionsInput = z.object({ personId: z.uuid() });

/** Ends every session of a person at once: one's own, or anybody's for those who manage people. Returns how many. */
export async function endAllSessions(ctx: Context, input: z.input<typeof EndAllSessionsInput>): Promise<number> {
  const { personId } = parse(EndAllSessionsInput, input);
  const own = ctx.actor.type === "person" && ctx.actor.id === personId;
  if (!own) authorize(ctx.actor, "people.manage");
  return endWhere(ctx, { personId }, own ? "signed out everywhere" : "ended by an administrator");
}

async function endWhere(ctx: Context, where: { id?: string; personId: string }, reason: string): Promise<number> {
  return ctx.db.$transaction(async (tx) => {
    const ended = await tx.session.updateManyAndReturn({
      where: { ...where, endedAt: null },
      data: { endedAt: ctx.clock.now(), endedReason: reason },
      select: { id: true },
    });
    for (const { id } of ended)
      await appendAudit(tx, ctx.actor, { action: "session.ended", subject: { type: "session", id }, detail: { person: where.personId, reason } });
    return ended.length;
  });
}
