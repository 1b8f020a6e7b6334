import type { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize, may } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import { conflict, forbidden, notFound } from "../core/errors";
import { parse } from "../core/parse";
import { RevokeApiTokenInput } from "./schemas";

/** Ends an API token at once: one's own, or anybody's for an administrator or an operator on the host. Throws NotFound, or Conflict when it ended already. */
export async function revokeApiToken(ctx: Context, input: z.input<typeof RevokeApiTokenInput>): Promise<void> {
  authorize(ctx.actor, "api-token.own");
  const { id } = parse(RevokeApiTokenInput, input);
  await ctx.db.$transaction(async (tx) => {
    const token = await tx.apiToken.findUnique({ where: { id }, select: { personId: true, name: true, revokedAt: true } });
    const own = ctx.actor.type === "person" && token?.personId === ctx.actor.id;
    if (!token) throw notFound("The API token");
    if (!own && !may(ctx.actor, "people.manage")) throw forbidden("This API token is somebody else's. Its owner or an administrator can revoke it.");
    const { count } = await tx.apiToken.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: ctx.clock.now(), revokedBy: actorName(ctx.actor) },
    });
    if (count === 0) throw conflict(`"${token.name}" was revoked already. It has not worked since.`);
    await appendAudit(tx, ctx.actor, { action: "api_token.revoked", subject: { type: "api_token", id }, detail: { name: token.name, person: token.personId } });
  });
}
