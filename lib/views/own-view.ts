import { may } from "../authorization/authorize";
import type { Context } from "../core/context";
import type { Tx } from "../core/db";
import { forbidden, notFound } from "../core/errors";

/** Loads a view that the actor may change: their own, or, to tidy up, a shared one of somebody else. Throws NotFound where they may not even see it. */
export async function ownView(tx: Tx, ctx: Context, id: string, tidying = false) {
  if (ctx.actor.type !== "person") throw forbidden("Views are people's own.");
  const view = await tx.savedView.findUnique({ where: { id }, include: { person: { select: { displayName: true } } } });
  if (!view || (view.personId !== ctx.actor.id && !view.shared)) throw notFound("The view");
  if (view.personId === ctx.actor.id || (tidying && may(ctx.actor, "view.tidy"))) return view;
  throw forbidden(`“${view.name}” is a view of ${view.person.displayName}. Save it under a name of your own to change it.`);
}
