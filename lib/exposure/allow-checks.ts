import { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import { conflict, notFound } from "../core/errors";
import { parse } from "../core/parse";
import { checkCalls } from "./check-calls";

export const AllowChecksInput = z.object({ connectionId: z.uuid(), allowed: z.boolean() });
export type AllowChecksInput = z.input<typeof AllowChecksInput>;

/**
 * A person allows, or no longer allows, that secrets found elsewhere are tried at a connection. Saying the same again changes nothing. Throws NotFound,
 * or Conflict where there is no call known that does no harm.
 */
export async function allowChecks(ctx: Context, input: AllowChecksInput): Promise<{ allowed: boolean }> {
  authorize(ctx.actor, "connection.manage");
  const { connectionId, allowed } = parse(AllowChecksInput, input);
  return ctx.db.$transaction(async (tx) => {
    const connection = await tx.connection.findUnique({ where: { id: connectionId }, include: { removal: true, checks: true } });
    if (!connection || connection.removal) throw notFound("The connection");
    if (allowed && !checkCalls[connection.connector])
      throw conflict("No call that does no harm is known for this kind of system, so nothing can be tried there.");
    if ((connection.checks !== null) === allowed) return { allowed };
    if (allowed) await tx.checkPermission.create({ data: { connectionId, allowedBy: actorName(ctx.actor), allowedAt: ctx.clock.now() } });
    else await tx.checkPermission.delete({ where: { connectionId } });
    await appendAudit(tx, ctx.actor, { action: allowed ? "checks.allowed" : "checks.withdrawn", subject: { type: "connection", id: connectionId } });
    return { allowed };
  });
}

/** Whether found secrets are tried at a connection, and by which call; null where none is known. */
export async function checksOf(ctx: Context, connectionId: string): Promise<{ allowed: boolean; call: string } | null> {
  authorize(ctx.actor, "connection.read");
  const connection = await ctx.db.connection.findUnique({ where: { id: parse(z.uuid(), connectionId) }, select: { connector: true, checks: true } });
  if (!connection) throw notFound("The connection");
  const call = checkCalls[connection.connector];
  return call ? { allowed: connection.checks !== null, call } : null;
}
