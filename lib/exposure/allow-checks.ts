import { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import { conflict, notFound } from "../core/errors";
import { parse } from "../core/parse";
import { TokenClass } from "../domain/tokens";
import { actorNames } from "../people/actor-names";
import { checkCallsOf } from "./check-calls";
import { mostTriesPerHour } from "./check-limits";

export const AllowChecksInput = z.object({ connectionId: z.uuid(), class: TokenClass, allowed: z.boolean() });
export type AllowChecksInput = z.input<typeof AllowChecksInput>;

/**
 * A person allows, or no longer allows, that secrets of one class of tokens that were found elsewhere are tried at a connection. Saying the same again
 * changes nothing. Throws NotFound, or Conflict where there is no call known that does no harm.
 */
export async function allowChecks(ctx: Context, input: AllowChecksInput): Promise<{ allowed: boolean }> {
  authorize(ctx.actor, "connection.manage");
  const { connectionId, class: tokenClass, allowed } = parse(AllowChecksInput, input);
  return ctx.db.$transaction(async (tx) => {
    const connection = await tx.connection.findUnique({ where: { id: connectionId }, include: { removal: true, checks: { where: { class: tokenClass } } } });
    if (!connection || connection.removal) throw notFound("The connection");
    const call = checkCallsOf(connection.connector, connection.settings)[tokenClass];
    if (allowed && !call) throw conflict("No call that does no harm is known for this kind of token, so nothing can be tried there.");
    if (connection.checks.length > 0 === allowed) return { allowed };
    const key = { connectionId, class: tokenClass };
    if (allowed) await tx.checkPermission.create({ data: { ...key, allowedBy: actorName(ctx.actor), allowedAt: ctx.clock.now() } });
    else await tx.checkPermission.delete({ where: { connectionId_class: key } });
    await appendAudit(tx, ctx.actor, {
      action: allowed ? "checks.allowed" : "checks.withdrawn",
      subject: { type: "connection", id: connectionId },
      detail: { class: tokenClass, ...(allowed ? { call } : {}) },
    });
    return { allowed };
  });
}

/** One class of tokens whose found secrets can be tried at a connection. */
export interface CheckOfClass {
  class: TokenClass;
  /** which call, in words */
  call: string;
  /** who allowed it, and when; null = nobody */
  allowed: { by: string; at: string } | null;
}
export interface ConnectionChecks {
  classes: CheckOfClass[];
  /** how many were tried in the hour that is running, of how many at most */
  tries: number;
  most: number;
  /** until when the vendor asked to be left alone */
  restUntil: string | null;
}

/** Which found secrets are tried at a connection, and by which calls; null where none is known. Throws NotFound. */
export async function checksOf(ctx: Context, connectionId: string): Promise<ConnectionChecks | null> {
  authorize(ctx.actor, "connection.read");
  const connection = await ctx.db.connection.findUnique({
    where: { id: parse(z.uuid(), connectionId) },
    select: { connector: true, settings: true, checks: true, checkPace: true },
  });
  if (!connection) throw notFound("The connection");
  const calls = Object.entries(checkCallsOf(connection.connector, connection.settings)) as [TokenClass, string][];
  if (calls.length === 0) return null;
  const names = await actorNames(
    ctx.db,
    connection.checks.map(({ allowedBy }) => allowedBy),
  );
  const now = ctx.clock.now().getTime();
  const pace = connection.checkPace;
  return {
    classes: calls.map(([tokenClass, call]) => {
      const said = connection.checks.find((one) => one.class === tokenClass);
      return { class: tokenClass, call, allowed: said ? { by: names.get(said.allowedBy) ?? said.allowedBy, at: said.allowedAt.toISOString() } : null };
    }),
    tries: pace && pace.hourBeganAt.getTime() > now - 3_600_000 ? pace.tries : 0,
    most: mostTriesPerHour,
    restUntil: pace?.restUntil && pace.restUntil.getTime() > now ? pace.restUntil.toISOString() : null,
  };
}
