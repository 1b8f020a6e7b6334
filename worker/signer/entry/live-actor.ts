import type { Actor, Context } from "../../../lib/core/context";
import { forbidden, unauthenticated } from "../../../lib/core/errors";
import { actorOfSession } from "../../../lib/sign-in/queries";

/**
 * The person of a ticket or a pass, with the roles of this moment, as long as the session in web that they came from lives.
 * Throws Forbidden for somebody who is not active, Unauthenticated when the session has ended or is another person's.
 */
export async function liveActor(ctx: Context, { person, session }: { person: string; session: string }): Promise<Extract<Actor, { type: "person" }>> {
  const actor = await actorOfSession(ctx, session);
  if (actor?.id === person) return actor;
  const found = await ctx.db.person.findUnique({ where: { id: person }, select: { status: true } });
  if (found?.status !== "active") throw forbidden("You are not an active person in the directory, so nothing you sign here would count.");
  throw unauthenticated("Your session in Countersign has ended, and this page with it. Sign in there and press the button again. Nothing is lost.");
}
